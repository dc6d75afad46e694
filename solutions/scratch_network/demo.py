"""Chapter 5, exercise 15: iris with a network of our own, its gradients checked twice."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from solutions.data import load
from solutions.report import Claim, Demonstration, Figure, Table
from solutions.scratch_network import (
    accuracy,
    backward,
    confusion_matrix,
    cross_entropy,
    cross_entropy_gradient,
    forward,
    initial_parameters,
    numerical_gradient,
    relative_error,
    train,
)

SIZES = (4, 10, 3)  # the exercise's: four features, ten hidden units, three flowers
FLOWERS = ("setosa", "versicolor", "virginica")
EPOCHS, SEEDS = 100, range(20)
BATCHES = {"full batch (112)": 112, "16 at a time": 16, "1 at a time": 1}
LINES = dict(zip(BATCHES, ("-", "--", ":"), strict=True))


def demonstrate(say=print) -> Demonstration:
    """Check the gradients, train on iris, compare batch sizes and question a guard."""
    data = load("iris")
    x, x_test = (part.astype("float64") for part in (data.x_train, data.x_test))
    say("checking every gradient against central differences and against TensorFlow")
    checks = gradient_checks(x[:32], data.y_train[:32])
    say(f"training {len(SEEDS)} networks for {EPOCHS} epochs")
    runs = [train(_start(seed), x, data.y_train, epochs=EPOCHS, seed=seed) for seed in SEEDS]
    results = [
        (accuracy(forward(p, x)[-1], data.y_train), accuracy(forward(p, x_test)[-1], data.y_test))
        for p, _ in runs
    ]
    say("comparing batch sizes")
    curves = {
        name: train(_start(0), x, data.y_train, batch_size=size, epochs=EPOCHS)[1]
        for name, size in BATCHES.items()
    }
    predicted = forward(runs[0][0], x_test)[-1].argmax(axis=1)
    return Demonstration(
        title="Project: a network from scratch",
        summary=f"A {'-'.join(map(str, SIZES))} ReLU network in NumPy, mini-batch SGD with batches "
        f"of 16 and rate 0.1, on iris ({len(x)} flowers to learn from, {len(x_test)} to test on).",
        tables=[
            check_table(checks),
            accuracy_table(np.array(results)),
            confusion_table(confusion_matrix(data.y_test, predicted, 3)),
        ],
        figures=[loss_figure(curves)],
        claims=[learning_claim(np.array(results)), gradient_claim(checks), guard_claim()],
    )


def _start(seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    return initial_parameters(SIZES, np.random.default_rng(seed))


def gradient_checks(x: np.ndarray, y: np.ndarray) -> dict[str, tuple[float, float]]:
    """Return, for each parameter, the relative error to central differences and to TensorFlow."""
    parameters = _start(0)
    ours = [g for pair in backward(parameters, forward(parameters, x), y) for g in pair]
    flat = [p for pair in parameters for p in pair]

    def loss_with(i: int, value: np.ndarray) -> float:
        p = [*flat[:i], value, *flat[i + 1 :]]
        return cross_entropy(forward(list(zip(p[::2], p[1::2], strict=True)), x)[-1], y)

    numerical = [numerical_gradient(lambda v, i=i: loss_with(i, v), p) for i, p in enumerate(flat)]
    variables = [tf.Variable(p) for p in flat]
    with tf.GradientTape() as tape:
        hidden = tf.nn.relu(x @ variables[0] + variables[1])
        logits = hidden @ variables[2] + variables[3]
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))
    theirs = [g.numpy() for g in tape.gradient(loss, variables)]
    names = ("W_1", "b_1", "W_2", "b_2")
    return {
        name: (relative_error(g, n), relative_error(g, t))
        for name, g, n, t in zip(names, ours, numerical, theirs, strict=True)
    }


def check_table(checks: dict) -> Table:
    """Return the errors of the gradient check."""
    return Table(
        "Relative error of the gradients by hand (float64)",
        ["parameter", "to central differences, h = 1e-5", "to TensorFlow"],
        [[name, *errors] for name, errors in checks.items()],
    )


def accuracy_table(results: np.ndarray) -> Table:
    """Return mean, worst and best accuracy over the seeds."""
    rows = [
        [part, f"{column.mean():.1%}", f"{column.min():.1%}", f"{column.max():.1%}"]
        for part, column in zip(("training", "test"), results.T, strict=True)
    ]
    return Table(f"Accuracy, {len(SEEDS)} seeds", ["flowers", "mean", "worst", "best"], rows)


def confusion_table(matrix: np.ndarray) -> Table:
    """Return the confusion matrix with names."""
    return Table(
        "Test flowers, first seed: true class down, predicted class across",
        ["", *FLOWERS],
        [[name, *row.tolist()] for name, row in zip(FLOWERS, matrix, strict=True)],
    )


def loss_figure(curves: dict[str, list[float]]) -> Figure:
    """Draw the training loss for three batch sizes."""
    figure, axis = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for name, losses in curves.items():
        axis.semilogy(losses, LINES[name], label=name)
    axis.axhline(np.log(3), color="k", linewidth=0.8, linestyle="-.", label="uniform guess: log 3")
    axis.set(
        title="The same start, the same rate, three batch sizes",
        xlabel="epoch (passes over the training flowers)",
        ylabel="cross-entropy (nats, log scale)",
    )
    axis.grid(alpha=0.3)
    axis.legend()
    ends = ", ".join(f"{name}: {losses[-1]:.3f}" for name, losses in curves.items())
    return Figure(
        "loss",
        figure,
        "Loss on all training flowers after each epoch, learning rate 0.1.",
        "Three falling curves on a log scale. Smaller batches take more steps in an epoch and fall "
        f"faster. Cross-entropy at the end, {ends}.",
    )


def learning_claim(results: np.ndarray) -> Claim:
    """Whether the project works at all."""
    test = results[:, 1]
    return Claim(
        "A one-hidden-layer network written in NumPy learns to classify iris.",
        f"Test accuracy over {len(SEEDS)} seeds: {test.min():.1%} to {test.max():.1%}, mean "
        f"{test.mean():.1%}; always naming one class gives 1/3.",
        bool(test.min() > 0.8),
    )


def gradient_claim(checks: dict) -> Claim:
    """The simplification in the exercise's backward pass."""
    worst = np.array(list(checks.values())).max(axis=0)
    return Claim(
        "For softmax with cross-entropy the gradient with respect to the logits is p - y.",
        f"Divided by the number of examples, and carried on to every parameter: relative error at "
        f"most {worst[0]:.0e} to central differences and {worst[1]:.0e} to TensorFlow.",
        bool(worst[0] < 1e-6 and worst[1] < 1e-12),
    )


def guard_claim() -> Claim:
    """The guard of the exercise, measured where it acts."""
    logits, y = np.array([[0.0, 50.0]]), np.array([0])

    def guarded(z: np.ndarray) -> float:
        p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
        return float(-np.log(np.clip(p[0, 0], 1e-10, 1 - 1e-10)))

    slope = numerical_gradient(guarded, logits)[0, 0]
    formula = cross_entropy_gradient(logits, y)[0, 0]
    return Claim(
        "With predictions clipped to [1e-10, 1 - 1e-10], against log(0), the gradient of the loss "
        "is still p - y (the exercise's code uses both).",
        f"For logits (0, 50) and class 0 the loss is "
        f"{cross_entropy(logits, y):.4g}, with the guard {guarded(logits):.4g}; the slope of the "
        f"guarded loss is {slope:.2g}, while p - y says {formula:.2g}: the gradient in use is not "
        "that of the loss shown.",
        bool(np.isclose(slope, formula, rtol=1e-3)),
    )
