"""You take every other gradient for a kernel, as the lecture does; a layer without bias breaks the pattern."""


def kernel_gradient_norms(model, x, y, loss="mean_squared_error"):
    loss = keras.losses.get(loss)
    with tf.GradientTape() as tape:
        objective = tf.reduce_mean(loss(y, model(x)))
    gradients = tape.gradient(objective, model.trainable_variables)
    return np.array([0.0 if g is None else np.linalg.norm(g) for g in gradients[::2]])
