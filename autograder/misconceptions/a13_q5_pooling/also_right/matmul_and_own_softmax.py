"""Its own softmax, guarded at zero, and the sum as a product of matrices."""


class SimpleAttention(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.W = keras.layers.Dense(units, activation="tanh")
        self.V = keras.layers.Dense(1, use_bias=False)

    def build(self, input_shape):
        self.W.build(input_shape)
        self.V.build((*input_shape[:-1], self.units))

    def call(self, hidden_states, attention_mask=None):
        scores = tf.tanh(tf.matmul(hidden_states, self.W.kernel) + self.W.bias)
        scores = tf.reduce_sum(scores * self.V.kernel[:, 0], axis=-1)
        e = tf.exp(scores - tf.reduce_max(scores, axis=1, keepdims=True))
        if attention_mask is not None:
            e = e * tf.cast(attention_mask, e.dtype)
        weights = tf.math.divide_no_nan(e, tf.reduce_sum(e, axis=1, keepdims=True))
        return tf.matmul(weights[:, None, :], hidden_states)[:, 0], weights
