"""A transformer block, with the normalisation before each sub-layer."""

from __future__ import annotations

import keras

from solutions.attention.multi_head import MultiHeadSelfAttention


@keras.saving.register_keras_serializable("attention")
class TransformerBlock(keras.layers.Layer):
    """One pre-norm block: attention, then a small network for each position, both residual.

    z = x + attention(norm_1(x))
    y = z + contract(relu(expand(norm_2(z))))

    Nothing follows an addition, so the skip path from input to output is the identity. Sub-layers:
    ``norm_1`` and ``norm_2`` (``LayerNormalization`` over the width, epsilon 1e-6), ``attention``,
    ``expand`` (``hidden_units`` ReLU units) and ``contract`` (back to d).

    Args:
        num_heads: number of heads, a divisor of the input's width d.
        hidden_units: width of the inner layer, at least 1.

    Call arguments:
        x: tensor of shape (batch, T, d).
        attention_mask: as in ``MultiHeadSelfAttention``.

    Returns:
        Tensor of shape (batch, T, d).

    Raises:
        ValueError: if ``num_heads`` or ``hidden_units`` is less than 1, or the input does not suit
            ``MultiHeadSelfAttention``.

    Example:
        >>> block = TransformerBlock(num_heads=2, hidden_units=16)
        >>> tuple(block(keras.ops.ones((3, 5, 8))).shape)
        (3, 5, 8)

    Reference:
        Xiong et al., "On Layer Normalization in the Transformer Architecture", ICML 2020,
        arXiv:2002.04745, Figure 1 (b). Vaswani et al. normalise after the addition (post-norm).
    """

    def __init__(self, num_heads: int, hidden_units: int, **kwargs):
        super().__init__(**kwargs)
        if hidden_units < 1:
            raise ValueError(
                f"hidden_units must be at least 1. Received: hidden_units={hidden_units}."
            )
        self.num_heads = num_heads
        self.hidden_units = hidden_units
        policy = {"dtype": self.dtype_policy}
        self.attention = MultiHeadSelfAttention(num_heads, **policy)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6, **policy)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6, **policy)
        self.expand = keras.layers.Dense(hidden_units, activation="relu", **policy)

    def build(self, input_shape):
        """Build the sub-layers; ``contract`` is created here, as wide as the input."""
        self.contract = keras.layers.Dense(input_shape[-1], dtype=self.dtype_policy)
        for layer in (self.attention, self.norm_1, self.norm_2, self.expand):
            layer.build(input_shape)
        self.contract.build((*input_shape[:-1], self.hidden_units))

    def call(self, x, attention_mask=None):
        """Return the transformed sequence."""
        # BEGIN SOLUTION
        z = x + self.attention(self.norm_1(x), attention_mask)
        return z + self.contract(self.expand(self.norm_2(z)))
        # END SOLUTION

    def get_config(self):
        """Return what ``__init__`` needs to make this layer again."""
        own = {"num_heads": self.num_heads, "hidden_units": self.hidden_units}
        return {**super().get_config(), **own}
