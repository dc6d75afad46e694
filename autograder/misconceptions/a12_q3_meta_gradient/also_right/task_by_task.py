"""One tape for each task, gradients added up; the tasks are read by their names."""


def meta_loss(params, tasks, alpha, steps=1, first_order=False):
    total = 0.0
    for task in tasks:
        phi = inner_update(params, task.x_support, task.y_support, alpha, steps, first_order)
        total = total + task_loss(phi, task.x_query, task.y_query) / len(tasks)
    return total


def meta_gradient(params, tasks, alpha, steps=1, first_order=False):
    total = [tf.zeros_like(p) for p in params]
    for task in tasks:
        with tf.GradientTape() as tape:
            for p in params:
                tape.watch(p)
            loss = meta_loss(params, [task], alpha, steps, first_order)
        total = [t + g for t, g in zip(total, tape.gradient(loss, params))]
    return [t / len(tasks) for t in total]
