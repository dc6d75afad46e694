"""tf.transpose(k) turns all axes round, the batch too; only the last two are to change places."""


def scaled_dot_product_attention(q, k, v, mask=None):
    q, k, v = (tf.convert_to_tensor(part) for part in (q, k, v))
    scale = tf.sqrt(tf.cast(tf.shape(k)[-1], q.dtype))
    scores = tf.matmul(q, tf.transpose(k)) / scale
    if mask is not None:
        scores = tf.where(mask, scores, scores.dtype.min)
    weights = tf.nn.softmax(scores, axis=-1)
    if mask is not None:
        weights = tf.where(mask, weights, 0)
    return tf.matmul(weights, v), weights
