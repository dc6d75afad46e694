"""A wrong sign: the moving mean is added."""


def batch_norm_infer(x, gamma, beta, mean, variance, eps=1e-3):
    return gamma * (x + mean) / tf.sqrt(variance + eps) + beta


def update_moving(moving, batch_value, momentum=0.99):
    return momentum * tf.convert_to_tensor(moving) + (1 - momentum) * batch_value
