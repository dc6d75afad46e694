"""You compare None with numbers; leave out the rates that never arrive, then take the least."""


def convergence_study(makers, rates, losses_of, target):
    best = {}
    for name, make in makers.items():
        needed = [steps_to_reach(losses_of(make(rate)), target) for rate in rates]
        steps = min(needed)
        best[name] = (rates[needed.index(steps)], steps)
    return best
