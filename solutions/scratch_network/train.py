"""Mini-batch stochastic gradient descent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from solutions.scratch_network.loss import cross_entropy
from solutions.scratch_network.network import Parameters, backward, forward


def minibatches(n: int, batch_size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield the indices 0 ... n - 1 in random order, ``batch_size`` at a time.

    Args:
        n: number of examples, positive.
        batch_size: positive; the last batch may be smaller, and is not dropped.
        rng: NumPy generator; one permutation is drawn from it.

    Yields:
        Integer arrays that hold every index exactly once, together.

    Raises:
        ValueError: if a number is not positive.

    Example:
        >>> [len(batch) for batch in minibatches(7, 3, np.random.default_rng(0))]
        [3, 3, 1]
    """
    if n < 1 or batch_size < 1:
        raise ValueError(
            f"n and batch_size must be positive. Received: n={n}, batch_size={batch_size}."
        )
    # BEGIN SOLUTION
    order = rng.permutation(n)
    for start in range(0, n, batch_size):
        yield order[start : start + batch_size]
    # END SOLUTION


def sgd_step(
    parameters: Parameters, gradients: Parameters, learning_rate: float
) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Return the parameters after one step downhill.

    .. math:: W \leftarrow W - \eta\, \partial L / \partial W, \qquad
              b \leftarrow b - \eta\, \partial L / \partial b

    Args:
        parameters: pairs (W, b); they are not changed.
        gradients: pairs of the same shapes.
        learning_rate: positive.

    Returns:
        New pairs (W, b).

    Raises:
        ValueError: if ``learning_rate`` is not positive, or lengths or shapes differ.

    Example:
        >>> sgd_step([(np.array([[1.0]]), np.zeros(1))], [(np.array([[2.0]]), np.ones(1))], 0.25)
        [(array([[0.5]]), array([-0.25]))]
    """
    if not learning_rate > 0:
        raise ValueError(f"learning_rate must be positive. Received: {learning_rate=}.")
    shapes, wanted = ([[np.shape(p) for p in pair] for pair in x] for x in (gradients, parameters))
    if shapes != wanted:
        raise ValueError(
            "there must be one pair of gradients for each layer, of the shapes of (W, b). "
            f"Received: shapes {shapes} for parameters of shapes {wanted}."
        )
    # BEGIN SOLUTION
    return [
        (W - learning_rate * dW, b - learning_rate * db)
        for (W, b), (dW, db) in zip(parameters, gradients, strict=True)
    ]
    # END SOLUTION


def train(
    parameters: Parameters,
    x: np.ndarray,
    y: np.ndarray,
    learning_rate: float = 0.1,
    batch_size: int = 16,
    epochs: int = 100,
    seed: int = 0,
) -> tuple[Parameters, list[float]]:
    """Train with mini-batch SGD.

    Args:
        parameters: where to start; they are not changed.
        x: inputs, shape (n, inputs).
        y: integer labels, shape (n,).
        learning_rate: positive. Defaults to 0.1.
        batch_size: positive. Defaults to 16.
        epochs: passes over the data, not negative. Defaults to 100.
        seed: seed of the order of the examples. Defaults to 0.

    Returns:
        The trained parameters, and the loss on all of (x, y): before training and after each
        epoch, ``epochs + 1`` numbers.

    Raises:
        ValueError: if a number is out of range.

    Example:
        >>> start = [(np.zeros((1, 2)), np.zeros(2))]
        >>> x, y = np.array([[-1.0], [1.0]]), np.array([0, 1])
        >>> _, losses = train(start, x, y, learning_rate=1.0, epochs=20)
        >>> round(losses[0], 3), losses[-1] < 0.1
        (0.693, True)
    """
    if epochs < 0:
        raise ValueError(f"epochs must not be negative. Received: epochs={epochs}.")
    rng = np.random.default_rng(seed)
    # BEGIN SOLUTION
    losses = [cross_entropy(forward(parameters, x)[-1], y)]
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, rng):
            activations = forward(parameters, x[batch])
            gradients = backward(parameters, activations, y[batch])
            parameters = sgd_step(parameters, gradients, learning_rate)
        losses.append(cross_entropy(forward(parameters, x)[-1], y))
    return parameters, losses
    # END SOLUTION
