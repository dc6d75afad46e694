"""You return the fittest; the question is which of those about as good costs the least."""


def recommend(history, space, tolerance=0.0):
    return max(history, key=lambda trial: trial.fitness)
