"""You use the batch at hand; at inference an answer must not depend on the other examples."""


def batch_norm_infer(x, gamma, beta, mean, variance, eps=1e-3):
    x, gamma, beta, mean, variance = check_inputs(
        x, eps, gamma=gamma, beta=beta, mean=mean, variance=variance
    )
    return batch_norm_train(x, gamma, beta, eps)[0]
