"""You add the gradient: every step climbs the loss that it should descend."""


def inner_update(params, x, y, alpha, steps=1, first_order=False):
    adapted = [tf.convert_to_tensor(p) for p in params]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(adapted)
            loss = task_loss(adapted, x, y)
        gradients = tape.gradient(loss, adapted)
        if first_order:
            gradients = [tf.stop_gradient(g) for g in gradients]
        adapted = [p + alpha * g for p, g in zip(adapted, gradients)]
    return adapted
