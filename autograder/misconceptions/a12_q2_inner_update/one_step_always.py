"""You make one step, whatever steps says."""


def inner_update(params, x, y, alpha, steps=1, first_order=False):
    adapted = [tf.convert_to_tensor(p) for p in params]
    with tf.GradientTape() as tape:
        tape.watch(adapted)
        loss = task_loss(adapted, x, y)
    gradients = tape.gradient(loss, adapted)
    if first_order:
        gradients = [tf.stop_gradient(g) for g in gradients]
    return [p - alpha * g for p, g in zip(adapted, gradients)]
