"""You measure on the support set, the points that were adapted to; the query set is the exam."""


def adaptation_curve(params, task, alpha, steps):
    x_support, y_support, x_query, y_query = task
    losses = [task_loss(params, x_support, y_support)]
    for _ in range(steps):
        params = inner_update(params, x_support, y_support, alpha)
        losses.append(task_loss(params, x_support, y_support))
    return tf.stack(losses)
