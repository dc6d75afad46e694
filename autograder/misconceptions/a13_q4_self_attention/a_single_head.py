"""You never split into heads: one softmax over the full width, whatever num_heads is."""


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
        q = self.query(x)
        k = self.key(x)
        v = self.value(x)
        heads, _ = scaled_dot_product_attention(q, k, v, attention_mask)
        return self.output_projection(heads)
