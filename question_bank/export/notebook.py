"""A master notebook for ``otter assign`` with manual questions."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_markdown_cell, new_notebook, new_raw_cell

from question_bank.render.tables import accepted, number

from .labels import identity

NAME = "Otter notebook"
LEFT_OUT = (
    "PO, difficulty, kind or topic",
    "minutes",
    "parts",
    "head of the paper (institution, date, duration), instructions",
    "spoken text of formulae",
)
CONFIG = """# ASSIGNMENT CONFIG
name: {name}
init_cell: true
export_cell:
  pdf: false
  run_tests: false
tests:
  ok_format: false
generate: true"""


def write(
    form: dict[str, Any], set_: str, questions: list, folder: Path, out: Path, numeric: bool
) -> None:
    """Write ``set_A_otter.ipynb``; every question is marked by hand, whatever ``numeric`` says."""
    head = form["header"]
    course = f"{head['course_code']} {head['course_title']}"
    cells = [
        new_raw_cell(CONFIG.format(name=f"{form['draw']}_set_{set_.lower()}")),
        new_markdown_cell(f"# {head['test']}, set {set_}\n\n{course}"),
    ]
    for q in questions:
        cells += _question(q, folder)
    for i, cell in enumerate(cells):
        cell["id"] = f"cell-{i}"  # random otherwise
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    nbformat.validate(notebook)
    nbformat.write(notebook, out / f"set_{set_}_otter.ipynb")


def _question(q: dict[str, Any], folder: Path) -> list[Any]:
    name = f"q{q['number']}"
    heading = f"## Question {q['number']} ({number(q['marks'])} marks, {q['bloom']}, {q['co']})"
    statement = new_markdown_cell(f"{heading}\n\n{q['statement']}")
    if figure := q.get("figure"):
        data = base64.b64encode((folder / f"{figure['file']}.png").read_bytes()).decode()
        alt = figure["alt"].replace("[", "(").replace("]", ")").replace("\n", " ")
        statement.source += f"\n\n![{alt}](attachment:figure.png)"
        statement["attachments"] = {"figure.png": {"image/png": data}}
    return [
        new_raw_cell(f"# BEGIN QUESTION\nname: {name}\npoints: {number(q['marks'])}\nmanual: true"),
        statement,
        new_raw_cell("# BEGIN PROMPT"),
        new_markdown_cell("*Your answer here.*"),
        new_raw_cell("# END PROMPT"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_markdown_cell(_scheme(q)),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# END QUESTION"),
    ]


def _scheme(q: dict[str, Any]) -> str:
    """Return answer, marking scheme and misconceptions as Markdown."""
    lines = [f"`{identity(q)}`", "", q["answer"], "", accepted(q), ""]
    for step in q["scheme"]:
        lines.append(f"- **{number(step['marks'])}** {step['step']}: {step['earns']}")
        lines += [f"    - half: {step['half']}"] if step["half"] else []
        for name in ("accept", "reject"):
            lines += [f"    - {name}: {text}" for text in step[name]]
    for m in q["misconceptions"]:
        lines.append(f"- often seen: {m['belief']} Tell: {m['tell']}")
    return "\n".join(lines)
