"""You let the rate fall along a straight line in every cycle; it is to be the cosine."""


def cosine_warm_restarts(step, initial, first_cycle, growth=1, minimum=0.0):
    position = cycle_position(step, first_cycle, growth)
    return minimum + (initial - minimum) * (1 - position)
