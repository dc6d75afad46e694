"""The race track of the demonstration: plain gradient descent at a rate given for each step."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
RateOf = Callable[[np.ndarray, list[float]], np.ndarray]


def build_network(depth: int, units: int, seed: int) -> keras.Sequential:
    """Return a dense ReLU network from 64 features to 10 logits, started as He et al. advise.

    Args:
        depth: number of hidden layers, 0 or more.
        units: width of each.
        seed: of the weights. It becomes Keras' global seed.

    Returns:
        A built model.

    Example:
        >>> build_network(depth=2, units=8, seed=0).count_params()  # 65 * 8 + 9 * 8 + 9 * 10
        682
    """
    keras.utils.set_random_seed(seed)
    hidden = [
        keras.layers.Dense(units, activation="relu", kernel_initializer="he_normal")
        for _ in range(depth)
    ]
    return keras.Sequential([keras.Input((64,)), *hidden, keras.layers.Dense(10)])


def run(
    model: keras.Sequential,
    x: np.ndarray,
    y: np.ndarray,
    rate_of: RateOf,
    epochs: int,
    batch: int,
    seed: int,
) -> list[float]:
    """Train in place; return the mean training loss of each epoch.

    Args:
        model: from ``build_network``.
        x: inputs, shape (n, 64), float32. The last fifth is watched instead of trained on.
        y: labels, shape (n,), int32.
        rate_of: takes the steps of an epoch and the held-out losses so far; returns the rates.
        epochs: passes over the data.
        batch: examples in a step; an incomplete last batch is left out.
        seed: order of the examples.

    Returns:
        The losses in nats, one for each epoch.

    Example:
        >>> x, y = np.zeros((20, 64), "float32"), np.zeros(20, "int32")
        >>> model = build_network(depth=0, units=0, seed=0)
        >>> losses = run(model, x, y, lambda step, _: 0.5 + 0 * step, epochs=3, batch=4, seed=0)
        >>> round(losses[0], 3), losses[2] < losses[1] < losses[0]
        (1.706, True)
    """
    epoch, rng, losses, watched = _compile_epoch(model), np.random.default_rng(seed), [], []
    n, steps = _kept(len(x)), steps_per_epoch(len(x), batch)
    for number in range(epochs):
        order = rng.permutation(n)[: steps * batch].reshape(steps, batch)
        rates = rate_of(np.arange(number * steps, (number + 1) * steps), watched)
        losses.append(float(epoch(x[order], y[order], tf.cast(rates, tf.float32))))
        watched.append(float(LOSS(y[n:], model(x[n:]))))
    return losses


def steps_per_epoch(examples: int, batch: int) -> int:
    """Return the number of updates that ``run`` makes in one epoch.

    Args:
        examples: the length of the data, the held-out fifth included.
        batch: examples in a step.

    Returns:
        Whole batches in what is trained on.

    Example:
        >>> steps_per_epoch(100, batch=16)  # 80 to train on
        5
    """
    return _kept(examples) // batch


def _kept(examples: int) -> int:
    return examples - examples // 5


def _compile_epoch(model: keras.Sequential) -> Callable[..., tf.Tensor]:
    @tf.function
    def epoch(x: tf.Tensor, y: tf.Tensor, rates: tf.Tensor) -> tf.Tensor:
        total = 0.0
        for i in tf.range(tf.size(rates)):
            with tf.GradientTape() as tape:
                loss = LOSS(y[i], model(x[i]))
            variables = [variable.value for variable in model.trainable_variables]
            for variable, gradient in zip(variables, tape.gradient(loss, variables), strict=True):
                variable.assign_sub(rates[i] * gradient)
            total += loss
        return total / tf.cast(tf.size(rates), tf.float32)

    return epoch
