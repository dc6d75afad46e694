"""You add up the units; the parameters between two layers are the product of their widths."""


def recommend(history, space, tolerance=0.0):
    best = max(trial.fitness for trial in history)
    close = [trial for trial in history if trial.fitness >= best - tolerance]
    return min(close, key=lambda t: (sum(layer[0] for layer in t.architecture), -t.fitness))
