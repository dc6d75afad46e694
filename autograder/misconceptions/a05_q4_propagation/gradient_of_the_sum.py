"""You start from a gradient of ones; start from the one that is given, with output_gradients."""


def variance_propagation(initializer, widths, activation="linear", batch=256, seed=0):
    f = keras.activations.get(activation)
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(batch, widths[0])), tf.float32)
    z = []
    with tf.GradientTape() as tape:
        tape.watch(h)
        for l in range(1, len(widths)):
            z.append(h @ initializer((widths[l - 1], widths[l])))
            h = f(z[-1])
    gradients = tape.gradient(z[-1], z)
    return Propagation(
        forward=np.array([np.var(values) for values in z]),
        backward=np.array([np.var(values) for values in gradients]),
    )
