"""You start a cycle after its first step; s_i <= step holds with equality, too."""


def cycle_position(step, first_cycle, growth=1):
    step = check_schedule(step, 1.0, first_cycle=first_cycle)
    found = []
    for t in np.ravel(step):
        start, length = 0.0, float(first_cycle)
        while start + length < t:
            start, length = start + length, length * growth
        found.append((t - start) / length)
    return np.reshape(found, step.shape)
