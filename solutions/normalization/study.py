"""The network on which normalization is compared: deep, plain, and started badly on purpose."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np

from solutions.monitor import layer_gradient_norms
from solutions.normalization.layers import GroupNorm, InstanceNorm, LayerNorm, SimpleBatchNorm

NORMALIZERS: dict[str, Callable[[], keras.layers.Layer] | None] = {
    "none": None,
    "batch": lambda: SimpleBatchNorm(momentum=0.9),
    "layer": LayerNorm,
    "group": lambda: GroupNorm(groups=4),
    "instance": InstanceNorm,
}


def build_network(
    normalizer: str, depth: int = 10, channels: int = 16, gain: float = 1.0, seed: int = 0
) -> keras.Model:
    """Return ``depth`` times convolution 3x3, normalization, ReLU; then a dense output layer.

    Args:
        normalizer: a key of ``NORMALIZERS``.
        depth: number of convolutions, at least 1. Defaults to 10.
        channels: channels of every convolution, at least 1; a multiple of 4 for group norm, which
            makes 4 groups. Defaults to 16.
        gain: factor on He's standard deviation, positive; 1, the default, is a good start, anything
            else a bad one.
        seed: the same seed gives the same weights for every normalizer. Defaults to 0.

    Returns:
        A model from (batch, 8, 8, 1) to 10 logits; its convolutions are named conv_1, conv_2, ...

    Raises:
        ValueError: if ``normalizer`` is unknown or a number is out of range.

    Example:
        >>> [layer.name for layer in build_network("none", depth=1).layers if layer.weights]
        ['conv_1', 'dense...']
    """
    if normalizer not in NORMALIZERS:
        raise ValueError(
            f"normalizer must be one of {list(NORMALIZERS)}. Received: normalizer={normalizer!r}."
        )
    if not (depth >= 1 and channels >= 1 and gain > 0):
        raise ValueError(
            "depth and channels must be at least 1 and gain positive. "
            f"Received: depth={depth}, channels={channels}, gain={gain}."
        )
    make = NORMALIZERS[normalizer]
    x = inputs = keras.Input((8, 8, 1))
    for i in range(1, depth + 1):
        start = keras.initializers.VarianceScaling(2 * gain**2, seed=1000 * seed + i)
        x = keras.layers.Conv2D(
            channels, 3, padding="same", kernel_initializer=start, name=f"conv_{i}"
        )(x)
        if make is not None:
            x = make()(x)
        x = keras.layers.ReLU()(x)
    x = keras.layers.Flatten()(x)
    head = keras.initializers.GlorotUniform(seed=1000 * seed)
    return keras.Model(inputs, keras.layers.Dense(10, kernel_initializer=head)(x))


def gradient_norms(model: keras.Model, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the L2 norm of the loss gradient of each convolution kernel, first layer first.

    ||dL/dW_l||, with L the mean cross-entropy. The forward pass runs in training mode, so batch
    norm uses the statistics of ``x``.

    Args:
        model: from ``build_network``.
        x: images, float, shape (batch, 8, 8, 1).
        y: integer labels from 0 to 9, shape (batch,).

    Returns:
        A float64 array of shape (depth,); ``solutions.monitor`` takes the norms.

    Raises:
        ValueError: if ``x`` and ``y`` differ in length.

    Example:
        >>> images, labels = np.ones((2, 8, 8, 1), "float32"), np.array([0, 1])
        >>> gradient_norms(build_network("layer", depth=3), images, labels).shape
        (3,)
    """
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    norms = layer_gradient_norms(model, x, y, loss_fn, training=True)
    return np.array([norm for name, norm in norms.items() if name.startswith("conv_")])


def train(
    model: keras.Model, x: np.ndarray, y: np.ndarray, learning_rate: float, epochs: int, seed: int
) -> list[float]:
    """Train with plain gradient descent, batches of 64, and record the loss.

    Args:
        model: from ``build_network``; trained in place.
        x: images, float, shape (n, 8, 8, 1).
        y: integer labels from 0 to 9, shape (n,).
        learning_rate: of plain gradient descent, positive.
        epochs: passes over the data, at least 1.
        seed: seed of the order of the batches.

    Returns:
        The training loss of each epoch.

    Example:
        >>> images, labels = np.ones((2, 8, 8, 1), "float32"), np.array([0, 1])
        >>> len(train(build_network("none", depth=1), images, labels, 0.01, epochs=2, seed=0))
        2
    """
    keras.utils.set_random_seed(seed)
    model.compile(
        keras.optimizers.SGD(learning_rate),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return model.fit(x, y, batch_size=64, epochs=epochs, verbose=0).history["loss"]
