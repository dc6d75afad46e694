"""You sort upwards; the fittest come first."""


def leaderboard(history, count=5):
    board = {}
    for trial in sorted(history, key=lambda trial: trial.fitness):
        board.setdefault(trial.architecture, trial)
    return list(board.values())[:count]
