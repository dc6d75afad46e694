"""You leave out epsilon at inference; then the two modes disagree, and 0 / 0 is possible."""


def batch_norm_infer(x, gamma, beta, mean, variance, eps=1e-3):
    x, gamma, beta, mean, variance = check_inputs(
        x, eps, gamma=gamma, beta=beta, mean=mean, variance=variance
    )
    return gamma * (x - mean) / tf.sqrt(variance) + beta
