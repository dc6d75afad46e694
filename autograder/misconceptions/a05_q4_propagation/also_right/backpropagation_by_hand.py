"""NumPy forwards, the chain rule by hand, one derivative of the activation at a time."""


def variance_propagation(initializer, widths, activation="linear", batch=256, seed=0):
    f = keras.activations.get(activation)
    rng = np.random.default_rng(seed)
    h = rng.normal(size=(batch, widths[0])).astype("float32")
    delta = rng.normal(size=(batch, widths[-1])).astype("float32")
    signals, kernels, slopes = [], [], []
    for shape in zip(widths, widths[1:]):
        kernels.append(np.asarray(initializer(shape)))
        z = tf.constant(h @ kernels[-1])
        with tf.GradientTape() as tape:
            tape.watch(z)
            h = f(z)
        slopes.append(tape.gradient(h, z).numpy())
        signals.append(float(np.var(z)))
        h = h.numpy()
    errors = [float(np.var(delta))]
    for l in range(len(kernels) - 1, 0, -1):
        delta = delta @ kernels[l].T * slopes[l - 1]
        errors.append(float(np.var(delta)))
    return Propagation(signals, errors[::-1])
