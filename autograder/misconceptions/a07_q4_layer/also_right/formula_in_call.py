"""The formulas written out with keras.ops, a config that is updated, initializers as objects."""


class ResidualBlock(keras.layers.Layer):
    def __init__(self, units, pre_activation=False, kernel_initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.pre_activation = pre_activation
        self.kernel_initializer = kernel_initializer

    def build(self, input_shape):
        shapes = {"w1": (input_shape[-1], self.units), "b1": (self.units,)}
        shapes.update(w2=(self.units, self.units), b2=(self.units,))
        if input_shape[-1] != self.units:
            shapes["w_s"] = (input_shape[-1], self.units)
        for name, shape in shapes.items():
            kernel = name.startswith("w")
            initializer = keras.initializers.get(self.kernel_initializer if kernel else "zeros")
            setattr(self, name, self.add_weight(shape=shape, initializer=initializer, name=name))

    def call(self, x):
        ops = keras.ops
        shortcut = ops.matmul(x, self.w_s) if hasattr(self, "w_s") else x
        start = ops.relu(x) if self.pre_activation else x
        hidden = ops.relu(ops.matmul(start, self.w1) + self.b1)
        total = ops.matmul(hidden, self.w2) + self.b2 + shortcut
        return total if self.pre_activation else ops.relu(total)

    def get_config(self):
        config = super().get_config()
        for key in ("units", "pre_activation", "kernel_initializer"):
            config[key] = getattr(self, key)
        return config
