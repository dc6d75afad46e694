"""Figures: a line chart from a variant's values, legible without colour."""

from __future__ import annotations

from pathlib import Path

from .variant import Variant

STYLES = (("-", "o"), ("--", "s"), (":", "^"), ("-.", "D"))


def draw_figure(variant: Variant, file: Path) -> None:
    """Write the figure of a variant; the suffix of the file (.svg, .png, .pdf) names the format.

    Two calls with the same variant write the same bytes.

    Raises:
        ValueError: if the question has no figure.
    """
    figure = variant.question.figure
    if figure is None:
        raise ValueError(f"{variant.question.id} has no figure; see `figure` in its file")
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": variant.question.id, "font.size": 9}):
        canvas = Figure(figsize=(4.5, 2.8), layout="constrained")
        axes = canvas.add_subplot()
        x = variant.values[figure.x]
        for (legend, name), (line, marker) in zip(figure.lines.items(), STYLES, strict=False):
            style = {"linestyle": line, "marker": marker, "markersize": 4, "color": "black"}
            axes.plot(x, variant.values[name], label=legend, linewidth=1, **style)
        axes.set(title=figure.title, xlabel=figure.xlabel, ylabel=figure.ylabel)
        if figure.logy:
            axes.set_yscale("log")
        if len(x) <= 20 and all(isinstance(value, int) for value in x):
            axes.set_xticks(x)
        axes.grid(alpha=0.3)
        if len(figure.lines) > 1:
            axes.legend()
        metadata = {"Date": None} if file.suffix == ".svg" else None
        canvas.savefig(file, dpi=200, metadata=metadata)
