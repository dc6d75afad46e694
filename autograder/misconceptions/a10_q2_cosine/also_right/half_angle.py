"""The identity of the half angle, in NumPy."""


def cosine_annealing(step, initial, decay_steps, minimum=0.0):
    progress = np.clip(np.asarray(step, dtype="float64") / decay_steps, 0, 1)
    wave = np.cos(np.pi / 2 * progress) ** 2
    return wave * initial + (1 - wave) * minimum
