"""You differentiate through the last inner step only; the steps before it depend on the start as well."""


def meta_gradient(params, tasks, alpha, steps=1, first_order=False):
    params, collected = [tf.convert_to_tensor(p) for p in params], []
    for x_support, y_support, x_query, y_query in tasks:
        near = inner_update(params, x_support, y_support, alpha, max(steps - 1, 0))
        with tf.GradientTape() as tape:
            tape.watch(near)
            last = inner_update(near, x_support, y_support, alpha, min(steps, 1), first_order)
            loss = task_loss(last, x_query, y_query)
        collected.append(tape.gradient(loss, near))
    return [tf.reduce_mean(tf.stack(parts), axis=0) for parts in zip(*collected)]
