"""You do not pass first_order on, so the second derivatives are computed whether they are wanted or not."""


def meta_loss(params, tasks, alpha, steps=1, first_order=False):
    losses = []
    for x_support, y_support, x_query, y_query in tasks:
        adapted = inner_update(params, x_support, y_support, alpha, steps)
        losses.append(task_loss(adapted, x_query, y_query))
    return tf.reduce_mean(losses)
