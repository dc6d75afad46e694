"""You return the largest value of the function; what the gradient is multiplied by is its slope."""


def max_derivative(activation, limit=10.0, points=20_001):
    f = keras.activations.get(activation)
    x = tf.linspace(tf.constant(-limit, tf.float64), tf.constant(limit, tf.float64), points)
    return float(tf.reduce_max(tf.abs(f(x))))
