"""You give all layers the same seed; where two have the same shape, they start with the same weights."""


def build_model(architecture, space, seed=0):
    model = keras.Sequential([keras.Input((space.input_width,))])
    for units, activation, rate in architecture:
        initializer = keras.initializers.GlorotUniform(seed=seed)
        model.add(keras.layers.Dense(units, activation, kernel_initializer=initializer))
        if rate > 0:
            model.add(keras.layers.Dropout(rate, seed=seed))
    initializer = keras.initializers.GlorotUniform(seed=seed)
    model.add(keras.layers.Dense(space.outputs, kernel_initializer=initializer))
    return model
