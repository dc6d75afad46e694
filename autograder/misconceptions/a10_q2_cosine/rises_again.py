"""You do not stop at decay_steps; a cosine rises again after half a wave."""


def cosine_annealing(step, initial, decay_steps, minimum=0.0):
    step = check_schedule(step, initial, decay_steps=decay_steps)
    return minimum + (initial - minimum) / 2 * (1 + tf.cos(math.pi * step / decay_steps))
