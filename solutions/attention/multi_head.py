"""Multi-head self-attention: several attentions side by side, each in a part of the width."""

from __future__ import annotations

import keras
import tensorflow as tf

from solutions.attention.scaled_dot_product import scaled_dot_product_attention


def split_heads(x: tf.Tensor, num_heads: int) -> tf.Tensor:
    """Split the width into heads: head h gets the features h * d/H ... (h + 1) * d/H - 1.

    Args:
        x: tensor of shape (batch, T, d).
        num_heads: number of heads H, a divisor of d.

    Returns:
        Tensor of shape (batch, H, T, d / H).

    Raises:
        ValueError: if ``x`` is not of rank 3 or ``num_heads`` does not divide d.

    Example:
        >>> split_heads(tf.reshape(tf.range(8), (1, 2, 4)), 2)[0].numpy().tolist()
        [[[0, 1], [4, 5]], [[2, 3], [6, 7]]]
    """
    if len(x.shape) != 3 or num_heads < 1 or x.shape[-1] % num_heads:
        raise ValueError(
            "x must have the shape (batch, T, d), and num_heads must divide d. "
            f"Received: shape {tuple(x.shape)}, num_heads={num_heads}."
        )
    # BEGIN SOLUTION
    batch, length, width = tf.shape(x)[0], tf.shape(x)[1], x.shape[-1]
    x = tf.reshape(x, (batch, length, num_heads, width // num_heads))
    return tf.transpose(x, (0, 2, 1, 3))  # (batch, H, T, d / H)
    # END SOLUTION


def merge_heads(x: tf.Tensor) -> tf.Tensor:
    """Put the heads side by side again: the inverse of ``split_heads``.

    Args:
        x: tensor of shape (batch, H, T, d / H).

    Returns:
        Tensor of shape (batch, T, d).

    Raises:
        ValueError: if ``x`` is not of rank 4.

    Example:
        >>> x = tf.reshape(tf.range(8), (1, 2, 4))
        >>> bool(tf.reduce_all(merge_heads(split_heads(x, 2)) == x))
        True
    """
    if len(x.shape) != 4:
        raise ValueError(
            f"x must have the shape (batch, H, T, d / H). Received: shape {tuple(x.shape)}."
        )
    # BEGIN SOLUTION
    batch, length = tf.shape(x)[0], tf.shape(x)[2]
    width = x.shape[1] * x.shape[3]
    return tf.reshape(tf.transpose(x, (0, 2, 1, 3)), (batch, length, width))
    # END SOLUTION


@keras.saving.register_keras_serializable("attention")
class MultiHeadSelfAttention(keras.layers.Layer):
    """Let every position of a sequence attend to every other one, in several heads.

    head_h = attention(x W_q, x W_k, x W_v) on the h-th part of the width
    output = [head_1, ..., head_H] W_o

    The four projections are dense layers of width d without bias: ``query``, ``key``, ``value`` and
    ``output_projection``. They are created in ``build``, when d is known.

    Args:
        num_heads: number of heads H, a divisor of the input's width d.

    Call arguments:
        x: tensor of shape (batch, T, d).
        attention_mask: boolean, True = may attend, of shape (T, T), (batch, 1, T) or (batch, T, T),
            the same for all heads; or ``None``.

    Returns:
        Tensor of shape (batch, T, d).

    Raises:
        ValueError: if the input is not of rank 3 or ``num_heads`` does not divide its width.

    Example:
        >>> layer = MultiHeadSelfAttention(num_heads=2)
        >>> tuple(layer(tf.ones((3, 5, 8))).shape), layer.count_params()  # 4 x 8 x 8
        ((3, 5, 8), 256)

    Reference:
        Vaswani et al. 2017, Section 3.2.2.
    """

    def __init__(self, num_heads: int, **kwargs):
        super().__init__(**kwargs)
        if num_heads < 1:
            raise ValueError(f"num_heads must be at least 1. Received: num_heads={num_heads}.")
        self.num_heads = num_heads

    def build(self, input_shape):
        """Create the four projections."""
        width = input_shape[-1]
        if len(input_shape) != 3 or width % self.num_heads:
            raise ValueError(
                "x must have the shape (batch, T, d), and num_heads must divide d. "
                f"Received: shape {tuple(input_shape)}, num_heads={self.num_heads}."
            )
        for name in ("query", "key", "value", "output_projection"):
            projection = keras.layers.Dense(
                width, use_bias=False, name=name, dtype=self.dtype_policy
            )
            projection.build(input_shape)
            setattr(self, name, projection)

    def call(self, x, attention_mask=None):
        """Return the attended sequence."""
        # BEGIN SOLUTION
        q = split_heads(self.query(x), self.num_heads)
        k = split_heads(self.key(x), self.num_heads)
        v = split_heads(self.value(x), self.num_heads)
        if attention_mask is not None:
            attention_mask = tf.expand_dims(attention_mask, -3)  # the same for all heads
        heads, _ = scaled_dot_product_attention(q, k, v, attention_mask)
        return self.output_projection(merge_heads(heads))
        # END SOLUTION

    def get_config(self):
        """Return what ``__init__`` needs to make this layer again."""
        return {**super().get_config(), "num_heads": self.num_heads}
