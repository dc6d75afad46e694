"""You count the layers' seeds upwards from the seed; the network of seed 1 then has the weights of seed 0, moved by one layer."""


def build_model(architecture, space, seed=0):
    seeds = iter(range(seed, seed + 1000))
    model = keras.Sequential([keras.Input((space.input_width,))])
    for units, activation, rate in architecture:
        initializer = keras.initializers.GlorotUniform(seed=next(seeds))
        model.add(keras.layers.Dense(units, activation, kernel_initializer=initializer))
        if rate > 0:
            model.add(keras.layers.Dropout(rate, seed=next(seeds)))
    initializer = keras.initializers.GlorotUniform(seed=next(seeds))
    model.add(keras.layers.Dense(space.outputs, kernel_initializer=initializer))
    return model
