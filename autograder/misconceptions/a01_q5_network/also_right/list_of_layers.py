"""A list of layers, handed over at once; kernels drawn by NumPy arrays of the same draws."""


def build_deep_network(
    depth,
    width=64,
    inputs=10,
    activation="sigmoid",
    initializer="glorot_uniform",
    output_activation="sigmoid",
    seed=0,
):
    sizes = [inputs] + [width] * (depth - 1) + [1]
    functions = [activation] * (depth - 1) + [output_activation]
    layers = [keras.layers.Dense(n, f) for n, f in zip(sizes[1:], functions)]
    model = keras.Sequential([keras.Input((inputs,)), *layers])
    for l, layer in enumerate(layers):
        layer.kernel.assign(seeded(initializer, seed + l)((sizes[l], sizes[l + 1])))
    return model
