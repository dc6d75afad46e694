"""You take the bias into the norm of its layer; it is the kernel alone that counts."""


def monitor_gradient_health(model, x, y, loss_fn=None):
    if loss_fn is None:
        loss_fn = keras.losses.mean_squared_error
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(loss_fn(y, model(x, training=False)))
    weights = model.trainable_variables
    squares = {}
    for weight, gradient in zip(weights, tape.gradient(loss, weights)):
        layer = layer_name(model, weight)
        squares[layer] = squares.get(layer, 0.0) + float(tf.reduce_sum(gradient**2))
    return health_metrics([math.sqrt(total) for total in squares.values()])
