"""The study: patients are examined, trained, treated, and trained again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from solutions.data import load
from solutions.synthesis.design import build_network, make_optimizer
from solutions.synthesis.diagnosis import diagnose
from solutions.synthesis.prescription import prescribe, treat

TRIAL, EPOCHS, BATCH = 2, 8, 32
HEALTHY = {
    "hidden_layers": 8, "width": 64, "activation": "relu", "initializer": "matched",
    "normalization": None, "residual": False, "optimizer": "sgd", "learning_rate": 0.05,
    "clip_norm": None, "schedule": None,
}  # fmt: skip
PATIENTS = {
    "deep sigmoid": {**HEALTHY, "activation": "sigmoid", "initializer": "glorot_uniform"},
    "small weights": {**HEALTHY, "initializer": 0.05},
    "large weights": {**HEALTHY, "initializer": 0.5},
    "saturated tanh": {**HEALTHY, "activation": "tanh", "initializer": 1.0},
    "rate too large": {**HEALTHY, "learning_rate": 1.0},
    "rate too small": {**HEALTHY, "learning_rate": 1e-4},
    "healthy (control)": HEALTHY,
}


class Outcome(NamedTuple):
    """What became of one network."""

    accuracy: float  # on the test digits, after training
    losses: list[float]  # training loss of each epoch
    findings: dict[str, float]  # before training and after the trial, together
    signs: dict[str, list[float]]  # before training


def train(design: Mapping[str, Any], seeds: Sequence[int]) -> list[Outcome]:
    """Train one design on the digits from several starts, and examine it twice.

    The network is traced once and put back to a new start for each seed, since tracing it takes
    longer than training it.

    Args:
        design: see ``check_design``.
        seeds: of the weights and of the order of the digits, at least one.

    Returns:
        One outcome for each seed.
    """
    data = load("digits")
    x, y = tf.constant(data.x_train), tf.constant(data.y_train)
    starts = [build_network(design, seed=seed) for seed in seeds]
    starts, model, steps = [m.get_weights() for m in starts], starts[0], len(x) // BATCH
    optimizer = make_optimizer(design, EPOCHS * steps)
    optimizer.build(model.trainable_variables)
    fresh = [variable.numpy() for variable in optimizer.variables]
    train_epoch = epoch_function(model, optimizer, x, y)
    outcomes = []
    for seed, weights in zip(seeds, starts, strict=True):
        rng = np.random.default_rng(seed)
        model.set_weights(weights)
        for variable, value in zip(optimizer.variables, fresh, strict=True):
            variable.assign(value)
        start, losses = diagnose(model, x[:256], y[:256]), []
        for epoch in range(EPOCHS):
            order = rng.permutation(len(x))[: steps * BATCH].reshape(steps, BATCH)
            losses.append(float(train_epoch(tf.constant(order))))
            if epoch + 1 == TRIAL:
                trial = diagnose(model, x[:256], y[:256], losses)
        accuracy = float(np.mean(np.argmax(model(data.x_test), axis=1) == data.y_test))
        findings = {**trial["findings"], **start["findings"]}
        outcomes.append(Outcome(accuracy, losses, findings, start["signs"]))
    return outcomes


def epoch_function(model: keras.Model, optimizer: keras.optimizers.Optimizer, x, y):
    """Return a compiled function: indices (steps, batch) -> mean loss of an epoch of updates.

    Args:
        model: from inputs to logits; it is trained in place.
        optimizer: built for its variables.
        x: all inputs, a tensor of shape (n, features).
        y: integer labels, a tensor of shape (n,).

    Returns:
        A function that trains for one epoch in the given order.
    """
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    variables = model.trainable_variables

    @tf.function
    def train_epoch(order: tf.Tensor) -> tf.Tensor:
        total = 0.0
        for batch in order:
            with tf.GradientTape() as tape:
                loss = loss_fn(tf.gather(y, batch), model(tf.gather(x, batch), training=True))
            gradients = tape.gradient(loss, variables)
            optimizer.apply_gradients(zip(gradients, variables, strict=True))
            total += loss
        return total / tf.cast(len(order), tf.float32)

    return train_epoch


def prescription_for(design: Mapping[str, Any], outcomes: Sequence[Outcome]) -> list[dict]:
    """Return the treatments for what was found from any start.

    Args:
        design: see ``check_design``.
        outcomes: from ``train``.

    Returns:
        From ``prescribe``.
    """
    return prescribe({name for outcome in outcomes for name in outcome.findings}, design)


def leave_one_out(
    design: Mapping[str, Any], prescription: Sequence[Mapping[str, Any]], seeds: Sequence[int]
) -> Iterator[tuple[str, list[Outcome]]]:
    """Yield each treated aspect with the outcome of all treatments but that one.

    Args:
        design: the design before treatment.
        prescription: from ``prescribe``.
        seeds: as in ``train``.

    Yields:
        The aspect left out, and the outcomes for the seeds.
    """
    for left_out in prescription:
        rest = [treatment for treatment in prescription if treatment is not left_out]
        yield left_out["aspect"], train(treat(design, rest), seeds)
