"""Fills a student notebook as a student would: each stub replaced by an answer."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from autograder.house import MISCONCEPTIONS, assignment_folders
from autograder.weave import solution, source

STUB = 'raise NotImplementedError("a'


def blank(assignment: str) -> dict[str, Any]:
    """Return the student notebook as it is handed out."""
    folder = assignment_folders()[assignment]
    return json.loads((folder / f"{folder.name}.ipynb").read_text(encoding="utf-8"))


def reference(assignment: str) -> dict[str, str]:
    """Return the right answer to each stub, by the name that it defines."""
    folder = assignment_folders()[assignment]
    cells = source.read(folder / "source.py")
    found = [solution.find(c.asks["solution"], "") for c in cells if "solution" in c.asks]
    return {one.name: solution.plain_text(one) for one in found}


def catalogued(token: str, name: str) -> dict[str, str]:
    """Return an answer of the catalogue: ``misconceptions/TOKEN/NAME.py``."""
    text = (MISCONCEPTIONS / token / f"{name}.py").read_text(encoding="utf-8")
    body = [node for node in ast.parse(text).body if hasattr(node, "name")]
    return {node.name: text.partition('"""\n')[2].strip() for node in body}


def fill(notebook: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    """Replace the stubs whose names have an answer; the others stay unanswered."""
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] != "code" or STUB not in text:
            continue
        names = [node.name for node in ast.parse(text).body if hasattr(node, "name")]
        for name in names:
            if name in answers:
                cell["source"] = answers[name]
    return notebook


def add(notebook: dict[str, Any], code: str, after_imports: bool = False) -> dict[str, Any]:
    """Add a cell with some code, at the end or right after the imports."""
    cell = {"cell_type": "code", "id": "added", "metadata": {}, "outputs": [], "source": code}
    imports = [n for n, c in enumerate(notebook["cells"]) if "import numpy" in "".join(c["source"])]
    place = imports[0] + 1 if after_imports else len(notebook["cells"])
    notebook["cells"].insert(place, {**cell, "execution_count": None})
    return notebook


def save(notebook: dict[str, Any], path: Path) -> Path:
    """Write a notebook and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    return path
