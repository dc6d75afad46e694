"""You average over the batch in layer norm; it goes over the channels of each example."""


def layer_norm(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    return batch_norm_train(x, gamma, beta, eps)[0]
