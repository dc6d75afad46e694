"""You begin every step at the start again, so no entry shows more than one step."""


def adaptation_curve(params, task, alpha, steps):
    x_support, y_support, x_query, y_query = task
    losses = [task_loss(params, x_query, y_query)]
    for _ in range(steps):
        adapted = inner_update(params, x_support, y_support, alpha)
        losses.append(task_loss(adapted, x_query, y_query))
    return tf.stack(losses)
