"""You give every layer the activation of the first one; each layer of the plan has its own."""


def build_model(architecture, space, seed=0):
    seeds = iter(range(1000 * seed, 1000 * (seed + 1)))
    model = keras.Sequential([keras.Input((space.input_width,))])
    for units, activation, rate in architecture:
        initializer = keras.initializers.GlorotUniform(seed=next(seeds))
        model.add(keras.layers.Dense(units, architecture[0][1], kernel_initializer=initializer))
        if rate > 0:
            model.add(keras.layers.Dropout(rate, seed=next(seeds)))
    initializer = keras.initializers.GlorotUniform(seed=next(seeds))
    model.add(keras.layers.Dense(space.outputs, kernel_initializer=initializer))
    return model
