"""You add the first layer before the loop and forget its dropout, as the lecture does; its rate is drawn and never used."""


def build_model(architecture, space, seed=0):
    seeds = iter(range(1000 * seed, 1000 * (seed + 1)))
    units, activation, _ = architecture[0]
    initializer = keras.initializers.GlorotUniform(seed=next(seeds))
    model = keras.Sequential([keras.Input((space.input_width,))])
    model.add(keras.layers.Dense(units, activation, kernel_initializer=initializer))
    for units, activation, rate in architecture[1:]:
        initializer = keras.initializers.GlorotUniform(seed=next(seeds))
        model.add(keras.layers.Dense(units, activation, kernel_initializer=initializer))
        if rate > 0:
            model.add(keras.layers.Dropout(rate, seed=next(seeds)))
    initializer = keras.initializers.GlorotUniform(seed=next(seeds))
    model.add(keras.layers.Dense(space.outputs, kernel_initializer=initializer))
    return model
