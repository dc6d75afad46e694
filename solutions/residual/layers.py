"""The residual block as a Keras layer."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from solutions.residual.block import post_activation_block, pre_activation_block


@keras.saving.register_keras_serializable(package="residual")
class ResidualBlock(keras.layers.Layer):
    """Two dense layers and a shortcut around them, on the last axis of the input.

    Weights, in this order: ``w1`` (d, units), ``b1`` (units,), ``w2`` (units, units), ``b2``
    (units,), and, only where the input width d differs from ``units``, the projection ``w_s``
    (d, units). Kernels and projection start from ``kernel_initializer``, biases at zero.

    Args:
        units: width of the output, at least 1.
        pre_activation: True for y = F(x) + x with the ReLUs inside F; False, the default, for the
            original relu(F(x) + x), the block of the lecture.
        kernel_initializer: name of a Keras initializer. Defaults to "glorot_uniform".

    Raises:
        ValueError: if ``units`` is below 1 or, from Keras, the initializer is unknown.

    Example:
        >>> block = ResidualBlock(8)
        >>> block(tf.ones((2, 3))).shape, len(block.weights)
        (TensorShape([2, 8]), 5)

    Reference:
        He et al. 2015, arXiv:1512.03385, Equations 1 and 2; 2016, arXiv:1603.05027, Figure 4(e).

    Note:
        The initializer is a name, not an object: a Keras initializer object returns the same
        numbers at every call, and w1 and w2 would start equal.
    """

    def __init__(
        self,
        units: int,
        pre_activation: bool = False,
        kernel_initializer: str = "glorot_uniform",
        **kwargs: Any,
    ):
        super().__init__(**kwargs)
        if not units >= 1:
            raise ValueError(f"units must be at least 1. Received: units={units}.")
        keras.initializers.get(kernel_initializer)  # an unknown name fails here, not when built
        self.units = units
        self.pre_activation = pre_activation
        self.kernel_initializer = kernel_initializer

    def build(self, input_shape: tuple) -> None:
        """Create the weights; the projection only where widths differ."""
        # BEGIN SOLUTION
        d, units, start = input_shape[-1], self.units, self.kernel_initializer
        self.w1 = self.add_weight(name="w1", shape=(d, units), initializer=start)
        self.b1 = self.add_weight(name="b1", shape=(units,), initializer="zeros")
        self.w2 = self.add_weight(name="w2", shape=(units, units), initializer=start)
        self.b2 = self.add_weight(name="b2", shape=(units,), initializer="zeros")
        self.w_s = None
        if d != units:
            self.w_s = self.add_weight(name="w_s", shape=(d, units), initializer=start)
        # END SOLUTION

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Return the block's output, shape (batch, ..., units)."""
        # BEGIN SOLUTION
        block = pre_activation_block if self.pre_activation else post_activation_block
        return block(x, self.w1, self.b1, self.w2, self.b2, self.w_s)
        # END SOLUTION

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return (batch, ..., units)."""
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the layer."""
        # BEGIN SOLUTION
        return {
            **super().get_config(),
            "units": self.units,
            "pre_activation": self.pre_activation,
            "kernel_initializer": self.kernel_initializer,
        }
        # END SOLUTION
