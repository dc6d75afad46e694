"""You match every initializer to ReLU; sigmoid and tanh get Glorot's variance, not He's."""


def build_network(
    design: Mapping[str, Any], inputs: int = 64, outputs: int = 10, seed: int = 0
) -> keras.Model:
    check_design(design)
    seeds = iter(range(1000 * seed + 1, 1000 * seed + design["hidden_layers"] + 2))

    def dense(h, units):
        start = kernel_initializer(design["initializer"], "relu", next(seeds))
        return keras.layers.Dense(units, kernel_initializer=start)(h)

    def activate(h):
        if design["normalization"] == "batch":
            h = keras.layers.BatchNormalization(momentum=0.9)(h)
        if design["normalization"] == "layer":
            h = keras.layers.LayerNormalization()(h)
        return keras.layers.Activation(design["activation"])(h)

    x = keras.Input((inputs,))
    h = dense(x, design["width"])
    for _ in range(design["hidden_layers"] - 1):
        branch = dense(activate(h), design["width"])
        h = keras.layers.Add()([h, branch]) if design["residual"] else branch
    return keras.Model(x, dense(activate(h), outputs))
