"""Recommends the largest of those close to the best."""


def recommend(history, space, tolerance=0.0):
    best = max(trial.fitness for trial in history)
    close = [trial for trial in history if trial.fitness >= best - tolerance]
    return max(close, key=lambda t: (count_parameters(t.architecture, space), -t.fitness))
