"""You do not divide by the root of d_k; in a wide layer the softmax is then nearly all or nothing."""


def scaled_dot_product_attention(q, k, v, mask=None):
    q, k, v = (tf.convert_to_tensor(part) for part in (q, k, v))
    scores = tf.matmul(q, k, transpose_b=True)
    if mask is not None:
        scores = tf.where(mask, scores, scores.dtype.min)
    weights = tf.nn.softmax(scores, axis=-1)
    if mask is not None:
        weights = tf.where(mask, weights, 0)
    return tf.matmul(weights, v), weights
