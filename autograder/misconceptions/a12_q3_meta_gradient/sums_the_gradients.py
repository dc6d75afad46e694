"""You add up the gradients of the tasks; the gradient of a mean is the mean of the gradients."""


def meta_gradient(params, tasks, alpha, steps=1, first_order=False):
    params = [tf.convert_to_tensor(p) for p in params]
    total = [tf.zeros_like(p) for p in params]
    for task in tasks:
        with tf.GradientTape() as tape:
            tape.watch(params)
            loss = meta_loss(params, [task], alpha, steps, first_order)
        total = [t + g for t, g in zip(total, tape.gradient(loss, params))]
    return total
