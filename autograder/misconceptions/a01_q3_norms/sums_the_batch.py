"""You give the tape one loss for each example; it differentiates their sum, so the norm grows with the batch."""


def kernel_gradient_norms(model, x, y, loss="mean_squared_error"):
    loss = keras.losses.get(loss)
    kernels = [v for v in model.trainable_variables if v.name == "kernel"]
    with tf.GradientTape() as tape:
        objective = loss(y, model(x))
    gradients = tape.gradient(objective, kernels)
    return np.array([0.0 if g is None else np.linalg.norm(g) for g in gradients])
