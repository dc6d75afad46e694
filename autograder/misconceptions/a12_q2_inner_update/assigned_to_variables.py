"""You assign the new values to variables, and an assignment is on no tape: the way back to the start is cut."""


def inner_update(params, x, y, alpha, steps=1, first_order=False):
    model = [tf.Variable(p) for p in params]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = task_loss(model, x, y)
        for variable, g in zip(model, tape.gradient(loss, model)):
            variable.assign_sub(alpha * g)
    if first_order:
        return [p + tf.stop_gradient(v - p) for p, v in zip(params, model)]
    return [tf.convert_to_tensor(v) for v in model]
