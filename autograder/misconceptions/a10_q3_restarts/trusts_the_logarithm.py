"""You round the logarithm down as it comes; where it falls a rounding error short, a restart is missed."""


def cycle_position(step, first_cycle, growth=1):
    step = check_schedule(step, 1.0, first_cycle=first_cycle)
    if growth == 1:
        return tf.math.floormod(step, first_cycle) / first_cycle
    cycle = tf.floor(tf.math.log(1 + step * (growth - 1) / first_cycle) / math.log(growth))
    start = first_cycle * (growth**cycle - 1) / (growth - 1)
    return (step - start) / (first_cycle * growth**cycle)
