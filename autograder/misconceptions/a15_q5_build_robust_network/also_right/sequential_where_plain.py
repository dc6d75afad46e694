"""A Sequential for plain designs, with activations inside the dense layers where it can."""


def build_network(design, inputs=64, outputs=10, seed=0):
    layers, width = design["hidden_layers"], design["width"]
    number = 0

    def dense(units, activation=None):
        nonlocal number
        number += 1
        start = kernel_initializer(
            design["initializer"], design["activation"], 1000 * seed + number
        )
        return keras.layers.Dense(units, activation=activation, kernel_initializer=start)

    def norm():
        kinds = {"layer": keras.layers.LayerNormalization, "batch": keras.layers.BatchNormalization}
        kind = design["normalization"]
        return [kinds[kind]()] if kind else []

    if not design["residual"]:
        stack = [keras.Input((inputs,))]
        for _ in range(layers):
            if norm():
                stack += [dense(width), *norm(), keras.layers.Activation(design["activation"])]
            else:
                stack += [dense(width, design["activation"])]
        return keras.Sequential([*stack, dense(outputs)])
    x = keras.Input((inputs,))
    h = dense(width)(x)
    for number_of_block in range(2, layers + 2):
        branch = h
        for layer in [*norm(), keras.layers.Activation(design["activation"])]:
            branch = layer(branch)
        if number_of_block == layers + 1:
            return keras.Model(x, dense(outputs)(branch))
        h = h + dense(width)(branch)


def build_robust_network(design, prescription, inputs=64, outputs=10, seed=0):
    treated = treat(design, prescription)
    return build_network(treated, inputs=inputs, outputs=outputs, seed=seed)
