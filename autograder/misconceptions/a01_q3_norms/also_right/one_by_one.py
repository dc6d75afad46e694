"""A persistent tape, a loop, the norm written out; a list."""


def kernel_gradient_norms(model, x, y, loss="mean_squared_error"):
    loss = keras.losses.get(loss)
    kernels = [v for v in model.trainable_variables if v.name == "kernel"]
    with tf.GradientTape(persistent=True) as tape:
        each = loss(tf.cast(y, tf.float32), model(x, training=False))
        objective = tf.reduce_sum(each) / tf.cast(tf.size(each), tf.float32)
    norms = []
    for kernel in kernels:
        g = tape.gradient(objective, kernel)
        norms.append(0.0 if g is None else float(tf.sqrt(tf.reduce_sum(g * g))))
    return norms
