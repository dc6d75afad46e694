"""Keras' own schedule, with and without its staircase, one step at a time."""


def each_step(schedule, step):
    rates = [float(schedule(int(one))) for one in np.ravel(step)]
    return np.reshape(rates, np.shape(step))


def step_decay(step, initial, factor, drop_every):
    stairs = keras.optimizers.schedules.ExponentialDecay(
        initial, drop_every, factor, staircase=True
    )
    return each_step(stairs, step)


def exponential_decay(step, initial, factor, decay_steps):
    return each_step(
        keras.optimizers.schedules.ExponentialDecay(initial, decay_steps, factor), step
    )
