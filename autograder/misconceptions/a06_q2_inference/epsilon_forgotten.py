"""You leave out epsilon at inference; the two modes would then disagree, and a channel that never varied is divided by 0."""


def batch_norm_infer(x, gamma, beta, mean, variance, eps=1e-3):
    x, gamma, beta, mean, variance = check_inputs(
        x, eps, gamma=gamma, beta=beta, mean=mean, variance=variance
    )
    return gamma * (x - mean) / tf.sqrt(variance) + beta
