"""Framework for inference; the average as a step from the old value towards the new one."""


def batch_norm_infer(x, gamma, beta, mean, variance, eps=1e-3):
    return tf.nn.batch_normalization(x, mean, variance, beta, gamma, eps)


def update_moving(moving, batch_value, momentum=0.99):
    return moving - (1 - momentum) * (moving - batch_value)
