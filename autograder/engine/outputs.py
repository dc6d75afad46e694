"""Outputs of cells that come from the student's side, made safe to write into a notebook."""

from __future__ import annotations

import json
from typing import Any

KEPT_MIMES = ("text/", "image/png", "image/jpeg", "image/svg+xml", "application/json")


def clean(done: Any) -> tuple[list[dict[str, Any]], str | None]:
    """Return the outputs of a cell as nbformat has them, and the error that ended it, as text.

    What is not of nbformat's form is left out: it comes from a process that can say anything.
    """
    if not isinstance(done, dict) or not isinstance(done.get("outputs"), list):
        return [], "its outputs could not be read"
    made = [output for part in done["outputs"][:1000] if (output := _output(part))]
    error = done.get("error")
    if not isinstance(error, dict):
        return made, None
    types = error.get("types") if isinstance(error.get("types"), list) else []
    return made, f"{types[0] if types else 'error'}: {error.get('message')}"


def _output(part: Any) -> dict[str, Any] | None:
    kind = part.get("output_type") if isinstance(part, dict) else None
    if kind == "stream" and part.get("name") in ("stdout", "stderr"):
        return {"output_type": kind, "name": part["name"], "text": str(part.get("text", ""))}
    if kind == "error":
        trace = part.get("traceback")
        lines = [str(line) for line in trace] if isinstance(trace, list) else []
        names = {key: str(part.get(key, "")) for key in ("ename", "evalue")}
        return {"output_type": kind, **names, "traceback": lines}
    if kind in ("display_data", "execute_result") and isinstance(part.get("data"), dict):
        data = {mime: value for mime, value in part["data"].items() if _keeps(mime, value)}
        output = {"output_type": kind, "data": data, "metadata": {}}
        return output if kind == "display_data" else {**output, "execution_count": None}
    return None


def _keeps(mime: Any, value: Any) -> bool:
    return isinstance(mime, str) and mime.startswith(KEPT_MIMES) and isinstance(value, str)


def note(text: str) -> dict[str, Any]:
    """Return an output in which the grader says something."""
    return {"output_type": "stream", "name": "stdout", "text": text.rstrip("\n") + "\n"}


def executed(data: dict[str, Any], made: dict[int, list[dict[str, Any]]]) -> str:
    """Return a notebook's JSON with the outputs of this run in place of its own."""
    cells, count = [], 0
    for position, cell in enumerate(data["cells"]):
        if cell["cell_type"] == "code":
            count += position in made
            number = count if position in made else None
            cell = {**cell, "outputs": made.get(position, []), "execution_count": number}
        cells.append(cell)
    return json.dumps({**data, "cells": cells}, indent=1, ensure_ascii=False) + "\n"
