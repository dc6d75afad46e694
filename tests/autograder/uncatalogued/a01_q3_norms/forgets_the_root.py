"""Returns the sum of the squares without taking the root."""


def kernel_gradient_norms(model, x, y, loss="mean_squared_error"):
    loss = keras.losses.get(loss)
    kernels = [v for v in model.trainable_variables if v.name == "kernel"]
    with tf.GradientTape() as tape:
        objective = tf.reduce_mean(loss(y, model(x)))
    gradients = tape.gradient(objective, kernels)
    return np.array([0.0 if g is None else float(tf.reduce_sum(g**2)) for g in gradients])
