"""The network on which normalization is compared: deep, plain, and started badly on purpose."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

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
        depth: number of convolutions.
        channels: channels of every convolution.
        gain: factor on He's standard deviation; 1 is a good start, anything else a bad one.
        seed: the same seed gives the same weights for every normalizer.

    Returns:
        A model from (batch, 8, 8, 1) to 10 logits; its convolutions are named conv_1, conv_2, ...

    Raises:
        ValueError: if ``normalizer`` is unknown.
    """
    if normalizer not in NORMALIZERS:
        raise ValueError(
            f"normalizer must be one of {list(NORMALIZERS)}. Received: normalizer={normalizer!r}."
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

    The forward pass runs in training mode, so batch norm uses the statistics of ``x``.
    """
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    kernels = [layer.kernel for layer in model.layers if layer.name.startswith("conv_")]
    with tf.GradientTape() as tape:
        loss = loss_of(y, model(x, training=True))
    gradients = tape.gradient(loss, [kernel.value for kernel in kernels])
    return np.array([float(tf.norm(gradient)) for gradient in gradients])


def train(
    model: keras.Model, x: np.ndarray, y: np.ndarray, learning_rate: float, epochs: int, seed: int
) -> list[float]:
    """Train with plain gradient descent, batches of 64; return the training loss of each epoch."""
    keras.utils.set_random_seed(seed)
    model.compile(
        keras.optimizers.SGD(learning_rate),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model.fit(x, y, batch_size=64, epochs=epochs, verbose=0).history["loss"]
