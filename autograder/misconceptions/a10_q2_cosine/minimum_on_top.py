"""You put the whole wave on top of the minimum, so it starts above initial; it is only initial - minimum high."""


def cosine_annealing(step, initial, decay_steps, minimum=0.0):
    step = check_schedule(step, initial, decay_steps=decay_steps)
    progress = tf.minimum(step / decay_steps, 1.0)
    return minimum + initial / 2 * (1 + tf.cos(math.pi * progress))
