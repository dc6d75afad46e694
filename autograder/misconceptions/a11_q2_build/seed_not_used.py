"""You leave the seed unused; the same plan gets other weights each time, and no evaluation can be repeated."""


def build_model(architecture, space, seed=0):
    seeds = iter(range(1000 * seed, 1000 * (seed + 1)))
    model = keras.Sequential([keras.Input((space.input_width,))])
    for units, activation, rate in architecture:
        initializer = keras.initializers.GlorotUniform()
        model.add(keras.layers.Dense(units, activation, kernel_initializer=initializer))
        if rate > 0:
            model.add(keras.layers.Dropout(rate, seed=next(seeds)))
    initializer = keras.initializers.GlorotUniform()
    model.add(keras.layers.Dense(space.outputs, kernel_initializer=initializer))
    return model
