"""You cut the wave off at the minimum; it is to come down to it with its own flat end."""


def cosine_annealing(step, initial, decay_steps, minimum=0.0):
    step = check_schedule(step, initial, decay_steps=decay_steps)
    progress = tf.minimum(step / decay_steps, 1.0)
    return tf.maximum(initial / 2 * (1 + tf.cos(math.pi * progress)), minimum)
