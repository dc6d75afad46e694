"""Printing a frozen form: question paper, answer key and evaluator's sheet, as PDF and DOCX.

Theory of operation. ``markdown`` parses all texts of a form in one run of pandoc to its syntax
tree. For PDF the formulae go through pandoc's Typst writer and a table of corrections, and get
their spoken form as alternative text; ``pdf`` lays the pieces out with ``template.typ``, and Typst
compiles them as PDF/UA-1, which refuses a formula or a figure without alternative text. For DOCX
``docx`` builds a syntax tree of tables around the same pieces; pandoc writes the formulae as native
Word equations. ``tables`` computes what both print; ``sheet`` writes the file for the marks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

KINDS = ("paper", "key", "sheet")


def render(form: dict[str, Any], folder: Path) -> list[Path]:
    """Write paper, key and sheet of every set as PDF and DOCX, and the file for the marks.

    Args:
        form: a frozen form.
        folder: where its figures are and the files go.

    Returns:
        The files, ``set_A_paper.pdf`` and so on; ``marks.xlsx`` and ``marks.csv`` last.
    """
    from . import docx, pdf, sheet
    from .markdown import Pieces

    pieces = Pieces(form)
    files = []
    for name in form["sets"]:
        for kind in KINDS:
            for write in (pdf.write, docx.write):
                files.append(write(form, name, kind, pieces, folder))
    return files + sheet.write(form, folder)
