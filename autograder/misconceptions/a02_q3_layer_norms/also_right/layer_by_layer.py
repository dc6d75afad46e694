"""A loop over the model's layers, a persistent tape, NumPy for the norm."""


def layer_gradient_norms(model, x, y, loss_fn=None, training=False):
    loss_fn = loss_fn or keras.losses.MeanSquaredError()
    with tf.GradientTape(persistent=True) as tape:
        prediction = model(tf.convert_to_tensor(x), training=training)
        loss = tf.math.reduce_mean(loss_fn(y, prediction))
    norms = {}
    for layer in model.layers:
        kernels = [weight for weight in layer.trainable_weights if len(weight.shape) > 1]
        if not kernels:
            continue
        total, reached = 0.0, False
        for kernel in kernels:
            gradient = tape.gradient(loss, kernel)
            if gradient is not None:
                reached = True
                total += float(np.sum(np.asarray(gradient, dtype="float64") ** 2))
        norms[layer.name] = math.sqrt(total) if reached else None
    return norms


def monitor_gradient_health(model, x, y, loss_fn=None):
    norms = layer_gradient_norms(model, x, y, loss_fn=loss_fn)
    return health_metrics([norms[layer] for layer in norms])
