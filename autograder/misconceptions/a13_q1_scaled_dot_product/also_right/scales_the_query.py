"""Scales the query first, adds a large negative number, and renormalizes after the mask."""


def scaled_dot_product_attention(q, k, v, mask=None):
    q = tf.cast(q, "float64") / tf.sqrt(tf.cast(tf.shape(q)[-1], "float64"))
    weights = tf.matmul(q, tf.linalg.matrix_transpose(tf.cast(k, "float64")))
    if mask is not None:
        allowed = tf.cast(mask, "float64")
        weights = weights + (1.0 - allowed) * -1e30
        weights = tf.nn.softmax(weights) * allowed
        weights = tf.math.divide_no_nan(weights, tf.reduce_sum(weights, -1, keepdims=True))
    else:
        weights = tf.nn.softmax(weights)
    return [tf.cast(weights @ tf.cast(v, "float64"), "float32"), tf.cast(weights, "float32")]
