"""A sorted list of starts, and the last that is not after the step."""


def cycle_position(step, first_cycle, growth=1):
    step = np.asarray(step, dtype="float64")
    starts, lengths = [0.0], [float(first_cycle)]
    while starts[-1] <= step.max():
        starts.append(starts[-1] + lengths[-1])
        lengths.append(lengths[-1] * growth)
    i = np.searchsorted(starts, step, side="right") - 1
    return tf.constant((step - np.take(starts, i)) / np.take(lengths, i))


def cosine_warm_restarts(step, initial, first_cycle, growth=1, minimum=0.0):
    position = tf.cast(cycle_position(step, first_cycle, growth), tf.float32)
    return minimum + (initial - minimum) * (0.5 + 0.5 * tf.cos(np.pi * position))
