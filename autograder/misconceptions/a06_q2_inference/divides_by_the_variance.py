"""You divide by the variance; its root, the standard deviation, has the units of x."""


def batch_norm_infer(x, gamma, beta, mean, variance, eps=1e-3):
    x, gamma, beta, mean, variance = check_inputs(
        x, eps, gamma=gamma, beta=beta, mean=mean, variance=variance
    )
    return gamma * (x - mean) / (variance + eps) + beta
