"""TensorFlow in float32."""


def gradient_health(norms, decades=4.0):
    norms = tf.constant(norms, "float32")
    broken = tf.reduce_any(~tf.math.is_finite(norms) | (norms <= 0))
    if broken:
        return tf.constant(0.0)
    spread = tf.math.log(tf.reduce_max(norms) / tf.reduce_min(norms)) / math.log(10.0)
    return tf.maximum(0.0, 1 - spread / decades)


def score(evaluation, health_weight=0.1):
    return evaluation[0] + health_weight * (evaluation[1] - evaluation[0])
