"""Generator and discriminator: small dense networks for small images."""

from __future__ import annotations

import keras

PIXELS = 64  # 8 x 8, values in [-1, 1]


def build_generator(latent: int = 16, width: int = 128, seed: int = 0) -> keras.Sequential:
    """Return the network from noise to an image.

    Two hidden layers of ``width`` ReLU units, each with batch normalization before the ReLU, and
    64 tanh units.

    Args:
        latent: size of the noise, positive. Defaults to 16.
        width: units of a hidden layer. Defaults to 128.
        seed: seed of the first kernel (He normal); the next ones count up. Defaults to 0.

    Returns:
        A built model from (batch, latent) to (batch, 64), values in [-1, 1].

    Raises:
        ValueError: if ``latent`` or ``width`` is below 1.

    Example:
        >>> build_generator(latent=5).output_shape
        (None, 64)
    """
    _check_positive(latent=latent, width=width)
    model = keras.Sequential([keras.Input((latent,))])
    for layer in range(2):
        start = keras.initializers.HeNormal(seed=seed + layer)
        model.add(keras.layers.Dense(width, use_bias=False, kernel_initializer=start))
        model.add(keras.layers.BatchNormalization(momentum=0.9))
        model.add(keras.layers.ReLU())
    start = keras.initializers.GlorotUniform(seed=seed + 2)
    model.add(keras.layers.Dense(PIXELS, "tanh", kernel_initializer=start))
    return model


def build_discriminator(width: int = 128, seed: int = 0) -> keras.Sequential:
    """Return the network from an image to one logit.

    Two hidden layers of ``width`` Leaky ReLU units (slope 0.2), so that the gradient for the
    generator passes units that are off, too. No batch normalization: real and fake batches would
    be told apart by their statistics alone.

    Args:
        width: units of a hidden layer. Defaults to 128.
        seed: seed of the first kernel; the next ones count up. Defaults to 0.

    Returns:
        A built model from (batch, 64) to (batch, 1), logits: positive = real.

    Raises:
        ValueError: if ``width`` is below 1.

    Example:
        >>> build_discriminator().output_shape
        (None, 1)
    """
    _check_positive(width=width)
    model = keras.Sequential([keras.Input((PIXELS,))])
    for layer in range(2):
        start = keras.initializers.HeNormal(seed=seed + layer)
        model.add(keras.layers.Dense(width, kernel_initializer=start))
        model.add(keras.layers.LeakyReLU(0.2))
    start = keras.initializers.GlorotUniform(seed=seed + 2)
    model.add(keras.layers.Dense(1, kernel_initializer=start))
    return model


def _check_positive(**numbers: int) -> None:
    for name, number in numbers.items():
        if number < 1:
            raise ValueError(f"{name} must be positive. Received: {name}={number}.")
