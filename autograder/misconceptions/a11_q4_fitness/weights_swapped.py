"""You weigh the accuracy with health_weight; it is the weight of the health."""


def score(evaluation, health_weight=0.1):
    accuracy, health, _ = evaluation
    return health_weight * accuracy + (1 - health_weight) * health
