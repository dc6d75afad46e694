"""You measure only after steps, so the curve does not show what the start was worth before any of them."""


def adaptation_curve(params, task, alpha, steps):
    x_support, y_support, x_query, y_query = task
    losses = []
    for _ in range(steps):
        params = inner_update(params, x_support, y_support, alpha)
        losses.append(task_loss(params, x_query, y_query))
    return losses
