"""You do not use first_order: the gradient is never treated as a constant."""


def inner_update(params, x, y, alpha, steps=1, first_order=False):
    adapted = [tf.convert_to_tensor(p) for p in params]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(adapted)
            loss = task_loss(adapted, x, y)
        adapted = [p - alpha * g for p, g in zip(adapted, tape.gradient(loss, adapted))]
    return adapted
