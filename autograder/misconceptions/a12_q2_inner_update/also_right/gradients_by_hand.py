"""Back through the layers by hand, without a tape of its own."""


def inner_update(params, x, y, alpha, steps=1, first_order=False):
    phi = [p + 0 for p in params]
    for _ in range(steps):
        inputs = [tf.cast(x, phi[0].dtype)]
        for i in range(0, len(phi) - 2, 2):
            inputs.append(tf.tanh(inputs[-1] @ phi[i] + phi[i + 1]))
        error = inputs[-1] @ phi[-2] + phi[-1] - tf.cast(y, phi[0].dtype)
        back = 2 * error / tf.cast(tf.size(error), error.dtype)
        slopes = []
        for i in reversed(range(len(inputs))):
            slopes = [tf.transpose(inputs[i]) @ back, tf.reduce_sum(back, axis=0), *slopes]
            back = back @ tf.transpose(phi[2 * i]) * (1 - inputs[i] ** 2)
        if first_order:
            slopes = [tf.stop_gradient(s) for s in slopes]
        phi = [p - alpha * s for p, s in zip(phi, slopes)]
    return phi
