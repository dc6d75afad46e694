"""You go through a quarter of a wave; the angle ends at pi, where the cosine is -1."""


def cosine_annealing(step, initial, decay_steps, minimum=0.0):
    step = check_schedule(step, initial, decay_steps=decay_steps)
    progress = tf.minimum(step / decay_steps, 1.0)
    return minimum + (initial - minimum) * tf.cos(math.pi / 2 * progress)
