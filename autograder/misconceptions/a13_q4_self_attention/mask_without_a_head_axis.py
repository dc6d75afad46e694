"""The mask has no head axis, so its batch axis meets the heads, and no error tells you."""


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
        q = split_heads(self.query(x), self.num_heads)
        k = split_heads(self.key(x), self.num_heads)
        v = split_heads(self.value(x), self.num_heads)
        heads, _ = scaled_dot_product_attention(q, k, v, attention_mask)
        return self.output_projection(merge_heads(heads))
