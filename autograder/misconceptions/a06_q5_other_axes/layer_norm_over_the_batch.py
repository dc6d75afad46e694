"""You average over the batch in layer norm; each example is to be normalized by itself, over its channels."""


def layer_norm(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    return batch_norm_train(x, gamma, beta, eps)[0]
