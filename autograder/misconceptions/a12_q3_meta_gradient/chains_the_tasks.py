"""You start each task where the one before ended; every task must start from the same parameters."""


def meta_loss(params, tasks, alpha, steps=1, first_order=False):
    losses, adapted = [], params
    for x_support, y_support, x_query, y_query in tasks:
        adapted = inner_update(adapted, x_support, y_support, alpha, steps, first_order)
        losses.append(task_loss(adapted, x_query, y_query))
    return tf.reduce_mean(losses)
