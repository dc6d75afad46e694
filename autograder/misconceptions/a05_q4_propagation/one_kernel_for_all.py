"""You draw one kernel and use it in every layer; each layer needs a kernel of its own."""


def variance_propagation(initializer, widths, activation="linear", batch=256, seed=0):
    f = keras.activations.get(activation)
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(batch, widths[0])), tf.float32)
    gradient = tf.constant(rng.normal(size=(batch, widths[-1])), tf.float32)
    z = []
    with tf.GradientTape() as tape:
        tape.watch(h)
        kernel = initializer((widths[0], widths[1]))
        for _ in range(1, len(widths)):
            z.append(h @ kernel)
            h = f(z[-1])
    gradients = tape.gradient(z[-1], z, output_gradients=gradient)
    return Propagation(
        forward=np.array([np.var(values) for values in z]),
        backward=np.array([np.var(values) for values in gradients]),
    )
