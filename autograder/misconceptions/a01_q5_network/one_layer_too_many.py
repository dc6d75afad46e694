"""You build depth hidden layers and then an output layer; depth counts the output layer, too."""


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
        kernel = seeded(initializer, seed + l)
        model.add(keras.layers.Dense(width, activation, kernel_initializer=kernel))
    kernel = seeded(initializer, seed + depth)
    model.add(keras.layers.Dense(1, output_activation, kernel_initializer=kernel))
    return model
