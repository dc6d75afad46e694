"""You give the output layer as many units as the others; the network is to have one output."""


def build_deep_network(
    depth,
    width=64,
    inputs=10,
    activation="sigmoid",
    initializer="glorot_uniform",
    output_activation="sigmoid",
    seed=0,
):
    model = keras.Sequential([keras.Input((inputs,))])
    for l in range(depth):
        f = output_activation if l == depth - 1 else activation
        kernel = seeded(initializer, seed + l)
        model.add(keras.layers.Dense(width, f, kernel_initializer=kernel))
    return model
