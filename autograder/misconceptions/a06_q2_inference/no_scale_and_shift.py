"""You leave out gamma and beta at inference; what the network learned with them it needs with them."""


def batch_norm_infer(x, gamma, beta, mean, variance, eps=1e-3):
    x, gamma, beta, mean, variance = check_inputs(
        x, eps, gamma=gamma, beta=beta, mean=mean, variance=variance
    )
    return (x - mean) / tf.sqrt(variance + eps)
