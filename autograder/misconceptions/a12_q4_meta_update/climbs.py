"""You add the meta-gradient to the start: every update makes the loss after adapting larger."""


def meta_step(params, gradient, beta):
    return [p + beta * g for p, g in zip(params, gradient)]
