"""You do not use the mask, so the filling of a short sequence counts like its states."""


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
        context = tf.reduce_sum(weights[:, :, None] * hidden_states, axis=1)
        return context, weights
