"""You leave the activation function out: that is a linear network, whatever its name."""


def variance_propagation(initializer, widths, activation="linear", batch=256, seed=0):
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(batch, widths[0])), tf.float32)
    gradient = tf.constant(rng.normal(size=(batch, widths[-1])), tf.float32)
    z = []
    with tf.GradientTape() as tape:
        tape.watch(h)
        for l in range(1, len(widths)):
            h = h @ initializer((widths[l - 1], widths[l]))
            z.append(h)
    gradients = tape.gradient(z[-1], z, output_gradients=gradient)
    return Propagation(
        forward=np.array([np.var(values) for values in z]),
        backward=np.array([np.var(values) for values in gradients]),
    )
