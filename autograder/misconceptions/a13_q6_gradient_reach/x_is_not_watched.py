"""The tape watches variables only; x is data, so every gradient of yours is zero. Watch it."""


def gradient_reach(model, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape(persistent=True) as tape:
        components = tf.unstack(model(x)[:, -1], axis=-1)
    squares = tf.zeros(x.shape[:2], x.dtype)
    for component in components:
        row = tape.gradient(component, x, unconnected_gradients="zero")
        squares += tf.reduce_sum(tf.square(row), axis=-1)
    return tf.reduce_mean(tf.sqrt(squares), axis=0).numpy()
