"""What a demonstration hands over, and the page that shows it.

A topic's ``demonstrate()`` computes and returns a ``Demonstration``: tables, figures and claims.
``write`` turns it into one self-contained HTML page with its figures beside it as PNG. Nothing in
here knows a topic.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import matplotlib.pyplot as plt
from matplotlib.figure import Figure as MatplotlibFigure


@dataclass(frozen=True)
class Figure:
    """A figure with the text that stands in for it where it cannot be seen."""

    name: str
    figure: MatplotlibFigure
    caption: str
    alt: str

    def png(self) -> bytes:
        """Return the figure as a PNG, 120 dots an inch, without a time stamp."""
        buffer = io.BytesIO()
        self.figure.savefig(
            buffer, format="png", dpi=120, bbox_inches="tight", metadata={"Software": None}
        )
        return buffer.getvalue()


@dataclass(frozen=True)
class Table:
    """A table of measured values; cells that are floats are shown with four digits."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def cells(self) -> list[list[str]]:
        """Return the rows as text."""
        return [[_text(cell) for cell in row] for row in self.rows]

    def __str__(self) -> str:
        lines = [list(self.columns), *self.cells()]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns))]
        ruled = [lines[0], ["-" * width for width in widths], *lines[1:]]
        body = "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in ruled
        )
        return f"{self.title}\n{body}"


@dataclass(frozen=True)
class Claim:
    """A sentence of the course, what was measured in this run, and whether it holds."""

    text: str
    measured: str
    holds: bool

    def __str__(self) -> str:
        verdict = "holds" if self.holds else "does not hold"
        return f"[{verdict}] {self.text}\n    measured: {self.measured}"


@dataclass(frozen=True)
class Demonstration:
    """Everything that a topic shows."""

    title: str
    summary: str
    tables: Sequence[Table] = field(default_factory=tuple)
    figures: Sequence[Figure] = field(default_factory=tuple)
    claims: Sequence[Claim] = field(default_factory=tuple)

    def __str__(self) -> str:
        return "\n\n".join(map(str, [self.title, self.summary, *self.tables, *self.claims]))


def _text(cell: Any) -> str:
    if isinstance(cell, bool) or not hasattr(cell, "__float__") or isinstance(cell, int):
        return str(cell)
    return f"{float(cell):.4g}"


_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
       color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid #bbb; padding: .25rem .75rem; text-align: left; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
figure { margin: 1.5rem 0; } img { max-width: 100%; } figcaption { color: #444; }
"""

_ENVIRONMENT = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)

_PAGE = _ENVIRONMENT.from_string(
    """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ d.title }}</title>
<style>{{ style }}</style></head><body>
<h1>{{ d.title }}</h1>
<p>{{ d.summary }}</p>
{% for table in d.tables %}
<table><caption>{{ table.title }}</caption>
<thead><tr>{% for c in table.columns %}<th scope="col">{{ c }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in table.cells() %}
<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}
</tbody></table>
{% endfor %}
{% for figure, data in figures %}
<figure><img alt="{{ figure.alt }}" src="data:image/png;base64,{{ data }}">
<figcaption>{{ figure.caption }}</figcaption></figure>
{% endfor %}
{% if d.claims %}<h2>What the course says, measured</h2><ul>
{% for claim in d.claims %}
<li><b>{{ "✓ holds" if claim.holds else "✗ does not hold" }}:</b> {{ claim.text }}
<br>{{ claim.measured }}</li>
{% endfor %}</ul>{% endif %}
</body></html>
"""
)

_INDEX = _ENVIRONMENT.from_string(
    """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The reference system</title>
<style>{{ style }}</style></head><body>
<h1>The reference system at work</h1>
<table><thead><tr><th>id</th><th>topic</th><th>claims that hold</th></tr></thead><tbody>
{% for topic, d in shown %}
<tr><td>{{ topic.id }}</td><td><a href="{{ topic.id }}/index.html">{{ topic.title }}</a></td>
<td>{{ d.claims | selectattr("holds") | list | length }} of {{ d.claims | length }}</td></tr>
{% endfor %}</tbody></table></body></html>
"""
)


def write(demonstration: Demonstration, out: Path) -> Path:
    """Write the page and its figures to ``out`` and return the path of the page."""
    out.mkdir(parents=True, exist_ok=True)
    figures = []
    for figure in demonstration.figures:
        png = figure.png()
        plt.close(figure.figure)
        (out / f"{figure.name}.png").write_bytes(png)
        figures.append((figure, base64.b64encode(png).decode("ascii")))
    page = out / "index.html"
    page.write_text(_PAGE.render(d=demonstration, figures=figures, style=_STYLE), encoding="utf-8")
    return page


def write_index(shown: Sequence[tuple[Any, Demonstration]], out: Path) -> Path:
    """Write the page that links the topics' pages; ``shown`` pairs each topic with its result."""
    out.mkdir(parents=True, exist_ok=True)
    page = out / "index.html"
    page.write_text(_INDEX.render(shown=shown, style=_STYLE), encoding="utf-8")
    return page
