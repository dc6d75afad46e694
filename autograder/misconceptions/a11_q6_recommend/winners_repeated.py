"""You list an architecture as often as it was tried; each one has one place."""


def leaderboard(history, count=5):
    return sorted(history, key=lambda trial: trial.fitness, reverse=True)[:count]
