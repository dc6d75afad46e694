"""``python -m tests.submissions DIR``: the bundled class, made by filling in the student notebooks.

Sixteen students, s01 to s16, over three assignments. Each is named by what happens to it; the last
files of the class come in other forms: a zip as ``grader.export()`` writes it, a file at the top.
"""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

from autograder.house import assignment_folders
from tests.submissions import fill

LOOP = "# this never ends\nwhile True:\n    pass"
HOG = "held = []\nwhile True:\n    held.append(np.ones(10_000_000))"
EXIT = "import os\nos._exit(0)"
RAISES = "undefined_name + 1"

Answers = dict[str, str]


def _wrong(assignment: str, *names: str) -> Answers:
    """Return the right answers with some catalogued ones in place of them."""
    answers = fill.reference(assignment)
    for name in names:
        token, _, file = name.partition("/")
        answers |= fill.catalogued(token, file)
    return answers


CLASS: dict[str, tuple[str, Any]] = {
    "s01 right": ("a02", lambda: fill.reference("a02")),
    "s02 right": ("a08", lambda: fill.reference("a08")),
    "s03 right": ("a09", lambda: fill.reference("a09")),
    "s04 also right": (
        "a08",
        lambda: _wrong(
            "a08",
            "a08_q1_global_norm/also_right/loop_in_numpy",
            "a08_q2_clip_by_value/also_right/where_with_sign",
            "a08_q3_clip_by_global_norm/also_right/branches_in_numpy",
            "a08_q4_adaptive_clipper/also_right/own_list_and_quantile",
            "a08_q5_training_loop/also_right/assigns_by_optimizer_apply",
        ),
    ),
    "s05 clips each tensor by its own norm": (
        "a08",
        lambda: _wrong("a08", "a08_q3_clip_by_global_norm/per_tensor"),
    ),
    "s06 lets a spike lift its own limit": (
        "a08",
        lambda: _wrong(
            "a08",
            "a08_q4_adaptive_clipper/spike_lifts_its_limit",
            "a08_q1_global_norm/float32_squares",
        ),
    ),
    "s07 a misconception": ("a09", lambda: _first_misconceptions("a09", 1)),
    "s08 several misconceptions": ("a02", lambda: _first_misconceptions("a02", 3)),
    "s09 unanswered": ("a09", dict),
    "s10 a cell that raises": ("a09", lambda: fill.reference("a09")),
    "s11 an endless loop": ("a02", lambda: fill.reference("a02")),
    "s12 a memory hog": ("a08", lambda: fill.reference("a08")),
    "s13 ends the process": ("a09", lambda: fill.reference("a09")),
}
EXTRA = {"s10": RAISES, "s11": LOOP, "s12": HOG, "s13": EXIT}


def _first_misconceptions(assignment: str, count: int) -> Answers:
    """Return right answers but for the first catalogued misconception of some questions."""
    folders = sorted(fill.MISCONCEPTIONS.glob(f"{assignment}_q*"))[-count:]
    names = [f"{folder.name}/{min(folder.glob('*.py')).stem}" for folder in folders]
    return _wrong(assignment, *names)


def make(target: Path) -> list[str]:
    """Write the class to a folder; return one line on each student."""
    shutil.rmtree(target, ignore_errors=True)
    for title, (assignment, answers) in CLASS.items():
        student = title.split()[0]
        filled = fill.fill(fill.blank(assignment), answers())
        if student in EXTRA:
            fill.add(filled, EXTRA[student], after_imports=True)
        fill.save(filled, target / student / f"{assignment_folders()[assignment].name}.ipynb")
    (target / "s14").mkdir()
    (target / "s14" / "a08_gradient_clipping.ipynb").write_text("Dear Sir, please find attached")
    (target / "s15").mkdir()
    (target / "s15" / "a02_gradient_health_monitor.ipynb").write_bytes(b"")
    last = fill.save(fill.fill(fill.blank("a02"), fill.reference("a02")), target / "last.ipynb")
    with zipfile.ZipFile(target / "s16_a02_gradient_health_monitor.zip", "w") as archive:
        archive.write(last, "a02_gradient_health_monitor.ipynb")
    last.unlink()
    return [*CLASS, "s14 no notebook", "s15 an empty file", "s16 right, as an exported zip"]


if __name__ == "__main__":
    for line in make(Path(sys.argv[1])):
        print(line)
