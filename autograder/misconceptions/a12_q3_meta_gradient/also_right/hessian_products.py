"""The factors (I - alpha H) one by one, from the last step back to the first, each by a product with H."""


def meta_loss(params, tasks, alpha, steps=1, first_order=False):
    losses = [
        task_loss(inner_update(params, xs, ys, alpha, steps), xq, yq) for xs, ys, xq, yq in tasks
    ]
    return tf.add_n(losses) / len(losses)


def meta_gradient(params, tasks, alpha, steps=1, first_order=False):
    total = [0.0 for _ in params]
    for xs, ys, xq, yq in tasks:
        path = [list(params)]
        for _ in range(steps):
            path.append(inner_update(path[-1], xs, ys, alpha))
        with tf.GradientTape() as tape:
            tape.watch(path[-1])
            loss = task_loss(path[-1], xq, yq)
        back = tape.gradient(loss, path[-1])
        for phi in [] if first_order else reversed(path[:-1]):
            with tf.GradientTape() as outer:
                outer.watch(phi)
                with tf.GradientTape() as inner:
                    inner.watch(phi)
                    loss = task_loss(phi, xs, ys)
                slopes = inner.gradient(loss, phi)
            product = outer.gradient(
                slopes, phi, output_gradients=back, unconnected_gradients="zero"
            )
            back = [b - alpha * p for b, p in zip(back, product)]
        total = [t + b / len(tasks) for t, b in zip(total, back)]
    return total
