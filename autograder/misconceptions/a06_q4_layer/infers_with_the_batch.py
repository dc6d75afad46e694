"""You use the batch at hand at inference; a single example then always comes out as beta."""


class SimpleBatchNorm(keras.layers.Layer):
    def __init__(self, momentum=0.99, epsilon=1e-3, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum
        self.epsilon = epsilon

    def build(self, input_shape):
        n = (input_shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=n, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=n, initializer="zeros")
        self.moving_mean = self.add_weight(
            name="moving_mean", shape=n, initializer="zeros", trainable=False
        )
        self.moving_variance = self.add_weight(
            name="moving_variance", shape=n, initializer="ones", trainable=False
        )

    def call(self, x, training=None):
        y, mean, variance = batch_norm_train(x, self.gamma, self.beta, self.epsilon)
        if not training or not self.trainable:
            return y
        self.moving_mean.assign(update_moving(self.moving_mean, mean, self.momentum))
        self.moving_variance.assign(update_moving(self.moving_variance, variance, self.momentum))
        return y
