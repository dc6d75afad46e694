"""TensorFlow: moments for layer norm; split, normalize, concatenate for group norm."""


def layer_norm(x, gamma, beta, eps=1e-3):
    mean, variance = tf.nn.moments(x, axes=[-1], keepdims=True)
    return tf.nn.batch_normalization(x, mean, variance, beta, gamma, eps)


def group_norm(x, gamma, beta, groups, eps=1e-3):
    done = []
    for part in tf.split(x, groups, axis=-1):
        mean, variance = tf.nn.moments(part, list(range(1, len(part.shape))), keepdims=True)
        done.append((part - mean) * tf.math.rsqrt(variance + eps))
    return tf.concat(done, axis=-1) * gamma + beta
