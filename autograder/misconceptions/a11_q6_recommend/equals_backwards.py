"""You sort upwards and turn the list round; equals then stand backwards, the last tried first."""


def leaderboard(history, count=5):
    board = {}
    for trial in sorted(history, key=lambda trial: trial.fitness)[::-1]:
        board.setdefault(trial.architecture, trial)
    return list(board.values())[:count]
