"""TensorFlow's moments and its own batch normalization."""


def batch_norm_train(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    mean, variance = tf.nn.moments(x, axes=tuple(range(len(x.shape) - 1)))
    return tf.nn.batch_normalization(x, mean, variance, beta, gamma, eps), mean, variance
