"""You do not hand growth to cycle_position, so all cycles are equally long."""


def cosine_warm_restarts(step, initial, first_cycle, growth=1, minimum=0.0):
    position = cycle_position(step, first_cycle)
    return minimum + (initial - minimum) / 2 * (1 + tf.cos(math.pi * position))
