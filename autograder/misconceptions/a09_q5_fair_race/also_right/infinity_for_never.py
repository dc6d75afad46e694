"""argmax behind a test, and infinitely many steps for what never arrives."""


def steps_to_reach(losses, target):
    reached = np.asarray(losses) <= target
    return int(np.argmax(reached)) if reached.any() else None


def convergence_study(makers, rates, losses_of, target):
    best = {}
    for name, make in makers.items():
        counts = []
        for rate in rates:
            steps = steps_to_reach(losses_of(make(rate)), target)
            counts.append(np.inf if steps is None else steps)
        winner = int(np.argmin(counts))
        arrived = np.isfinite(counts[winner])
        best[name] = (rates[winner], counts[winner]) if arrived else (None, None)
    return best
