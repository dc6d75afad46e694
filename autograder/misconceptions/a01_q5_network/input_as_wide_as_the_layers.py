"""You give the Input the width of the layers; it has as many entries as there are features."""


def build_deep_network(
    depth,
    width=64,
    inputs=10,
    activation="sigmoid",
    initializer="glorot_uniform",
    output_activation="sigmoid",
    seed=0,
):
    model = keras.Sequential([keras.Input((width,))])
    for l in range(depth):
        units, f = (1, output_activation) if l == depth - 1 else (width, activation)
        kernel = seeded(initializer, seed + l)
        model.add(keras.layers.Dense(units, f, kernel_initializer=kernel))
    return model
