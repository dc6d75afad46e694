"""You choose the rate with the lowest last loss; the race is for the fewest steps."""


def convergence_study(makers, rates, losses_of, target):
    best = {}
    for name, make in makers.items():
        runs = [(losses_of(make(rate)), rate) for rate in rates]
        reached = [run for run in runs if steps_to_reach(run[0], target) is not None]
        if reached:
            losses, rate = min(reached, key=lambda run: run[0][-1])
            best[name] = (rate, steps_to_reach(losses, target))
        else:
            best[name] = (None, None)
    return best
