"""You adapt to the query set as well: the exam questions were in the book, and the loss says nothing about new points."""


def adaptation_curve(params, task, alpha, steps):
    x_support, y_support, x_query, y_query = task
    losses = [task_loss(params, x_query, y_query)]
    for _ in range(steps):
        params = inner_update(params, x_query, y_query, alpha)
        losses.append(task_loss(params, x_query, y_query))
    return tf.stack(losses)
