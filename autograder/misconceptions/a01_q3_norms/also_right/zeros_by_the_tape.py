"""The tape puts zeros in place of None; tensors."""


def kernel_gradient_norms(model, x, y, loss="mean_squared_error"):
    loss = keras.losses.get(loss)
    kernels = [v for v in model.trainable_variables if v.name == "kernel"]
    with tf.GradientTape() as tape:
        objective = keras.ops.mean(loss(y, model(x)))
    gradients = tape.gradient(
        objective, [k.value for k in kernels], unconnected_gradients=tf.UnconnectedGradients.ZERO
    )
    return tf.stack([tf.norm(g) for g in gradients])
