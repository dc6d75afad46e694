"""You give the output layer the hidden layers' activation function; it has its own."""


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
        units = 1 if l == depth - 1 else width
        kernel = seeded(initializer, seed + l)
        model.add(keras.layers.Dense(units, activation, kernel_initializer=kernel))
    return model
