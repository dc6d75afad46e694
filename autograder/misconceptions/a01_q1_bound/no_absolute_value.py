"""You take the largest slope with its sign; a function that falls steeply is steep, too."""


def max_derivative(activation, limit=10.0, points=20_001):
    f = keras.activations.get(activation)
    x = tf.linspace(tf.constant(-limit, tf.float64), tf.constant(limit, tf.float64), points)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return float(tf.reduce_max(tape.gradient(y, x)))
