"""Halves the first rate of every later cycle."""


def cosine_warm_restarts(step, initial, first_cycle, growth=1, minimum=0.0):
    step = check_schedule(step, initial, first_cycle=first_cycle)
    position = cycle_position(step, first_cycle, growth)
    peak = tf.where(step < first_cycle, tf.cast(initial, tf.float64), initial / 2)
    return minimum + (peak - minimum) / 2 * (1 + tf.cos(math.pi * position))
