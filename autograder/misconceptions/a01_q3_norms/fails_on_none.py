"""You take the norm of a gradient that is None; that ends in an error."""


def kernel_gradient_norms(model, x, y, loss="mean_squared_error"):
    loss = keras.losses.get(loss)
    kernels = [v for v in model.trainable_variables if v.name == "kernel"]
    with tf.GradientTape() as tape:
        objective = tf.reduce_mean(loss(y, model(x)))
    gradients = tape.gradient(objective, kernels)
    return np.array([float(tf.norm(g)) for g in gradients])
