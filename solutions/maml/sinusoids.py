"""The tasks of the paper's regression experiment: sine waves of random amplitude and phase."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Task(NamedTuple):
    """A support set to adapt on and a query set to be judged on: arrays of shape (n, 1)."""

    x_support: np.ndarray
    y_support: np.ndarray
    x_query: np.ndarray
    y_query: np.ndarray


def sinusoid_task(
    amplitude: float,
    phase: float,
    rng: np.random.Generator | int,
    shots: int = 10,
    queries: int = 10,
) -> Task:
    """Draw the points of one sine wave, y = amplitude * sin(x - phase) with x from U(-5, 5).

    Args:
        amplitude: height of the wave.
        phase: its shift, in radians.
        rng: a NumPy generator, or a seed for a new one.
        shots: number of support points, at least 1. Defaults to 10.
        queries: number of query points, at least 1. Defaults to 10.

    Returns:
        A ``Task`` of float32 arrays of shape (shots, 1) and (queries, 1).

    Raises:
        ValueError: if ``shots`` or ``queries`` is less than 1.

    Example:
        >>> task = sinusoid_task(2.0, 0.0, rng=0, shots=5)
        >>> task.x_support.shape, bool(abs(task.y_query).max() <= 2)
        ((5, 1), True)
    """
    if shots < 1 or queries < 1:
        raise ValueError(
            f"shots and queries must be at least 1. Received: shots={shots}, queries={queries}."
        )
    x = np.random.default_rng(rng).uniform(-5.0, 5.0, (shots + queries, 1))
    y = amplitude * np.sin(x - phase)
    x, y = x.astype("float32"), y.astype("float32")
    return Task(x[:shots], y[:shots], x[shots:], y[shots:])


def sample_task(rng: np.random.Generator | int, shots: int = 10, queries: int = 10) -> Task:
    """Draw one task: amplitude from U(0.1, 5), phase from U(0, pi).

    Args:
        rng: a NumPy generator, or a seed for a new one: the same seed draws the same task.
        shots: number of support points. Defaults to 10.
        queries: number of query points. Defaults to 10.

    Returns:
        A ``Task``, see ``sinusoid_task``.

    Example:
        >>> bool((sample_task(3).y_query == sample_task(3).y_query).all())
        True

    Reference:
        Finn et al. 2017, Section 5.1.
    """
    rng = np.random.default_rng(rng)
    amplitude, phase = rng.uniform(0.1, 5.0), rng.uniform(0.0, np.pi)
    return sinusoid_task(amplitude, phase, rng, shots, queries)
