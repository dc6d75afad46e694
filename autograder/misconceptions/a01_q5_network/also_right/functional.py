"""The functional interface; a layer's activation function as a layer of its own."""


def build_deep_network(
    depth,
    width=64,
    inputs=10,
    activation="sigmoid",
    initializer="glorot_uniform",
    output_activation="sigmoid",
    seed=0,
):
    start = keras.Input((inputs,))
    h = start
    for l in range(depth - 1):
        h = keras.layers.Dense(width, kernel_initializer=seeded(initializer, seed + l))(h)
        h = keras.layers.Activation(activation)(h)
    last = keras.layers.Dense(1, kernel_initializer=seeded(initializer, seed + depth - 1))(h)
    return keras.Model(start, keras.layers.Activation(output_activation)(last))
