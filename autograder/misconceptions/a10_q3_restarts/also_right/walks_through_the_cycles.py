"""A loop from cycle to cycle; the half-angle identity."""


def cycle_position(step, first_cycle, growth=1):
    def of_one(t):
        start, length = 0, first_cycle
        while t >= start + length:
            start, length = start + length, length * growth
        return (t - start) / length

    return np.vectorize(of_one, otypes=["float64"])(np.asarray(step))


def cosine_warm_restarts(step, initial, first_cycle, growth=1, minimum=0.0):
    wave = np.cos(np.pi / 2 * cycle_position(step, first_cycle, growth)) ** 2
    return minimum + (initial - minimum) * wave
