"""Head axis by einsum, its own softmax, the mask brought to full shape."""


class MultiHeadSelfAttention(keras.layers.Layer):
    def __init__(self, num_heads, **kwargs):
        super().__init__(**kwargs)
        self.num_heads = num_heads

    def build(self, input_shape):
        for name in ("query", "key", "value", "output_projection"):
            projection = keras.layers.Dense(input_shape[-1], use_bias=False, name=name)
            projection.build(input_shape)
            setattr(self, name, projection)

    def call(self, x, attention_mask=None):
        def heads_of(y):
            return tf.reshape(y, (*x.shape[:-1], self.num_heads, -1))

        q, k, v = heads_of(self.query(x)), heads_of(self.key(x)), heads_of(self.value(x))
        scores = tf.einsum("bihd,bjhd->bhij", q, k) / q.shape[-1] ** 0.5
        if attention_mask is not None:
            shape = (x.shape[0], x.shape[1], x.shape[1])
            scores = tf.where(tf.broadcast_to(attention_mask, shape)[:, None], scores, -1e30)
        found = tf.einsum("bhij,bjhd->bihd", tf.nn.softmax(scores), v)
        return self.output_projection(tf.reshape(found, x.shape))
