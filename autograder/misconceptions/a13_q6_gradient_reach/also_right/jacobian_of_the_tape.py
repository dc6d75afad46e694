"""The tape's own Jacobian of a single sequence, one after the other."""


def gradient_reach(model, x):
    norms = []
    for sequence in tf.unstack(tf.convert_to_tensor(x)):
        inputs = sequence[None]
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            last = model(inputs)[0, -1]
        jacobian = tape.jacobian(last, inputs)
        if jacobian is None:
            jacobian = tf.zeros((1, *inputs.shape))
        norms.append(tf.norm(jacobian[:, 0], axis=(0, 2)).numpy())
    return np.mean(norms, axis=0).tolist()
