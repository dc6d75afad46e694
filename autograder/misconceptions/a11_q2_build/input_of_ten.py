"""You fix the input width at 10, as the lecture does; it is space.input_width, whatever the data are."""


def build_model(architecture, space, seed=0):
    seeds = iter(range(1000 * seed, 1000 * (seed + 1)))
    model = keras.Sequential([keras.Input((10,))])
    for units, activation, rate in architecture:
        initializer = keras.initializers.GlorotUniform(seed=next(seeds))
        model.add(keras.layers.Dense(units, activation, kernel_initializer=initializer))
        if rate > 0:
            model.add(keras.layers.Dropout(rate, seed=next(seeds)))
    initializer = keras.initializers.GlorotUniform(seed=next(seeds))
    model.add(keras.layers.Dense(space.outputs, kernel_initializer=initializer))
    return model
