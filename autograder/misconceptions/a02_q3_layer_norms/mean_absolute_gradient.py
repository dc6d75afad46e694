"""You average the absolute gradients; the norm of a layer is the root of a sum of squares."""


def layer_gradient_norms(model, x, y, loss_fn=None, training=False):
    kernels = [w for w in model.trainable_variables if len(w.shape) >= 2]
    if loss_fn is None:
        loss_fn = keras.losses.mean_squared_error
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(loss_fn(y, model(x, training=training)))
    gradients = tape.gradient(loss, kernels)
    norms = {}
    statistics = gradient_statistics(gradients)["tensors"]
    for kernel, gradient, found in zip(kernels, gradients, statistics):
        norms[layer_name(model, kernel)] = (
            None if found is None else float(np.mean(np.abs(gradient)))
        )
    return norms
