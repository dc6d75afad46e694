"""Loops: the best of each architecture, then a stable sort; a sort by two keys."""


def leaderboard(history, count=5):
    rows = []
    for number, trial in enumerate(history):
        rows.append((-trial.fitness, number, trial))
    rows.sort(key=lambda row: row[:2])
    board, seen = [], set()
    for _, _, trial in rows:
        if trial.architecture not in seen and len(board) < count:
            seen.add(trial.architecture)
            board.append(trial)
    return tuple(board)


def recommend(history, space, tolerance=0.0):
    ranked = sorted(history, key=lambda trial: -trial.fitness)
    found = ranked[0]
    for trial in ranked:
        if ranked[0].fitness - trial.fitness > tolerance:
            break
        if count_parameters(trial[0], space) < count_parameters(found[0], space):
            found = trial
    return found
