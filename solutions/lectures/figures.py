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

LINES = ("ko-", "C0s--", "C1D-.", "C2^:", "C3v-", "C4P--", "C5*-.", "C6X:")


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
    columns = [
        [f"{n:.2g} ({assessment(n)})" for n in norms.values()] for norms in networks.values()
    ]
    deepest = max(map(len, columns))
    cells = [column + ["-"] * (deepest - len(column)) for column in columns]
    rows = [[layer + 1, *row] for layer, row in enumerate(zip(*cells, strict=True))]
    return Table("Assessment of every layer", ["layer", *networks], rows)


def layers_figure(networks: Mapping[str, Mapping[str, float]]) -> Figure:
    """Draw the layers of each network beside the monitor's thresholds, one panel each.

    Args:
        networks: from a name to the ``layer_gradient_norms`` of a network.

    Returns:
        The figure; its alternative text names the first and the last norm of each network.

    Example:
        >>> layers_figure({"deep": {"a": 1e-7, "b": 0.25}}).alt.partition(". ")[2]
        'deep: 1.0e-07 at the first layer, 2.5e-01 at the last.'
    """
    figure, axes = plt.subplots(
        1, len(networks), figsize=(5 * len(networks), 4.2), squeeze=False, layout="constrained"
    )
    ends = []
    for axis, (name, norms) in zip(axes.flat, networks.items(), strict=True):
        draw_layers(axis, norms, name)
        values = list(norms.values())
        ends.append(f"{name}: {values[0]:.1e} at the first layer, {values[-1]:.1e} at the last")
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

    Returns:
        Two rows for each model: norm, mean, standard deviation, largest size, share of zeros.

    Example:
        >>> layers = [keras.layers.Dense(1, kernel_initializer="ones") for _ in range(2)]
        >>> model = keras.Sequential([keras.Input((1,)), *layers])
        >>> table = kernel_statistics_table({"tiny": model}, np.ones((1, 1)), np.zeros((1, 1)))
        >>> [row[:3] for row in table.cells()]  # f(x) = w v x: d f^2 / d w = 2 f v x
        [['tiny', 'first', '2'], ['tiny', 'last', '2']]
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
    curves: Mapping[str, Sequence[float]], title: str, xlabel: str, ylabel: str, caption: str
) -> Figure:
    """Draw one curve for each name.

    Args:
        curves: from a name to its values, at most eight names.
        title: of the figure.
        xlabel: what is counted from 1.
        ylabel: what is measured, with its unit.
        caption: below the figure.

    Returns:
        The figure; its alternative text names the last value of each curve.

    Example:
        >>> curves_figure({"a": [1.0, 0.25]}, "Training", "epoch", "loss, nats", "One run.").alt
        'loss, nats over epoch; at the end: a 0.25.'
    """
    figure, axis = plt.subplots(figsize=(9, 4.5), layout="constrained")
    for (name, values), line in zip(curves.items(), LINES, strict=False):
        axis.plot(np.arange(1, len(values) + 1), values, line, label=name)
    axis.set(title=title, xlabel=xlabel, ylabel=ylabel)
    axis.grid(alpha=0.3)
    axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    ends = ", ".join(f"{name} {values[-1]:.3g}" for name, values in curves.items())
    return Figure("curves", figure, caption, f"{ylabel} over {xlabel}; at the end: {ends}.")


def bars_figure(shares: Mapping[str, float], title: str, xlabel: str, caption: str) -> Figure:
    """Draw one horizontal bar for each name, the first on top; NaN is written out.

    Args:
        shares: from a name to its value in [0, 1], or NaN.
        title: of the figure.
        xlabel: what is measured.
        caption: below the figure.

    Returns:
        The figure; its alternative text names every value.

    Example:
        >>> bars_figure({"a": 0.5, "b": np.nan}, "Test", "share right", "One seed.").alt
        'Bars of share right: a 50.0%, b diverged.'
    """
    figure, axis = plt.subplots(figsize=(9, 1 + 0.45 * len(shares)), layout="constrained")
    texts = ["diverged" if np.isnan(v) else f"{v:.1%}" for v in shares.values()]
    bars = axis.barh(
        list(shares),
        np.nan_to_num(list(shares.values())),
        color="0.75",
        edgecolor="0.2",
        hatch="//",
    )
    axis.bar_label(bars, texts, padding=4)
    axis.invert_yaxis()
    axis.set(title=title, xlabel=xlabel, xlim=(0, 1.12))
    told = ", ".join(f"{name} {text}" for name, text in zip(shares, texts, strict=True))
    return Figure("bars", figure, caption, f"Bars of {xlabel}: {told}.")


def lsuv_figure(runs: Mapping[str, Sequence[LayerReport]]) -> Figure:
    """Draw what LSUV did to the variance of every layer, one panel for each run.

    Args:
        runs: from a title to the reports of ``lsuv``.

    Returns:
        The figure; its alternative text names the layers that missed the target.

    Example:
        >>> report = LayerReport("dense", start=0.2, variance=1.0, iterations=1, converged=True)
        >>> lsuv_figure({"one layer": [report]}).alt.partition(". ")[2]
        'one layer: reached by all layers, divisions by layer 1×.'
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
        tries = [f"{r.iterations}×" + " in vain" * (not r.converged) for r in reports]
        for layer, start, text in zip(layers, starts, tries, strict=True):
            axis.annotate(text, (layer, start), (7, 0), textcoords="offset points", va="center")
        axis.set(title=title, xlabel="layer (1 = next to the input)", xlim=(0.5, len(layers) + 1))
        axis.set_xticks(layers, [f"{i}\n{r.layer}" for i, r in zip(layers, reports, strict=True)])
        axis.grid(alpha=0.3)
        missed = [r.layer for r in reports if not r.converged]
        reached = f"not reached by {missed}" if missed else "reached by all layers"
        told.append(f"{title}: {reached}, divisions by layer {', '.join(tries)}")
    axes[0, 0].set_ylabel("variance of the layer's output (log scale)")
    axes[0, 0].legend()
    return Figure(
        "lsuv",
        figure,
        "Squares: each layer as LSUV found it, with the number of times that it divided the kernel; "
        "dots: as it left it; grey: the target. What was in vain is undone.",
        f"Variance by layer, before and after calibration; the target of 1. {'; '.join(told)}.",
    )
