"""No helper functions: moments, one formula for both modes, the average as a step."""


class SimpleBatchNorm(keras.layers.Layer):
    def __init__(self, momentum=0.99, epsilon=1e-3, **kwargs):
        super().__init__(**kwargs)
        self.momentum, self.epsilon = momentum, epsilon

    def build(self, input_shape):
        channels = input_shape[-1]
        self.moving_variance = self.add_weight(
            shape=(channels,), initializer="ones", trainable=False, name="v"
        )
        self.moving_mean = self.add_weight(
            shape=(channels,), initializer="zeros", trainable=False, name="m"
        )
        self.beta = self.add_weight(shape=(channels,), initializer="zeros", name="b")
        self.gamma = self.add_weight(shape=(channels,), initializer="ones", name="g")

    def call(self, x, training=False):
        mean, variance = self.moving_mean, self.moving_variance
        if training and self.trainable:
            mean, variance = tf.nn.moments(x, list(range(len(x.shape) - 1)))
            share = 1.0 - self.momentum
            self.moving_mean.assign_add(share * (mean - self.moving_mean))
            self.moving_variance.assign_add(share * (variance - self.moving_variance))
        return self.gamma * (x - mean) * tf.math.rsqrt(variance + self.epsilon) + self.beta
