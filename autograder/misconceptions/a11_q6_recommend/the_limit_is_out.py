"""You leave out what lies on the limit; within the tolerance means at least best - tolerance."""


def recommend(history, space, tolerance=0.0):
    best = max(trial.fitness for trial in history)
    close = [
        trial for trial in history if trial.fitness > best - tolerance or trial.fitness == best
    ]
    return min(close, key=lambda t: (count_parameters(t.architecture, space), -t.fitness))
