"""You leave out kernels whose gradient is None; every later norm moves to the wrong layer."""


def kernel_gradient_norms(model, x, y, loss="mean_squared_error"):
    loss = keras.losses.get(loss)
    kernels = [v for v in model.trainable_variables if v.name == "kernel"]
    with tf.GradientTape() as tape:
        objective = tf.reduce_mean(loss(y, model(x)))
    gradients = tape.gradient(objective, kernels)
    return np.array([np.linalg.norm(g) for g in gradients if g is not None])
