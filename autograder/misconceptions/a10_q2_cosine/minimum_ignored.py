"""You leave out the minimum and end at 0."""


def cosine_annealing(step, initial, decay_steps, minimum=0.0):
    step = check_schedule(step, initial, decay_steps=decay_steps)
    progress = tf.minimum(step / decay_steps, 1.0)
    return initial / 2 * (1 + tf.cos(math.pi * progress))
