"""A NumPy array that is filled, the task read by its names."""


def adaptation_curve(params, task, alpha, steps):
    curve, phi = np.empty(steps + 1), list(params)
    for k in range(steps + 1):
        curve[k] = task_loss(phi, task.x_query, task.y_query)
        if k < steps:
            phi = inner_update(phi, task.x_support, task.y_support, alpha, steps=1)
    return curve
