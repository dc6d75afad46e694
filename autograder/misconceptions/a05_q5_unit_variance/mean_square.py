"""You measure the mean square, as the lecture does; where there is a mean, that is no variance."""


def mean_square(layer, inputs, after_activation):
    activation = layer.activation
    if not after_activation:
        layer.activation = keras.activations.linear
    output = np.asarray(layer(inputs), dtype="float64")
    layer.activation = activation
    return float(np.mean(output**2))


def scale_to_unit_variance(
    layer, inputs, target=1.0, tolerance=0.1, max_iterations=10, after_activation=False
):
    kernel = tf.identity(layer.kernel)
    start = variance = mean_square(layer, inputs, after_activation)
    iterations = 0
    while abs(variance - target) >= tolerance and iterations < max_iterations:
        if not (math.isfinite(variance) and variance > 0):
            break
        layer.kernel.assign(layer.kernel / math.sqrt(variance / target))
        variance = mean_square(layer, inputs, after_activation)
        iterations += 1
    converged = abs(variance - target) < tolerance
    if not converged:
        layer.kernel.assign(kernel)
        variance = start = output_variance(layer, inputs, after_activation)
    return LayerReport(layer.name, start, variance, iterations, converged)
