"""You write the new tensors into the list that was passed in, so the next task starts where this one ended."""


def inner_update(params, x, y, alpha, steps=1, first_order=False):
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(params)
            loss = task_loss(params, x, y)
        gradients = tape.gradient(loss, params)
        for i, g in enumerate(gradients):
            params[i] = params[i] - alpha * (tf.stop_gradient(g) if first_order else g)
    return params
