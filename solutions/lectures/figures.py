"""Figures and tables that the lectures show and no topic's demonstration has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from solutions.initializers import LayerReport
from solutions.monitor import draw_layers, gradient_statistics, health_metrics
from solutions.report import Figure, Table

LINES = ("k-", "C0--", "C1-.", "C2:", "C3-", "C4--", "C5-.", "C6:")
MARKERS = "osD^vP*X"


def assessment(norm: float) -> str:
    """Return what the monitor's thresholds call the gradient norm of a single layer.

    Example:
        >>> [assessment(norm) for norm in (1e-8, 1e-5, 0.1)]
        ['vanished', 'weak', 'reasonable']
    """
    metrics = health_metrics([norm])
    if metrics["vanished_layers"]:
        return "vanished"
    return "weak" if metrics["weak_layers"] else "reasonable"


def assessment_table(networks: Mapping[str, Mapping[str, float]]) -> Table:
    """Tabulate norm and assessment of every layer, one column for each network.

    Args:
        networks: from a name to the ``layer_gradient_norms`` of a network, of any depths.

    Returns:
        One row for each layer of the deepest network, input side first.

    Example:
        >>> print(assessment_table({"small": {"dense": 0.5}, "deep": {"a": 1e-7, "b": 0.25}}))
        Assessment of every layer
        layer  small             deep
        -----  ----------------  -----------------
        1      0.5 (reasonable)  1e-07 (vanished)
        2      -                 0.25 (reasonable)
    """
    columns = [[f"{n:.2g} ({assessment(n)})" for n in norms.values()] for norms in networks.values()]
    deepest = max(map(len, columns))
    cells = [column + ["-"] * (deepest - len(column)) for column in columns]
    rows = [[layer + 1, *row] for layer, row in enumerate(zip(*cells, strict=True))]
    return Table("Assessment of every layer", ["layer", *networks], rows)


def layers_figure(networks: Mapping[str, Mapping[str, float]]) -> Figure:
    """Draw the layers of each network beside the monitor's thresholds, one panel each.

    Args:
        networks: from a name to the ``layer_gradient_norms`` of a network.
    """
    figure, axes = plt.subplots(
        1, len(networks), figsize=(5 * len(networks), 4.2), squeeze=False, layout="constrained"
    )
    ends = []
    for axis, (name, norms) in zip(axes.flat, networks.items(), strict=True):
        draw_layers(axis, norms, name)
        first, last = list(norms.values())[0], list(norms.values())[-1]
        ends.append(f"{name}: {first:.1e} at the first layer, {last:.1e} at the last")
    limits = [limit for axis in axes.flat for limit in axis.get_ylim()]
    for axis in axes.flat:
        axis.set_ylim(min(limits), max(limits))
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return Figure(
        "layers",
        figure,
        "Norm of each layer's kernel gradient, before training, beside the thresholds.",
        f"Bar charts on log scales, one for each network. {'; '.join(ends)}.",
    )


def kernel_statistics_table(models: Mapping[str, keras.Model], x: Any, y: Any) -> Table:
    """Tabulate the statistics of the first and the last kernel's gradient of each model.

    Args:
        models: from a name to a built model.
        x: inputs, shape (batch, ...).
        y: targets of the mean squared error.
    """
    rows = []
    for name, model in models.items():
        kernels = [layer.kernel for layer in model.layers]
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(keras.losses.mean_squared_error(y, model(x)))
        found = gradient_statistics(tape.gradient(loss, kernels))["tensors"]
        for place, numbers in (("first", found[0]), ("last", found[-1])):
            share = f"{numbers['zeros']:.0%}"
            sizes = [numbers[key] for key in ("norm", "mean", "std", "max_abs")]
            rows.append([name, place, *sizes, share])
    return Table(
        "Statistics of single gradients",
        ["network", "kernel", "norm", "mean", "std", "largest |g|", "exactly 0"],
        rows,
    )


def curves_figure(
    curves: Mapping[str, Sequence[float]],
    title: str,
    xlabel: str,
    ylabel: str,
    caption: str,
    log: bool = False,
) -> Figure:
    """Draw one curve for each name; a cross marks the last value before NaN or infinity.

    Args:
        curves: from a name to its values, at most eight.
        title: of the figure.
        xlabel: what is counted from 1.
        ylabel: what is measured, with its unit.
        caption: below the figure.
        log: whether the values have a log scale. Defaults to False.
    """
    figure, axis = plt.subplots(figsize=(10, 5), layout="constrained")
    ends = []
    for (name, values), line, marker in zip(curves.items(), LINES, MARKERS, strict=False):
        values = np.asarray(values, dtype=np.float64)
        finite = np.isfinite(values)
        steps = np.arange(1, len(values) + 1)
        every = max(1, len(values) // 8)
        axis.plot(steps, np.where(finite, values, np.nan), line, marker=marker, markevery=every,
                  markersize=5, label=name)  # fmt: skip
        if finite.all():
            ends.append(f"{name} ends at {values[-1]:.3g}")
        elif finite.any():
            last = np.flatnonzero(finite)[-1]
            axis.plot(steps[last], values[last], "kX", markersize=10)
            ends.append(f"{name} is not finite after {steps[last]}")
    axis.set(title=title, xlabel=xlabel, ylabel=ylabel + (" (log scale)" if log else ""))
    if log:
        axis.set_yscale("log")
    axis.grid(alpha=0.3)
    axis.legend(fontsize="small")
    return Figure("curves", figure, caption, f"Curves over the {xlabel}: {'; '.join(ends)}.")


def lsuv_figure(runs: Mapping[str, Sequence[LayerReport]]) -> Figure:
    """Draw what LSUV did to the variance of every layer, one panel for each run.

    Args:
        runs: from a title to the reports of ``lsuv``.
    """
    figure, axes = plt.subplots(
        1, len(runs), figsize=(6 * len(runs), 4.5), sharey=True, squeeze=False, layout="constrained"
    )
    told = []
    for axis, (title, reports) in zip(axes.flat, runs.items(), strict=True):
        layers = np.arange(1, len(reports) + 1)
        starts, ends = [r.start for r in reports], [r.variance for r in reports]
        axis.vlines(layers, starts, ends, color="0.5", linestyle=":")
        axis.semilogy(layers, starts, "ws", markeredgecolor="k", markersize=8, label="orthonormal")
        axis.semilogy(layers, ends, "ko", markersize=6, label="after LSUV")
        axis.axhspan(0.9, 1.1, color="0.85", zorder=0, label="target 1 ± 0.1")
        axis.set(title=title, xlabel="layer (1 = next to the input)", xticks=layers)
        axis.set_xticks(layers, [f"{i}\n{r.layer}" for i, r in zip(layers, reports, strict=True)])
        axis.grid(alpha=0.3)
        missed = [r.layer for r in reports if not r.converged]
        told.append(f"{title}: {f'not reached by {missed}' if missed else 'reached by all layers'}")
    axes[0, 0].set_ylabel("variance of the layer's output (log scale)")
    axes[0, 0].legend()
    return Figure(
        "lsuv",
        figure,
        "Squares: each layer as LSUV found it; dots: as it left it; grey: the target.",
        f"Variance by layer, before and after calibration; the target of 1. {'; '.join(told)}.",
    )
