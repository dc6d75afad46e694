"""You set hidden scores to 0; a score of 0 is an ordinary one, and e to the power of 0 is 1."""


def scaled_dot_product_attention(q, k, v, mask=None):
    q, k, v = (tf.convert_to_tensor(part) for part in (q, k, v))
    scale = tf.sqrt(tf.cast(tf.shape(k)[-1], q.dtype))
    scores = tf.matmul(q, k, transpose_b=True) / scale
    if mask is not None:
        scores = scores * tf.cast(mask, scores.dtype)
    weights = tf.nn.softmax(scores, axis=-1)
    return tf.matmul(weights, v), weights
