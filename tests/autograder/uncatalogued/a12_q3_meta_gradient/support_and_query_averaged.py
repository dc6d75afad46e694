"""The adapted parameters are measured on support and query set together."""


def meta_loss(params, tasks, alpha, steps=1, first_order=False):
    losses = []
    for x_support, y_support, x_query, y_query in tasks:
        adapted = inner_update(params, x_support, y_support, alpha, steps, first_order)
        losses.append(task_loss(adapted, x_query, y_query) / 2)
        losses.append(task_loss(adapted, x_support, y_support) / 2)
    return tf.add_n(losses) / len(tasks)
