"""keras.Variable and keras.ops; the framework normalizes."""


class SimpleBatchNorm(keras.layers.Layer):
    def __init__(self, momentum=0.99, epsilon=1e-3, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum
        self.epsilon = epsilon

    def build(self, input_shape):
        start = {"ones": np.ones(input_shape[-1]), "zeros": np.zeros(input_shape[-1])}
        self.gamma = keras.Variable(start["ones"], dtype="float32")
        self.beta = keras.Variable(start["zeros"], dtype="float32")
        self.moving_mean = keras.Variable(start["zeros"], dtype="float32", trainable=False)
        self.moving_variance = keras.Variable(start["ones"], dtype="float32", trainable=False)

    def call(self, x, training=None):
        if training and self.trainable:
            use = keras.ops.moments(x, axes=tuple(range(len(x.shape) - 1)))
            for moving, latest in zip((self.moving_mean, self.moving_variance), use):
                moving.assign(self.momentum * moving + (1 - self.momentum) * latest)
        else:
            use = (self.moving_mean, self.moving_variance)
        return keras.ops.batch_normalization(
            x, *use, axis=-1, offset=self.beta, scale=self.gamma, epsilon=self.epsilon
        )
