"""A list of layers first; global seed, and sums of NumPy arrays."""


def build_model(architecture, space, seed=0):
    keras.utils.set_random_seed(seed)
    layers = [keras.Input((space.input_width,))]
    for plan in architecture:
        layers.append(keras.layers.Dense(plan[0], activation=plan[1]))
        if plan[2] > 0.0:
            layers.append(keras.layers.Dropout(plan[2]))
    return keras.Sequential([*layers, keras.layers.Dense(space.outputs)])


def count_parameters(architecture, space):
    widths = np.array([space.input_width, *(layer[0] for layer in architecture), space.outputs])
    return np.dot(widths[:-1] + 1, widths[1:])
