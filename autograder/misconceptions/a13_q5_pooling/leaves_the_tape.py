"""You go on in NumPy; the tape does not see it, and the weights get no gradient."""


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
        if attention_mask is not None:
            scores = tf.where(attention_mask, scores, scores.dtype.min)
        weights = tf.nn.softmax(scores, axis=-1)
        if attention_mask is not None:
            weights = tf.where(attention_mask, weights, 0)
        context = np.einsum("bt,btd->bd", weights.numpy(), np.asarray(hidden_states))
        return tf.constant(context), weights
