"""Weights made by a helper, both blocks called, one of them chosen."""


class ResidualBlock(keras.layers.Layer):
    def __init__(self, units, pre_activation=False, kernel_initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.pre_activation = pre_activation
        self.kernel_initializer = kernel_initializer

    def build(self, input_shape):
        d = int(input_shape[-1])
        self.w1, self.b1 = self.pair(1, d)
        self.w2, self.b2 = self.pair(2, self.units)
        self.w_s = None if d == self.units else self.kernel("w_s", d)

    def call(self, x):
        weights = self.w1, self.b1, self.w2, self.b2, self.w_s
        if self.pre_activation:
            return pre_activation_block(x, *weights)
        return post_activation_block(x, *weights)

    def get_config(self):
        own = {"units": self.units, "pre_activation": self.pre_activation}
        own["kernel_initializer"] = self.kernel_initializer
        return dict(super().get_config(), **own)

    def kernel(self, name, d):
        shape = (d, self.units)
        return self.add_weight(name=name, shape=shape, initializer=self.kernel_initializer)

    def pair(self, number, d):
        bias = self.add_weight(name=f"b{number}", shape=(self.units,), initializer="zeros")
        return self.kernel(f"w{number}", d), bias
