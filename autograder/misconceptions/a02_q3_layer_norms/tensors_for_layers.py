"""You count tensors, kernels and biases, for layers; a layer counts once, by its kernel."""


def monitor_gradient_health(model, x, y, loss_fn=None):
    if loss_fn is None:
        loss_fn = keras.losses.mean_squared_error
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(loss_fn(y, model(x, training=False)))
    gradients = tape.gradient(loss, model.trainable_variables)
    return health_metrics([tf.norm(g).numpy() for g in gradients if g is not None])
