"""You list the norms from the output back; asked for is the input side first."""


def kernel_gradient_norms(model, x, y, loss="mean_squared_error"):
    loss = keras.losses.get(loss)
    kernels = [v for v in model.trainable_variables if v.name == "kernel"]
    with tf.GradientTape() as tape:
        objective = tf.reduce_mean(loss(y, model(x)))
    gradients = tape.gradient(objective, kernels)
    return np.array([0.0 if g is None else np.linalg.norm(g) for g in gradients])[::-1]
