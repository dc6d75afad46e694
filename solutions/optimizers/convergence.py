"""How fast an optimizer gets down: two surfaces with a known minimum, and the loop over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from solutions.optimizers.base import Optimizer


def quadratic_bowl(w: tf.Tensor, condition: float = 100.0) -> tf.Tensor:
    r"""Return the height of a bowl whose curvatures reach from 1 to ``condition``.

    .. math:: f(w) = \tfrac12 \textstyle\sum_{k=1}^n h_k w_k^2, \qquad h_k = \kappa^{(k-1)/(n-1)}

    Args:
        w: tensor of shape (n,), n >= 2.
        condition: κ >= 1, the ratio of the largest curvature to the smallest. Defaults to 100.

    Returns:
        A scalar of the dtype of ``w``; the minimum is 0 at w = 0.

    Raises:
        ValueError: if ``condition`` is below 1.

    Example:
        >>> float(quadratic_bowl(tf.constant([2.0, 1.0]), condition=10.0))  # (1*4 + 10*1) / 2
        7.0
    """
    if not condition >= 1:
        raise ValueError(f"condition must be at least 1. Received: condition={condition}.")
    w = tf.convert_to_tensor(w)
    h = tf.constant(np.geomspace(1.0, condition, w.shape[0]), dtype=w.dtype)
    return 0.5 * tf.reduce_sum(h * tf.square(w))


def rosenbrock(w: tf.Tensor) -> tf.Tensor:
    r"""Return the height of Rosenbrock's curved valley.

    .. math:: f(x, y) = (1 - x)^2 + 100\,(y - x^2)^2

    Args:
        w: tensor of shape (2,): x and y.

    Returns:
        A scalar of the dtype of ``w``; the minimum is 0 at (1, 1).

    Example:
        >>> float(rosenbrock(tf.constant([0.0, 1.0])))
        101.0

    Reference:
        Rosenbrock, "An automatic method for finding the greatest or least value of a function",
        1960.
    """
    x, y = tf.unstack(tf.convert_to_tensor(w))
    return tf.square(1.0 - x) + 100.0 * tf.square(y - tf.square(x))


def minimise(
    loss: Callable[[tf.Tensor], tf.Tensor], start: Any, optimizer: Optimizer, steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Walk down a surface.

    Args:
        loss: takes a tensor and returns a scalar.
        start: where to begin: an array, a list or a tensor, converted by ``tf.convert_to_tensor``.
        optimizer: a fresh one; its state is used up.
        steps: how many updates, at least 1.

    Returns:
        ``(path, losses)``: the ``steps + 1`` points from the start to the end, shape
        (steps + 1, *shape of start), and the loss at each of them, shape (steps + 1,).

    Raises:
        ValueError: if ``steps`` is less than 1.

    Example:
        >>> from solutions.optimizers import SGD
        >>> path, losses = minimise(lambda w: tf.reduce_sum(w**2), [1.0], SGD(0.25), steps=2)
        >>> path.tolist(), losses.tolist()
        ([[1.0], [0.5], [0.25]], [1.0, 0.25, 0.0625])
    """
    if steps < 1:
        raise ValueError(f"steps must be at least 1. Received: steps={steps}.")
    # BEGIN SOLUTION
    w = tf.convert_to_tensor(start)
    path, losses = [w.numpy()], []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(w)
            height = loss(w)
        losses.append(height.numpy())
        [w] = optimizer.update([w], [tape.gradient(height, w)])
        path.append(w.numpy())
    losses.append(loss(w).numpy())
    return np.array(path), np.array(losses)
    # END SOLUTION


def steps_to_reach(losses: Sequence[float], target: float) -> int | None:
    """Return after how many steps a loss first is at most ``target``.

    Args:
        losses: the loss before the first step, after it, after the second, and so on.
        target: the loss to reach.

    Returns:
        The number of steps, 0 if the start is good enough; None if the target is never reached.
        A loss of NaN reaches nothing.

    Example:
        >>> steps_to_reach([8.0, 4.0, 2.0, 3.0], target=2.5), steps_to_reach([8.0], target=1.0)
        (2, None)
    """
    # BEGIN SOLUTION
    reached = np.flatnonzero(np.asarray(losses) <= target)
    return int(reached[0]) if len(reached) else None
    # END SOLUTION


def convergence_study(
    makers: Mapping[str, Callable[[float], Optimizer]],
    rates: Sequence[float],
    losses_of: Callable[[Optimizer], Sequence[float]],
    target: float,
) -> dict[str, tuple[float | None, int | None]]:
    """Give each optimizer its best learning rate and count the steps it then needs.

    A comparison at one common rate says which optimizer that rate happened to suit.

    Args:
        makers: a name for each optimizer and the function that makes it from a learning rate.
        rates: the learning rates to try.
        losses_of: runs a fresh optimizer and returns its losses, the start first.
        target: the loss to reach.

    Returns:
        By name ``(rate, steps)`` of the fewest steps, the first such rate on a tie;
        ``(None, None)`` if no rate reaches the target.

    Raises:
        ValueError: if ``makers`` or ``rates`` is empty.

    Example:
        >>> runs = {0.1: [8.0, 6.0, 4.5], 0.5: [8.0, 2.0, 0.5], 2.0: [8.0, 72.0, 648.0]}
        >>> makers = {"SGD": lambda rate: rate}  # a stand-in; an optimizer would be made here
        >>> convergence_study(makers, [0.1, 0.5, 2.0], lambda made: runs[made], target=5.0)
        {'SGD': (0.5, 1)}
    """
    if not makers or not rates:
        raise ValueError(
            "makers and rates must hold at least one entry each. "
            f"Received: {len(makers)} makers, {len(rates)} rates."
        )
    # BEGIN SOLUTION
    best = {}
    for name, make in makers.items():
        needed = [(steps_to_reach(losses_of(make(rate)), target), rate) for rate in rates]
        reached = [(steps, rate) for steps, rate in needed if steps is not None]
        steps, rate = min(reached, key=lambda pair: pair[0], default=(None, None))
        best[name] = (rate, steps)
    return best
    # END SOLUTION
