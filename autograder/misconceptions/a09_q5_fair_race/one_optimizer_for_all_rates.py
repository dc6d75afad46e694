"""You change the rate of one optimizer; it brings the memory of the last run to the next one."""


def convergence_study(makers, rates, losses_of, target):
    best = {}
    for name, make in makers.items():
        optimizer = make(rates[0])
        reached = []
        for rate in rates:
            optimizer.lr = rate
            steps = steps_to_reach(losses_of(optimizer), target)
            if steps is not None:
                reached.append((steps, rate))
        steps, rate = min(reached, key=lambda pair: pair[0], default=(None, None))
        best[name] = (rate, steps)
    return best
