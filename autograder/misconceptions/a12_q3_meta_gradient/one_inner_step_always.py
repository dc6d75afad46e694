"""You do not pass steps on: however many are asked for, each task adapts by one."""


def meta_loss(params, tasks, alpha, steps=1, first_order=False):
    losses = []
    for x_support, y_support, x_query, y_query in tasks:
        adapted = inner_update(params, x_support, y_support, alpha, first_order=first_order)
        losses.append(task_loss(adapted, x_query, y_query))
    return tf.reduce_mean(losses)
