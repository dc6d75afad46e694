"""You stop the gradient also when first_order is False, so the second derivatives are always missing."""


def inner_update(params, x, y, alpha, steps=1, first_order=False):
    adapted = [tf.convert_to_tensor(p) for p in params]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(adapted)
            loss = task_loss(adapted, x, y)
        gradients = [tf.stop_gradient(g) for g in tape.gradient(loss, adapted)]
        adapted = [p - alpha * g for p, g in zip(adapted, gradients)]
    return adapted
