"""You divide by d_k; a dot product grows with the ROOT of the width, so divide by that."""


def scaled_dot_product_attention(q, k, v, mask=None):
    q, k, v = (tf.convert_to_tensor(part) for part in (q, k, v))
    scale = tf.cast(tf.shape(k)[-1], q.dtype)
    scores = tf.matmul(q, k, transpose_b=True) / scale
    if mask is not None:
        scores = tf.where(mask, scores, scores.dtype.min)
    weights = tf.nn.softmax(scores, axis=-1)
    if mask is not None:
        weights = tf.where(mask, weights, 0)
    return tf.matmul(weights, v), weights
