"""You measure the adapted parameters on the support set; having seen those points proves nothing."""


def meta_loss(params, tasks, alpha, steps=1, first_order=False):
    losses = []
    for x_support, y_support, _, _ in tasks:
        adapted = inner_update(params, x_support, y_support, alpha, steps, first_order)
        losses.append(task_loss(adapted, x_support, y_support))
    return tf.reduce_mean(losses)
