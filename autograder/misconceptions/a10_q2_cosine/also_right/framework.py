"""Keras' own schedule, whose alpha is the ratio of minimum and initial."""


def cosine_annealing(step, initial, decay_steps, minimum=0.0):
    schedule = keras.optimizers.schedules.CosineDecay(initial, decay_steps, alpha=minimum / initial)
    return np.reshape([float(schedule(int(one))) for one in np.ravel(step)], np.shape(step))
