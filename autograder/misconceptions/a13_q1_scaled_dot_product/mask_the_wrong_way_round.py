"""You hide what is True; here True means that a key may be read."""


def scaled_dot_product_attention(q, k, v, mask=None):
    q, k, v = (tf.convert_to_tensor(part) for part in (q, k, v))
    scale = tf.sqrt(tf.cast(tf.shape(k)[-1], q.dtype))
    scores = tf.matmul(q, k, transpose_b=True) / scale
    if mask is not None:
        scores = tf.where(mask, scores.dtype.min, scores)
    weights = tf.nn.softmax(scores, axis=-1)
    if mask is not None:
        weights = tf.where(mask, 0, weights)
    return tf.matmul(weights, v), weights
