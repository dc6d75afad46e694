"""How good an architecture is: a short seeded training, and how evenly its gradients flow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from solutions.nas.model import build_model, count_parameters
from solutions.nas.space import SearchSpace
from solutions.vanishing import kernel_gradient_norms


class Evaluation(NamedTuple):
    """What one evaluation found; accuracy and health lie in [0, 1], higher is better."""

    accuracy: float
    health: float
    parameters: int


def gradient_health(norms: Sequence[float], decades: float = 4.0) -> float:
    """Map gradient norms to [0, 1]: 1 if all layers are equal, 0 if ``decades`` or more apart.

    health = max(0, 1 - log10(max(norms) / min(norms)) / decades)

    Args:
        norms: one gradient norm for each layer, at least one.
        decades: the spread, in powers of ten, that counts as no health at all. Defaults to 4.

    Returns:
        The health; 0.0 as soon as one norm is zero, infinite or NaN: a dead or exploded layer.

    Raises:
        ValueError: if there is no norm or ``decades`` is not positive.

    Note:
        A measure of this course; none in the literature goes by this name.

    Example:
        >>> gradient_health([0.1, 0.1]), gradient_health([0.001, 0.1]), gradient_health([0.0, 0.1])
        (1.0, 0.5, 0.0)
    """
    if len(norms) == 0:
        raise ValueError("norms must hold at least one value. Received: none.")
    if not decades > 0:
        raise ValueError(f"decades must be positive. Received: decades={decades}.")
    # BEGIN SOLUTION
    if not all(math.isfinite(norm) and norm > 0 for norm in norms):
        return 0.0
    spread = math.log10(max(norms)) - math.log10(min(norms))
    return max(0.0, 1.0 - spread / decades)
    # END SOLUTION


def evaluate(
    architecture: tuple,
    space: SearchSpace,
    data: Sequence[np.ndarray],
    steps: int = 60,
    seed: int = 0,
    batch_size: int = 50,
    learning_rate: float = 0.2,
) -> Evaluation:
    """Train an architecture for exactly ``steps`` SGD steps and measure it.

    Gradient health is that of the untrained network on the training set: a property of the
    architecture and its initialisation. (The lecture's ``evaluate_architecture`` takes the accuracy
    alone, and has no seed.)

    Args:
        architecture: layers (units, activation, dropout_rate).
        space: gives input width and outputs.
        data: (x_train, y_train, x_validation, y_validation), labels as integers.
        steps: training budget, 1 or more. Defaults to 60.
        seed: seed of weights, dropout and batches: the same seed gives the same result. Defaults
            to 0.
        batch_size: examples in a step, drawn without replacement, 1 or more; all where there are
            fewer. Defaults to 50.
        learning_rate: of plain gradient descent, positive. Defaults to 0.2.

    Returns:
        Validation accuracy, gradient health, number of parameters.

    Raises:
        ValueError: if ``steps`` or ``batch_size`` is less than 1, ``learning_rate`` is not
            positive, ``data`` has no four parts, or inputs and labels do not pair up.

    Example:
        >>> x = np.array([[-1.0], [1.0]] * 20, "float32")
        >>> y = (x[:, 0] > 0).astype(int)
        >>> evaluate([(4, "relu", 0.0)], SearchSpace(1, 2), (x, y, x, y), steps=20).accuracy
        1.0
    """
    if not (min(steps, batch_size) >= 1 and learning_rate > 0):
        raise ValueError(
            "steps and batch_size must be at least 1 and learning_rate positive. Received: "
            f"steps={steps}, batch_size={batch_size}, learning_rate={learning_rate}."
        )
    lengths = [len(part) for part in data]
    if not (len(lengths) == 4 and lengths[0] == lengths[1] and lengths[2] == lengths[3]):
        raise ValueError(
            "data must be (x_train, y_train, x_validation, y_validation), one label for each "
            f"example. Received: {len(lengths)} parts of lengths {lengths}."
        )
    x_train, y_train, x_validation, y_validation = data
    model = build_model(architecture, space, seed)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    health = gradient_health(kernel_gradient_norms(model, x_train, y_train, loss))
    rng = np.random.default_rng(seed)
    step = tf.function(_sgd_step, autograph=False)
    for _ in range(steps):
        batch = rng.choice(len(x_train), min(batch_size, len(x_train)), replace=False)
        step(model, x_train[batch], y_train[batch], loss, learning_rate)
    predicted = np.argmax(model(x_validation, training=False), axis=-1)
    accuracy = float(np.mean(predicted == y_validation))
    return Evaluation(accuracy, health, count_parameters(architecture, space))


def _sgd_step(
    model: keras.Model,
    x: tf.Tensor,
    y: tf.Tensor,
    loss: keras.losses.Loss,
    learning_rate: float,
) -> None:
    with tf.GradientTape() as tape:
        objective = loss(y, model(x, training=True))
    weights = [variable.value for variable in model.trainable_variables]
    for weight, gradient in zip(weights, tape.gradient(objective, weights), strict=True):
        weight.assign_sub(learning_rate * gradient)


def score(evaluation: Evaluation, health_weight: float = 0.1) -> float:
    """Return the fitness of an evaluation: accuracy and gradient health in one number.

    fitness = (1 - health_weight) * accuracy + health_weight * health

    Args:
        evaluation: (accuracy, health, parameters).
        health_weight: weight of the gradient health, in [0, 1]; 0 searches for accuracy alone.
            Defaults to 0.1.

    Returns:
        The fitness, in [0, 1].

    Raises:
        ValueError: if ``health_weight`` is outside [0, 1].

    Example:
        >>> score((0.9, 0.5, 1000), health_weight=0.25)
        0.8
    """
    if not 0 <= health_weight <= 1:
        raise ValueError(
            f"health_weight must be in [0, 1]. Received: health_weight={health_weight}."
        )
    # BEGIN SOLUTION
    accuracy, health, _ = evaluation
    return (1 - health_weight) * accuracy + health_weight * health
    # END SOLUTION
