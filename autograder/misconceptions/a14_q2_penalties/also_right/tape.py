"""TensorFlow differentiates; only the value is written."""


def with_slope(price, w):
    w = tf.convert_to_tensor(w)
    with tf.GradientTape() as tape:
        tape.watch(w)
        value = price(w)
    return value, tape.gradient(value, w)


def l1_penalty(w, l1):
    return with_slope(lambda w: l1 * tf.reduce_sum(tf.abs(w)), w)


def l2_penalty(w, l2):
    return with_slope(lambda w: l2 * tf.reduce_sum(w * w), w)


def elastic_net_penalty(w, l1, l2):
    return with_slope(lambda w: tf.reduce_sum(l1 * tf.abs(w) + l2 * w**2), w)
