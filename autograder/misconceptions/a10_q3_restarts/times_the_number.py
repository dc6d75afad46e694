"""You make cycle i as long as first_cycle * growth * i; the growth is a power, growth**i."""


def cycle_position(step, first_cycle, growth=1):
    step = check_schedule(step, 1.0, first_cycle=first_cycle)
    if growth == 1:
        return tf.math.floormod(step, first_cycle) / first_cycle
    found = []
    for t in np.ravel(step):
        start, length, number = 0.0, float(first_cycle), 0
        while start + length <= t:
            start, length, number = start + length, length * growth, number + 1
        found.append((t - start) / (first_cycle * growth * number if number else first_cycle))
    return np.reshape(found, step.shape)
