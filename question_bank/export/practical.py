"""The practical part as an auto-graded Otter notebook: the assignments' own questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

NAME = "Otter notebook of the practical part"


def write(form: dict[str, Any], out: Path) -> None:
    """Write ``practical.ipynb`` and ``practical_autograder.zip``, if the test has that part.

    It is the same for all sets. Students answer in the notebook; ``otter run -a`` and Gradescope
    take the zip.

    Raises:
        ValueError: if a question of the practical part is in no assignment.
    """
    from autograder.errors import UserError
    from autograder.weave.excerpt import excerpt

    questions = [q for q in next(iter(form["sets"].values())) if q["kind"] == "practical"]
    if not questions:
        return
    title = f"{form['header']['test']}: practical part"
    try:
        notebook, archive = excerpt([q["id"] for q in questions], "practical", title)
    except UserError as error:
        raise ValueError(f"practical part: {error}") from None
    (out / "practical.ipynb").write_bytes(notebook)
    (out / "practical_autograder.zip").write_bytes(archive)
