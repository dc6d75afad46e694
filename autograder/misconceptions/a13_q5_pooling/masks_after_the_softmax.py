"""You mask after the softmax; what the hidden states had taken is lost: no sum of 1."""


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
        scores = tf.squeeze(self.V(self.W(hidden_states)), axis=-1)
        weights = tf.nn.softmax(scores, axis=-1)
        if attention_mask is not None:
            weights = tf.where(attention_mask, weights, 0)
        context = tf.reduce_sum(weights[:, :, None] * hidden_states, axis=1)
        return context, weights
