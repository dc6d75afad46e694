"""You measure the start itself, not the adapted parameters: this is ordinary training on all tasks."""


def meta_loss(params, tasks, alpha, steps=1, first_order=False):
    losses = []
    for _x_support, _y_support, x_query, y_query in tasks:
        losses.append(task_loss(params, x_query, y_query))
    return tf.reduce_mean(losses)
