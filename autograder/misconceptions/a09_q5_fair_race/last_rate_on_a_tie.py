"""You let a later rate with as many steps replace the earlier one; on a tie the first one stays."""


def convergence_study(makers, rates, losses_of, target):
    best = {}
    for name, make in makers.items():
        best[name] = (None, None)
        for rate in rates:
            steps = steps_to_reach(losses_of(make(rate)), target)
            if steps is not None and (best[name][1] is None or steps <= best[name][1]):
                best[name] = (rate, steps)
    return best
