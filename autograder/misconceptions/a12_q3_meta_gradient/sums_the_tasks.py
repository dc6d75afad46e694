"""You add the tasks up; with the mean, the size of a meta-step does not depend on how many there are."""


def meta_loss(params, tasks, alpha, steps=1, first_order=False):
    total = 0.0
    for x_support, y_support, x_query, y_query in tasks:
        adapted = inner_update(params, x_support, y_support, alpha, steps, first_order)
        total += task_loss(adapted, x_query, y_query)
    return total
