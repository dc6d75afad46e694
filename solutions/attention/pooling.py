"""Additive attention pooling: a sequence becomes one vector."""

from __future__ import annotations

import keras
import tensorflow as tf

from solutions.attention.masks import check_mask


@keras.saving.register_keras_serializable("attention")
class SimpleAttention(keras.layers.Layer):
    """Pool a sequence of states into one context vector by learned weights.

    e_t = v . tanh(W h_t + b),    a = softmax(e) over t,    context = sum_t a_t h_t

    ``W`` is a dense layer with bias and ``units`` outputs, ``V`` a dense layer with one output and
    no bias: a constant added to all scores leaves the softmax as it is, so its gradient would
    always be zero.

    Args:
        units: width of the scoring layer, at least 1.

    Call arguments:
        hidden_states: tensor of shape (batch, T, d).
        attention_mask: boolean of shape (batch, T), True = may be attended to, or ``None``. A
            sequence with no True gets weights 0 and context 0.

    Returns:
        The context of shape (batch, d) and the weights of shape (batch, T).

    Raises:
        ValueError: if ``units`` is less than 1 or the input is not of rank 3.
        TypeError: if the mask is not boolean.

    Example:
        >>> layer = SimpleAttention(units=4)
        >>> context, weights = layer(tf.ones((2, 5, 3)))
        >>> tuple(context.shape), [round(w, 3) for w in weights[0].numpy().tolist()]
        ((2, 3), [0.2, 0.2, 0.2, 0.2, 0.2])

    Reference:
        Bahdanau et al. 2015, Appendix A.1.2, which scores v . tanh(W s + U h): one of the two
        matrices is for the decoder state s, and where there is no decoder one matrix is enough.
    """

    def __init__(self, units: int, **kwargs):
        super().__init__(**kwargs)
        if units < 1:
            raise ValueError(f"units must be at least 1. Received: units={units}.")
        self.units = units
        self.W = keras.layers.Dense(units, activation="tanh", dtype=self.dtype_policy)
        self.V = keras.layers.Dense(1, use_bias=False, dtype=self.dtype_policy)

    def build(self, input_shape):
        """Create the weights of both dense layers."""
        if len(input_shape) != 3:
            raise ValueError(
                "hidden_states must have the shape (batch, T, d). "
                f"Received: a tensor of shape {tuple(input_shape)}."
            )
        self.W.build(input_shape)
        self.V.build((*input_shape[:-1], self.units))

    def call(self, hidden_states, attention_mask=None):
        """Return the context and the weights."""
        attention_mask = check_mask(attention_mask)
        # BEGIN SOLUTION
        scores = tf.squeeze(self.V(self.W(hidden_states)), axis=-1)  # (batch, T)
        if attention_mask is not None:
            scores = tf.where(attention_mask, scores, scores.dtype.min)
        weights = tf.nn.softmax(scores, axis=-1)
        if attention_mask is not None:
            weights = tf.where(attention_mask, weights, 0)
        context = tf.reduce_sum(weights[:, :, None] * hidden_states, axis=1)
        return context, weights
        # END SOLUTION

    def get_config(self):
        """Return what ``__init__`` needs to make this layer again."""
        return {**super().get_config(), "units": self.units}
