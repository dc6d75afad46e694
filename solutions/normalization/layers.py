"""The normalization functions as Keras layers: weights, the two modes of batch norm, saving.

Channels last. ``SimpleBatchNorm`` is the lecture's layer with what it lacked: the moving averages
are created, updated in training, and saved.
"""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from solutions.normalization.batch_norm import batch_norm_infer, batch_norm_train, update_moving
from solutions.normalization.group_norm import group_norm, instance_norm
from solutions.normalization.inputs import check_epsilon, check_momentum
from solutions.normalization.layer_norm import layer_norm


@keras.saving.register_keras_serializable(package="normalization")
class SimpleBatchNorm(keras.layers.Layer):
    """Batch normalization over every axis but the last.

    In training it normalizes with the batch and updates the moving averages with the batch's mean
    and population variance; at inference, or when frozen (``trainable = False``), it normalizes
    with the moving averages and changes nothing.

    Weights, in this order: ``gamma`` (ones) and ``beta`` (zeros), trainable; ``moving_mean``
    (zeros) and ``moving_variance`` (ones), not trainable; each of shape (channels,).

    Args:
        momentum: weight of the past in the moving averages, in [0, 1]. Defaults to 0.99.
        epsilon: added to the variance, under the root; positive. Defaults to 1e-3.

    Raises:
        ValueError: if ``momentum`` or ``epsilon`` is out of range.

    Example:
        >>> layer = SimpleBatchNorm(momentum=0.9)
        >>> y = layer(tf.constant([[1.0], [3.0]]), training=True)
        >>> print(layer.moving_mean.numpy().round(3), layer.moving_variance.numpy().round(3))
        [0.2] [1.]

    Reference:
        Ioffe and Szegedy 2015, arXiv:1502.03167, Algorithm 2.
    """

    def __init__(self, momentum: float = 0.99, epsilon: float = 1e-3, **kwargs: Any):
        super().__init__(**kwargs)
        check_momentum(momentum)
        check_epsilon(epsilon)
        self.momentum = momentum
        self.epsilon = epsilon

    def build(self, input_shape: tuple) -> None:
        """Create gamma, beta, moving_mean and moving_variance."""
        # BEGIN SOLUTION
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")
        self.moving_mean = self.add_weight(
            name="moving_mean", shape=shape, initializer="zeros", trainable=False
        )
        self.moving_variance = self.add_weight(
            name="moving_variance", shape=shape, initializer="ones", trainable=False
        )
        # END SOLUTION

    def call(self, x: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Return the normalized batch; in training, update the moving averages too."""
        # BEGIN SOLUTION
        if not (training and self.trainable):
            return batch_norm_infer(
                x, self.gamma, self.beta, self.moving_mean, self.moving_variance, self.epsilon
            )
        y, mean, variance = batch_norm_train(x, self.gamma, self.beta, self.epsilon)
        self.moving_mean.assign(update_moving(self.moving_mean, mean, self.momentum))
        self.moving_variance.assign(update_moving(self.moving_variance, variance, self.momentum))
        return y
        # END SOLUTION

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return ``input_shape``: normalization changes values, not shapes."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the layer."""
        return {**super().get_config(), "momentum": self.momentum, "epsilon": self.epsilon}


class ScaledLayer(keras.layers.Layer):
    """What the layers without moving averages share: ``gamma`` (ones), ``beta`` (zeros), epsilon.

    Args:
        epsilon: added to the variance, under the root; positive. Defaults to 1e-3.

    Raises:
        ValueError: if ``epsilon`` is not positive.
    """

    def __init__(self, epsilon: float = 1e-3, **kwargs: Any):
        super().__init__(**kwargs)
        check_epsilon(epsilon)
        self.epsilon = epsilon

    def build(self, input_shape: tuple) -> None:
        """Create gamma and beta, one value per channel."""
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return ``input_shape``."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the layer."""
        return {**super().get_config(), "epsilon": self.epsilon}


@keras.saving.register_keras_serializable(package="normalization")
class LayerNorm(ScaledLayer):
    """Layer normalization over the last axis; the same in training and at inference.

    Args:
        epsilon: added to the variance, under the root; positive. Defaults to 1e-3.

    Raises:
        ValueError: if ``epsilon`` is not positive.

    Example:
        >>> LayerNorm(epsilon=3.0)(tf.constant([[1.0, 3.0]])).numpy()  # -1 and 1 over sqrt(1 + 3)
        array([[-0.5,  0.5]], dtype=float32)

    Reference:
        Ba, Kiros and Hinton 2016, arXiv:1607.06450; see ``layer_norm``.
    """

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Return each example normalized over its channels."""
        # BEGIN SOLUTION
        return layer_norm(x, self.gamma, self.beta, self.epsilon)
        # END SOLUTION


@keras.saving.register_keras_serializable(package="normalization")
class GroupNorm(ScaledLayer):
    """Group normalization; the same in training and at inference.

    Args:
        groups: number of groups; must divide the number of channels.
        epsilon: added to the variance, under the root; positive. Defaults to 1e-3.

    Raises:
        ValueError: if ``epsilon`` is not positive; on the first call, if ``groups`` does not divide
            the number of channels.

    Example:
        >>> GroupNorm(2, epsilon=1e-6)(tf.constant([[1.0, 3.0, 5.0, 9.0]])).numpy().round(3)
        array([[-1.,  1., -1.,  1.]], dtype=float32)

    Reference:
        Wu and He 2018, arXiv:1803.08494; see ``group_norm``.
    """

    def __init__(self, groups: int, epsilon: float = 1e-3, **kwargs: Any):
        super().__init__(epsilon, **kwargs)
        self.groups = groups

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Return each example normalized over its positions and groups of channels."""
        # BEGIN SOLUTION
        return group_norm(x, self.gamma, self.beta, self.groups, self.epsilon)
        # END SOLUTION

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the layer."""
        return {**super().get_config(), "groups": self.groups}


@keras.saving.register_keras_serializable(package="normalization")
class InstanceNorm(ScaledLayer):
    """Instance normalization; the same in training and at inference.

    Args:
        epsilon: added to the variance, under the root; positive. Defaults to 1e-3.

    Raises:
        ValueError: if ``epsilon`` is not positive; on the first call, if the input has no spatial
            axis.

    Example:
        >>> InstanceNorm(epsilon=1e-6)(tf.constant([[[1.0], [3.0]]])).numpy().ravel().round(3)
        array([-1.,  1.], dtype=float32)

    Reference:
        Ulyanov, Vedaldi and Lempitsky 2016, arXiv:1607.08022; see ``instance_norm``.
    """

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Return each channel of each example normalized over its positions."""
        # BEGIN SOLUTION
        return instance_norm(x, self.gamma, self.beta, self.epsilon)
        # END SOLUTION
