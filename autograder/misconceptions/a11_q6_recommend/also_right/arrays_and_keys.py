"""A dict of the best trials, NumPy's stable argsort, and arrays for the recommendation."""


def leaderboard(history, count=5):
    best = {}
    for trial in history:
        known = best.get(trial.architecture)
        if known is None or trial.fitness > known.fitness:
            best[trial.architecture] = trial
    trials = sorted(best.values(), key=history.index)
    order = np.argsort([-trial.fitness for trial in trials], kind="stable")
    return [trials[index] for index in order[:count]]


def recommend(history, space, tolerance=0.0):
    fitness = np.array([trial.fitness for trial in history])
    sizes = np.array([count_parameters(trial.architecture, space) for trial in history], float)
    sizes[fitness < fitness.max() - tolerance] = np.inf
    order = np.lexsort((-fitness, sizes))
    return history[order[0]]
