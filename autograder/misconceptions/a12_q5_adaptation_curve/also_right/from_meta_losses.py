"""Entry k is the meta-loss of this one task with k inner steps; Python numbers."""


def adaptation_curve(params, task, alpha, steps):
    return [float(meta_loss(params, [task], alpha, k)) for k in range(steps + 1)]
