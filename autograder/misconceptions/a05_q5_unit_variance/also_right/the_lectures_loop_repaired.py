"""A for loop with the factor multiplied, the variance by hand, the kernel saved as an array."""


def scale_to_unit_variance(
    layer, inputs, target=1.0, tolerance=0.1, max_iterations=10, after_activation=False
):
    before = layer.kernel.numpy()

    def measure():
        z = np.asarray(inputs) @ layer.kernel.numpy() + layer.bias.numpy()
        h = layer.activation(z) if after_activation else z
        return float(np.asarray(h, dtype="float64").var())

    first = now = measure()
    divisions = 0
    for _ in range(max_iterations):
        if abs(now - target) < tolerance or now == 0 or not np.isfinite(now):
            break
        layer.kernel.assign(layer.kernel * np.float32(np.sqrt(target / now)))
        divisions += 1
        now = measure()
    if abs(now - target) < tolerance:
        return LayerReport(layer.name, first, now, divisions, True)
    layer.kernel.assign(before)
    return LayerReport(layer.name, first, first, divisions, False)
