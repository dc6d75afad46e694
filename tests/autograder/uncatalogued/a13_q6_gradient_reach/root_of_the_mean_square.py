"""You average squares and take the root last; the reach is the mean of the norms."""


def gradient_reach(model, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        components = tf.unstack(model(x)[:, -1], axis=-1)
    squares = tf.zeros(x.shape[:2], x.dtype)
    for component in components:
        row = tape.gradient(component, x, unconnected_gradients="zero")
        squares += tf.reduce_sum(tf.square(row), axis=-1)
    return tf.sqrt(tf.reduce_mean(squares, axis=0)).numpy()
