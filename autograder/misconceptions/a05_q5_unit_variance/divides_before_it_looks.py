"""You divide once in any case; a layer within the tolerance needs nothing."""


def scale_to_unit_variance(
    layer, inputs, target=1.0, tolerance=0.1, max_iterations=10, after_activation=False
):
    kernel = tf.identity(layer.kernel)
    start = variance = output_variance(layer, inputs, after_activation)
    iterations = 0
    while iterations == 0 or (abs(variance - target) >= tolerance and iterations < max_iterations):
        if not (math.isfinite(variance) and variance > 0):
            break
        layer.kernel.assign(layer.kernel / math.sqrt(variance / target))
        variance = output_variance(layer, inputs, after_activation)
        iterations += 1
    converged = abs(variance - target) < tolerance
    if not converged:
        layer.kernel.assign(kernel)
        variance = start
    return LayerReport(layer.name, start, variance, iterations, converged)
