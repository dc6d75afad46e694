"""Plain loops, the best so far kept by hand."""


def steps_to_reach(losses, target):
    for step, loss in enumerate(losses):
        if float(loss) <= target:
            return step
    return None


def convergence_study(makers, rates, losses_of, target):
    best = {}
    for name in makers:
        best_rate, fewest = None, None
        for rate in rates:
            steps = steps_to_reach(losses_of(makers[name](rate)), target)
            if steps is None:
                continue
            if fewest is None or steps < fewest:
                best_rate, fewest = rate, steps
        best[name] = (best_rate, fewest)
    return best
