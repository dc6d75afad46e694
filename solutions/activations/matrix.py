"""The performance matrix of script 04, the ranking that follows, and a recommendation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from solutions.activations import prelu, preservation, rectifiers, saturating, smooth


class Activation(NamedTuple):
    """An activation function and its derivative, both elementwise."""

    f: Callable[[np.ndarray], np.ndarray]
    df: Callable[[np.ndarray], np.ndarray]


ACTIVATIONS = {
    "sigmoid": Activation(saturating.sigmoid, saturating.sigmoid_derivative),
    "tanh": Activation(saturating.tanh, saturating.tanh_derivative),
    "relu": Activation(rectifiers.relu, rectifiers.relu_derivative),
    "leaky_relu": Activation(rectifiers.leaky_relu, rectifiers.leaky_relu_derivative),
    "prelu": Activation(  # at its starting slope
        lambda x: prelu.prelu(x, 0.25), lambda x: prelu.prelu_derivative(x, 0.25)
    ),
    "elu": Activation(rectifiers.elu, rectifiers.elu_derivative),
    "swish": Activation(smooth.swish, smooth.swish_derivative),
    "gelu": Activation(smooth.gelu, smooth.gelu_derivative),
}


class Performance(NamedTuple):
    """One row of the matrix; expectations are under z ~ N(0, 1)."""

    name: str
    max_slope: float  # sup |f'|
    mean_output: float  # E[f]; 0 is zero-centred
    passes: float  # E[f'^2]
    gain: float  # E[f'^2] / E[f^2]
    dead_share: float  # P(|f'| < 1e-3)
    deep_gradient: float  # norm of a gradient after ``depth`` random layers, start = 1


def performance_matrix(
    activations: Mapping[str, Activation] = ACTIVATIONS, depth: int = 20, seeds: int = 5
) -> list[Performance]:
    """Measure every activation function.

    Args:
        activations: name to ``Activation``. Defaults to the eight of this package.
        depth: layers of the gradient's way back, at least 1. Defaults to 20.
        seeds: ``deep_gradient`` is the geometric mean over the seeds 0..seeds-1; at least 1.
            Defaults to 5.

    Returns:
        One ``Performance`` for each, in the order of ``activations``.

    Raises:
        ValueError: if ``depth`` or ``seeds`` is below 1, or a function is 0 everywhere.

    Example:
        >>> matrix = performance_matrix({"relu": ACTIVATIONS["relu"]}, depth=2)
        >>> matrix[0].max_slope, round(matrix[0].dead_share, 6)
        (1.0, 0.5)
    """
    if seeds < 1:
        raise ValueError(f"seeds must be at least 1. Received: seeds={seeds}.")
    grid = np.linspace(-10, 10, 20_001)
    return [
        Performance(
            name,
            max_slope=float(np.abs(df(grid)).max()),
            mean_output=preservation.gaussian_mean(f),
            passes=preservation.mean_squared_derivative(df),
            gain=preservation.gradient_gain(f, df),
            dead_share=preservation.gaussian_mean(lambda z, df=df: np.abs(df(z)) < 1e-3),
            deep_gradient=_deep_gradient(f, df, depth, seeds),
        )
        for name, (f, df) in activations.items()
    ]


def _deep_gradient(f, df, depth: int, seeds: int) -> float:
    norms = [
        preservation.gradient_through_depth(f, df, depth, seed=seed)[-1] for seed in range(seeds)
    ]
    return float(np.exp(np.mean(np.log(norms))))


def rank_by_preservation(gains: Mapping[str, float]) -> list[str]:
    """Rank activation functions by how well they preserve a gradient.

    The best gain is 1, and half is as bad as double: the order is that of |log(gain)|, smallest
    first; equal ones stay in the order given.

    Args:
        gains: name to gradient gain, positive, as from ``gradient_gain``.

    Returns:
        The names, best first.

    Raises:
        ValueError: if a gain is not positive.

    Example:
        >>> rank_by_preservation({"sigmoid": 0.15, "relu": 1.0, "tanh": 1.18})
        ['relu', 'tanh', 'sigmoid']
    """
    for name, gain in gains.items():
        if not gain > 0:
            raise ValueError(f"gains must be positive. Received: {name}={gain}.")
    # BEGIN SOLUTION
    return sorted(gains, key=lambda name: abs(np.log(gains[name])))
    # END SOLUTION


class Recommendation(NamedTuple):
    """What to use, and why."""

    activation: str
    reason: str


_RECOMMENDATIONS = {
    "hidden": ("relu", "keeps the gradient where it is active; cheap; start here, with He weights"),
    "dying_relu": ("leaky_relu", "passes a gradient on the negative side, so units can recover"),
    "zero_centred": ("elu", "negative outputs pull the mean towards 0; keep alpha = 1"),
    "vision": ("swish", "smooth, and what efficient convolutional networks use"),
    "transformer": ("gelu", "what the transformer language models use"),
    "recurrent": ("tanh", "bounded, so that the state cannot grow from step to step"),
    "gate": ("sigmoid", "between 0 and 1: how much passes"),
    "binary_output": ("sigmoid", "the probability of one class"),
    "multilabel_output": ("sigmoid", "one independent probability for each label"),
    "multiclass_output": ("softmax", "a distribution over exclusive classes"),
    "regression_output": ("linear", "an unbounded value"),
}


def recommend(situation: str) -> Recommendation:
    """Return the usual activation function for a situation, with the reason.

    Args:
        situation: "hidden" (the default of a feed-forward or convolutional network),
            "dying_relu", "zero_centred", "vision", "transformer", "recurrent", "gate",
            "binary_output", "multilabel_output", "multiclass_output" or "regression_output".

    Returns:
        A ``Recommendation``.

    Raises:
        ValueError: for another situation; the message lists those there are.

    Example:
        >>> recommend("multiclass_output").activation
        'softmax'
    """
    if situation not in _RECOMMENDATIONS:
        raise ValueError(
            f"situation must be one of {', '.join(_RECOMMENDATIONS)}. "
            f"Received: situation={situation!r}."
        )
    return Recommendation(*_RECOMMENDATIONS[situation])
