"""One step, then the rest by recursion; first order by freezing the place where the gradient is taken."""


def inner_update(params, x, y, alpha, steps=1, first_order=False):
    if steps == 0:
        return [tf.identity(p) for p in params]
    place = [tf.stop_gradient(p) if first_order else tf.identity(p) for p in params]
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        for p in place:
            tape.watch(p)
        loss = task_loss(place, x, y)
    moved = []
    for p, g in zip(params, tape.gradient(loss, place)):
        moved.append(tf.subtract(p, tf.multiply(tf.cast(alpha, g.dtype), g)))
    return inner_update(moved, x, y, alpha, steps - 1, first_order)
