"""You write the new parameters into the list that was passed in; the caller has lost the old ones."""


def meta_step(params, gradient, beta):
    for i, g in enumerate(gradient):
        params[i] = params[i] - beta * g
    return params
