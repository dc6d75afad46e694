"""One head after the other, from slices of the matrices, without split or merge."""


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
        part = x.shape[-1] // self.num_heads
        total = 0.0
        for h in range(self.num_heads):
            own = slice(h * part, (h + 1) * part)
            q = tf.matmul(x, self.query.kernel[:, own])
            k = tf.matmul(x, self.key.kernel[:, own])
            v = tf.matmul(x, self.value.kernel[:, own])
            found, _ = scaled_dot_product_attention(q, k, v, attention_mask)
            total = total + tf.matmul(found, self.output_projection.kernel[own])
        return total
