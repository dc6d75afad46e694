"""You normalize with the moving averages in training too; there the batch is the measure."""


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
        if not training or not self.trainable:
            moving = self.moving_mean, self.moving_variance
            return batch_norm_infer(x, self.gamma, self.beta, *moving, self.epsilon)
        _, mean, variance = batch_norm_train(x, self.gamma, self.beta, self.epsilon)
        self.moving_mean.assign(update_moving(self.moving_mean, mean, self.momentum))
        self.moving_variance.assign(update_moving(self.moving_variance, variance, self.momentum))
        moving = self.moving_mean, self.moving_variance
        return batch_norm_infer(x, self.gamma, self.beta, *moving, self.epsilon)
