"""The functional way, seeds from NumPy, and a running count."""


def build_model(architecture, space, seed=0):
    def fresh():
        return int(rng.integers(2**31))

    rng = np.random.default_rng(seed)
    inputs = x = keras.Input((space.input_width,))
    for units, activation, rate in architecture:
        kernel = keras.initializers.GlorotUniform(seed=fresh())
        x = keras.layers.Dense(units, activation=activation, kernel_initializer=kernel)(x)
        if rate:
            x = keras.layers.Dropout(rate, seed=fresh())(x)
    kernel = keras.initializers.GlorotUniform(seed=fresh())
    return keras.Model(inputs, keras.layers.Dense(space.outputs, kernel_initializer=kernel)(x))


def count_parameters(architecture, space):
    total, width = 0, space.input_width
    for units in [layer[0] for layer in architecture] + [space.outputs]:
        total += width * units + units
        width = units
    return total
