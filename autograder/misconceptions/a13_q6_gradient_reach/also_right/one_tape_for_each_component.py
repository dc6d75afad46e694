"""A new tape for each component; in NumPy from the gradient on."""


def gradient_reach(model, x):
    x = tf.constant(x)
    width = model(x).shape[-1]
    rows = []
    for component in range(width):
        with tf.GradientTape() as tape:
            tape.watch(x)
            total = tf.reduce_sum(model(x)[:, -1, component])
        gradient = tape.gradient(total, x)
        rows.append(np.zeros(x.shape) if gradient is None else gradient.numpy())
    return np.sqrt(np.sum(np.square(np.array(rows, "float64")), axis=(0, 3))).mean(axis=0)
