"""You take e to the power of the scores as they are; for a score of 100 that is Inf in float32."""


def scaled_dot_product_attention(q, k, v, mask=None):
    q, k, v = (tf.convert_to_tensor(part) for part in (q, k, v))
    scale = tf.sqrt(tf.cast(tf.shape(k)[-1], q.dtype))
    scores = tf.matmul(q, k, transpose_b=True) / scale
    e = tf.exp(scores)
    if mask is not None:
        e = tf.where(mask, e, 0)
    weights = tf.math.divide_no_nan(e, tf.reduce_sum(e, axis=-1, keepdims=True))
    return tf.matmul(weights, v), weights
