"""You let the rate fall along a straight line; a cosine is flat at both ends."""


def cosine_annealing(step, initial, decay_steps, minimum=0.0):
    step = check_schedule(step, initial, decay_steps=decay_steps)
    progress = tf.minimum(step / decay_steps, 1.0)
    return minimum + (initial - minimum) * (1 - progress)
