"""The game: one step for the discriminator, one for the generator, repeated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from solutions.gan.losses import discriminator_loss, generator_loss


def gan_step(
    generator: keras.Model,
    discriminator: keras.Model,
    g_optimizer: keras.optimizers.Optimizer,
    d_optimizer: keras.optimizers.Optimizer,
    real: tf.Tensor,
    z_d: tf.Tensor,
    z_g: tf.Tensor,
    loss_fn: Callable[[Any], tf.Tensor] = generator_loss,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Update the discriminator once, then the generator once against the updated discriminator.

    Both networks run in training mode. Each update moves the weights of its own network only.

    Args:
        generator: maps noise to images.
        discriminator: maps images to logits.
        g_optimizer: updates the generator.
        d_optimizer: updates the discriminator.
        real: a batch of real images, shape (batch, pixels).
        z_d: noise for the discriminator's step, shape (batch, latent).
        z_g: fresh noise for the generator's step, shape (batch, latent).
        loss_fn: the generator's loss of the logits of its samples. Defaults to ``generator_loss``.

    Returns:
        The discriminator's loss and the generator's loss, each before its own update.

    Raises:
        ValueError: if a batch is empty, or the networks do not fit each other or their inputs.

    Example:
        >>> G = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
        >>> D = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        >>> real, z, sgd = tf.ones((4, 3)), tf.ones((4, 2)), keras.optimizers.SGD
        >>> d_loss, g_loss = gan_step(G, D, sgd(0.1), sgd(0.1), real, z, z)
        >>> float(d_loss) > 0 and float(g_loss) > 0
        True

    Reference:
        Goodfellow et al., 2014, arXiv:1406.2661, Algorithm 1 with k = 1.
    """
    # BEGIN SOLUTION
    with tf.GradientTape() as tape:
        fake = generator(z_d, training=True)
        d_loss = discriminator_loss(
            discriminator(real, training=True), discriminator(fake, training=True)
        )
    variables = discriminator.trainable_variables
    d_optimizer.apply_gradients(zip(tape.gradient(d_loss, variables), variables, strict=True))

    with tf.GradientTape() as tape:
        g_loss = loss_fn(discriminator(generator(z_g, training=True), training=True))
    variables = generator.trainable_variables
    g_optimizer.apply_gradients(zip(tape.gradient(g_loss, variables), variables, strict=True))
    return d_loss, g_loss
    # END SOLUTION


def train_gan(
    generator: keras.Model,
    discriminator: keras.Model,
    images: np.ndarray,
    epochs: int,
    batch_size: int = 64,
    learning_rate: float = 1e-3,
    loss_fn: Callable[[Any], tf.Tensor] = generator_loss,
    seed: int = 0,
    after_epoch: Callable[[int], None] | None = None,
) -> dict[str, list[float]]:
    """Train both networks with Adam (beta_1 = 0.5) in place.

    Args:
        generator: from (batch, latent) to (batch, pixels).
        discriminator: from (batch, pixels) to (batch, 1).
        images: real images, float32, shape (n, pixels); n >= ``batch_size``.
        epochs: passes over the images, positive; the last, smaller batch is left out.
        batch_size: positive. Defaults to 64.
        learning_rate: of both optimizers. Defaults to 1e-3.
        loss_fn: the generator's loss. Defaults to ``generator_loss``.
        seed: seed of the order of the images and of the noise. Defaults to 0.
        after_epoch: called with the number of each finished epoch, from 1. Defaults to nothing.

    Returns:
        ``"discriminator"`` and ``"generator"``: the mean losses of each epoch.

    Raises:
        ValueError: if a number is not positive, or there are fewer images than a batch holds.

    Example:
        >>> G = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
        >>> D = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        >>> history = train_gan(G, D, np.ones((8, 3), "float32"), epochs=2, batch_size=4)
        >>> len(history["generator"])
        2
    """
    if epochs < 1 or batch_size < 1 or not learning_rate > 0:
        raise ValueError(
            "epochs, batch_size and learning_rate must be positive. "
            f"Received: {epochs=}, {batch_size=}, {learning_rate=}."
        )
    if len(images) < batch_size:
        raise ValueError(
            f"images must hold at least one batch of {batch_size}. Received: {len(images)} images."
        )
    optimizers = [keras.optimizers.Adam(learning_rate, beta_1=0.5) for _ in range(2)]
    steps, latent = len(images) // batch_size, generator.input_shape[-1]
    rng, images = np.random.default_rng(seed), tf.constant(images)

    @tf.function
    def play(order: tf.Tensor, z: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        d_sum, g_sum = 0.0, 0.0
        for step in tf.range(steps):
            real = tf.gather(images, order[step])
            noise = z[step, 0], z[step, 1]
            d, g = gan_step(generator, discriminator, *optimizers, real, *noise, loss_fn)
            d_sum, g_sum = d_sum + d, g_sum + g
        return d_sum / float(steps), g_sum / float(steps)

    for optimizer, network in zip(optimizers, (generator, discriminator), strict=True):
        optimizer.build(network.trainable_variables)
    history: dict[str, list[float]] = {"discriminator": [], "generator": []}
    for epoch in range(1, epochs + 1):
        order = rng.permutation(len(images))[: steps * batch_size].reshape(steps, batch_size)
        z = rng.normal(size=(steps, 2, batch_size, latent)).astype("float32")
        for name, loss in zip(history, play(tf.constant(order), tf.constant(z)), strict=True):
            history[name].append(float(loss))
        if after_epoch is not None:
            after_epoch(epoch)
    return history
