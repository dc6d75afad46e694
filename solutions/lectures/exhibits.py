"""Shows figures, tables and claims of the reference system in a notebook."""

from __future__ import annotations

import html

import matplotlib.pyplot as plt
from IPython.display import Image, Markdown, display

from solutions.report import Claim, Figure, Table


def show(*items: Figure | Table | Claim | str) -> None:
    """Display each item, in order.

    Args:
        items: a ``Figure`` (with its caption, and its alternative text for those who cannot see
            it), a ``Table``, a ``Claim`` with its measurement and verdict, or text in Markdown.

    Raises:
        TypeError: for anything else.

    Example:
        >>> show(3)
        Traceback (most recent call last):
        ...
        TypeError: show takes figures, tables, claims and text. Received: an item of type int.
    """
    for item in items:
        if isinstance(item, Figure):
            plt.close(item.figure)  # or Jupyter's inline backend draws it a second time
            display(Image(data=item.png(), format="png", alt=item.alt))
            display(Markdown(f"*{item.caption}*"))
        elif isinstance(item, Table):
            display({"text/plain": str(item), "text/html": _table(item)}, raw=True)
        elif isinstance(item, Claim):
            display({"text/plain": str(item), "text/html": _claim(item)}, raw=True)
        elif isinstance(item, str):
            display(Markdown(item))
        else:
            raise TypeError(
                "show takes figures, tables, claims and text. "
                f"Received: an item of type {type(item).__name__}."
            )


def _table(table: Table) -> str:
    head = "".join(f"<th scope='col'>{_escaped(column)}</th>" for column in table.columns)
    rows = (
        "<tr>" + "".join(f"<td>{_escaped(cell)}</td>" for cell in row) + "</tr>"
        for row in table.cells()
    )
    return (
        f"<table><caption>{_escaped(table.title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _claim(claim: Claim) -> str:
    verdict = "✓ holds" if claim.holds else "✗ does not hold"
    return (
        f"<blockquote><b>The course says:</b> {_escaped(claim.text)}<br>"
        f"<b>Measured:</b> {_escaped(claim.measured)}<br><b>{verdict}</b></blockquote>"
    )


def _escaped(text: str) -> str:
    """Escape HTML, and keep MathJax from taking two amounts in dollars for a formula."""
    return html.escape(text).replace("$", "<span>$</span>")
