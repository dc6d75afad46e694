"""You replace k steps by one that is k times as long; the gradient changes on the way, and a long step leaps over the valley."""


def adaptation_curve(params, task, alpha, steps):
    x_support, y_support, x_query, y_query = task
    losses = [task_loss(params, x_query, y_query)]
    for k in range(1, steps + 1):
        adapted = inner_update(params, x_support, y_support, k * alpha)
        losses.append(task_loss(adapted, x_query, y_query))
    return tf.stack(losses)
