"""NumPy throughout; whole-number division and a logarithm."""


def step_decay(step, initial, factor, drop_every):
    return initial * np.power(float(factor), np.asarray(step) // drop_every)


def exponential_decay(step, initial, factor, decay_steps):
    step = np.asarray(step, dtype="float64")
    return initial * np.exp(step * math.log(factor) / decay_steps)
