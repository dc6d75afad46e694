"""You cut to count before you remove the repetitions; then places stay empty."""


def leaderboard(history, count=5):
    board = {}
    for trial in sorted(history, key=lambda trial: trial.fitness, reverse=True)[:count]:
        board.setdefault(trial.architecture, trial)
    return list(board.values())
