"""You add the weighted health to the whole accuracy; in a mean the two weights add up to 1."""


def score(evaluation, health_weight=0.1):
    accuracy, health, _ = evaluation
    return accuracy + health_weight * health
