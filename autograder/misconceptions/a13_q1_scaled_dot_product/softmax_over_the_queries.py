"""Your softmax runs over the queries; each query shares out its attention among the KEYS."""


def scaled_dot_product_attention(q, k, v, mask=None):
    q, k, v = (tf.convert_to_tensor(part) for part in (q, k, v))
    scale = tf.sqrt(tf.cast(tf.shape(k)[-1], q.dtype))
    scores = tf.matmul(q, k, transpose_b=True) / scale
    if mask is not None:
        scores = tf.where(mask, scores, scores.dtype.min)
    weights = tf.nn.softmax(scores, axis=-2)
    if mask is not None:
        weights = tf.where(mask, weights, 0)
    return tf.matmul(weights, v), weights
