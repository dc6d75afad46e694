"""You never make a projection; where the widths differ, page and note cannot be added without one."""


class ResidualBlock(keras.layers.Layer):
    def __init__(self, units, pre_activation=False, kernel_initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.pre_activation = pre_activation
        self.kernel_initializer = kernel_initializer

    def build(self, input_shape):
        d, units, start = input_shape[-1], self.units, self.kernel_initializer
        self.w1 = self.add_weight(name="w1", shape=(d, units), initializer=start)
        self.b1 = self.add_weight(name="b1", shape=(units,), initializer="zeros")
        self.w2 = self.add_weight(name="w2", shape=(units, units), initializer=start)
        self.b2 = self.add_weight(name="b2", shape=(units,), initializer="zeros")
        self.w_s = None

    def call(self, x):
        block = pre_activation_block if self.pre_activation else post_activation_block
        return block(x, self.w1, self.b1, self.w2, self.b2, self.w_s)

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "pre_activation": self.pre_activation,
            "kernel_initializer": self.kernel_initializer,
        }
