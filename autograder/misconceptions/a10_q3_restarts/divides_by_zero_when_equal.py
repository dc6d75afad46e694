"""You use the geometric sum for equal cycles, too; with growth 1 it is 0 / 0."""


def cycle_position(step, first_cycle, growth=1):
    step = check_schedule(step, 1.0, first_cycle=first_cycle)

    def start(cycle):
        return first_cycle * (growth**cycle - 1) / (growth - 1)

    cycle = tf.floor(tf.math.log(1 + step * (growth - 1) / first_cycle) / math.log(growth))
    cycle = tf.where(start(cycle + 1) <= step, cycle + 1, cycle)
    return (step - start(cycle)) / (first_cycle * growth**cycle)
