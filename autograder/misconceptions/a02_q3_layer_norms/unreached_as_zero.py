"""You report 0 for a layer that the loss does not reach; 0 would be a measured gradient."""


def layer_gradient_norms(model, x, y, loss_fn=None, training=False):
    kernels = [w for w in model.trainable_variables if len(w.shape) >= 2]
    if loss_fn is None:
        loss_fn = keras.losses.mean_squared_error
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(loss_fn(y, model(x, training=training)))
    gradients = tape.gradient(loss, kernels)
    norms = {}
    for kernel, found in zip(kernels, gradient_statistics(gradients)["tensors"]):
        norms[layer_name(model, kernel)] = 0.0 if found is None else found["norm"]
    return norms
