"""You count the seeds from 0 whatever seed is asked for; every network starts alike."""


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
        units, f = (1, output_activation) if l == depth - 1 else (width, activation)
        kernel = seeded(initializer, l)
        model.add(keras.layers.Dense(units, f, kernel_initializer=kernel))
    return model
