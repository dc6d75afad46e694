"""You never look at after_activation: it is to be passed on to output_variance."""


def scale_to_unit_variance(
    layer, inputs, target=1.0, tolerance=0.1, max_iterations=10, after_activation=False
):
    kernel = tf.identity(layer.kernel)
    start = variance = output_variance(layer, inputs)
    iterations = 0
    while abs(variance - target) >= tolerance and iterations < max_iterations:
        if not (math.isfinite(variance) and variance > 0):
            break
        layer.kernel.assign(layer.kernel / math.sqrt(variance / target))
        variance = output_variance(layer, inputs)
        iterations += 1
    converged = abs(variance - target) < tolerance
    if not converged:
        layer.kernel.assign(kernel)
        start = variance = output_variance(layer, inputs, after_activation)
        iterations = max_iterations if variance > 0 else 0
    return LayerReport(layer.name, start, variance, iterations, converged)
