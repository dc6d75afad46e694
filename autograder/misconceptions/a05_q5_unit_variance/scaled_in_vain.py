"""You keep the kernel that was scaled in vain, as the lecture does: it only saturates the layer."""


def scale_to_unit_variance(
    layer, inputs, target=1.0, tolerance=0.1, max_iterations=10, after_activation=False
):
    start = variance = output_variance(layer, inputs, after_activation)
    iterations = 0
    while abs(variance - target) >= tolerance and iterations < max_iterations:
        if not (math.isfinite(variance) and variance > 0):
            break
        layer.kernel.assign(layer.kernel / math.sqrt(variance / target))
        variance = output_variance(layer, inputs, after_activation)
        iterations += 1
    converged = abs(variance - target) < tolerance
    return LayerReport(layer.name, start, variance, iterations, converged)
