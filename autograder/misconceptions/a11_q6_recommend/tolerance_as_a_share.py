"""You take the tolerance as a share of the best; it is a difference of two fitnesses."""


def recommend(history, space, tolerance=0.0):
    best = max(trial.fitness for trial in history)
    close = [trial for trial in history if trial.fitness >= best * (1 - tolerance)]
    return min(close, key=lambda t: (count_parameters(t.architecture, space), -t.fitness))
