"""Two figures: the state of a network, layer by layer, and its history in four panels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from solutions.monitor.thresholds import Threshold

STATUSES = ("healthy", "warning", "critical")
LEVELS = (
    (Threshold.VANISHED, f"vanished below {Threshold.VANISHED:g}"),
    (Threshold.WEAK, f"weak below {Threshold.WEAK:g}"),
    (Threshold.EXPLODING, f"exploding above {Threshold.EXPLODING:g}"),
)
LINES = ("-", "--", "-.", ":")
MARKERS = "osD^vP*X"


def draw_layers(ax: Axes, norms: Mapping[str, float | None], title: str) -> None:
    """Draw one bar per layer on a log scale, with the thresholds as lines.

    Args:
        ax: where to draw.
        norms: from ``layer_gradient_norms``. A norm that is 0, missing or not finite has no place
            on a log scale and is written out.
        title: the title of the panel.

    Example:
        >>> ax = Figure().subplots()
        >>> draw_layers(ax, {"first": 1e-7, "last": 0.5, "unused": None}, "Before training")
        >>> [float(bar.get_height()) for bar in ax.patches], [text.get_text() for text in ax.texts]
        ([1e-07, 0.5, nan], ['none'])
    """
    shown = [n if n and math.isfinite(n) else math.nan for n in norms.values()]
    positions = np.arange(1, len(shown) + 1)
    finite = [value for value in shown if not math.isnan(value)]
    lowest, highest = min([*finite, Threshold.VANISHED]), max([*finite, Threshold.EXPLODING])
    ax.set(yscale="log", ylim=(lowest / 10, highest * 10))
    ax.bar(positions, shown, color="0.75", edgecolor="0.2", hatch="//")
    for (level, label), style in zip(LEVELS, (":", "--", "-."), strict=True):
        ax.axhline(level, color="0.1", linestyle=style, linewidth=1, label=label)
    for position, value, norm in zip(positions, shown, norms.values(), strict=True):
        if math.isnan(value):
            ax.text(position, 1e-3, "none" if norm is None else f"{norm:g}", ha="center")
    ax.set(xticks=positions, xlim=(0.3, len(shown) + 0.7), title=title)
    ax.set(xlabel="layer (1 = next to the input)", ylabel="norm of kernel gradient")


def dashboard(history: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw the history of a ``GradientHealthMonitor``: layers, latest state, counts, status.

    Args:
        history: its ``history``, not empty.

    Returns:
        A figure of 2 x 2 panels.

    Raises:
        ValueError: if ``history`` is empty.

    Example:
        >>> from solutions.monitor import health_metrics
        >>> record = {"batch": 0, "norms": {"line": 0.5}, "metrics": health_metrics([0.5])}
        >>> [ax.get_title() for ax in dashboard([{**record, "status": "healthy"}]).axes]
        ['Gradient of each layer', 'Layers after 0 batches', 'Layers in trouble, of 1', 'Status']
    """
    if not history:
        raise ValueError("history must hold at least one record; train first. Received: none.")
    figure = Figure(figsize=(12, 8), layout="constrained")
    (over_time, latest), (counts, status) = figure.subplots(2, 2)
    batches = [record["batch"] for record in history]
    _draw_norms(over_time, batches, history)
    draw_layers(latest, history[-1]["norms"], f"Layers after {batches[-1]} batches")
    latest.legend(fontsize="small", loc="upper left")
    _draw_counts(counts, batches, [record["metrics"] for record in history])
    _draw_status(status, batches, [record["status"] for record in history])
    for ax in (over_time, counts, status):
        ax.set_xlim(batches[0] - 0.5, batches[-1] + 0.5)
        ax.xaxis.get_major_locator().set_params(integer=True)
    return figure


def _draw_norms(ax: Axes, batches: Sequence[int], history: Sequence[Mapping[str, Any]]) -> None:
    for k, layer in enumerate(history[0]["norms"]):
        norms = [record["norms"][layer] or math.nan for record in history]
        style = {"linestyle": LINES[k % len(LINES)], "marker": MARKERS[k % len(MARKERS)]}
        ax.plot(batches, norms, markersize=4, label=layer, **style)
    ax.set_yscale("log")
    ax.set(title="Gradient of each layer", xlabel="batches", ylabel="norm of kernel gradient")
    ax.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5))


def _draw_counts(ax: Axes, batches: Sequence[int], metrics: Sequence[Mapping[str, Any]]) -> None:
    keys = ("vanished_layers", "weak_layers", "non_finite_layers")
    for key, style, marker in zip(keys, LINES, MARKERS, strict=False):
        label = key.removesuffix("_layers").replace("_", " ")
        ax.plot(batches, [m[key] for m in metrics], style, marker=marker, markersize=4, label=label)
    ax.set_ylim(-0.3, metrics[0]["layers"] + 0.3)
    ax.set(title=f"Layers in trouble, of {metrics[0]['layers']}", xlabel="batches", ylabel="layers")
    ax.legend(fontsize="small")


def _draw_status(ax: Axes, batches: Sequence[int], statuses: Sequence[str]) -> None:
    ax.step(batches, [STATUSES.index(s) for s in statuses], "k-", where="post", marker="o")
    ax.set_yticks(range(len(STATUSES)), STATUSES)
    ax.set_ylim(-0.3, len(STATUSES) - 0.7)
    ax.set(title="Status", xlabel="batches", ylabel="verdict")
