"""From py:percent to notebooks, the same bytes at every build, and their execution."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

SOURCES = Path(__file__).parent
ROOT = SOURCES.parents[1]
OUT = ROOT / "build" / "lectures"

SETUP = """\
# Built from solutions/lectures/{name}.py by: python -m solutions.lectures build
import sys
from pathlib import Path

here = Path.cwd()
sys.path[:0] = [str(p) for p in (here, *here.parents) if (p / "solutions" / "lectures").is_dir()]"""

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def sources(number: int | None = None) -> list[Path]:
    """Return the lectures in their order, or the one with this number.

    Raises:
        ValueError: if there is none with this number.
    """
    found = sorted(SOURCES.glob("[0-9]_*.py"))
    if number is not None:
        chosen = [path for path in found if path.name.startswith(f"{number}_")]
        if not chosen:
            raise ValueError(f"number must be 1 to {len(found)}. Received: number={number}.")
        return chosen
    return found


def compose(source: Path) -> NotebookNode:
    """Return the notebook of a lecture: its cells, and one after the title that finds the package.

    Ids are hashes of place and content; there are no outputs.
    """
    notebook = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent")
    notebook.cells.insert(1, nbformat.v4.new_code_cell(SETUP.format(name=source.stem)))
    for index, cell in enumerate(notebook.cells):
        cell["id"] = hashlib.sha256(f"{index}\n{cell.source}".encode()).hexdigest()[:8]
        cell["metadata"] = {}
    notebook["metadata"] = nbformat.from_dict(METADATA)
    nbformat.validate(notebook)
    return notebook


def rendered(source: Path) -> str:
    """Return the notebook of a lecture as the text of its file."""
    return nbformat.writes(compose(source)) + "\n"


def build(out: Path = OUT) -> list[Path]:
    """Write all notebooks to ``out`` and return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for source in sources():
        paths.append(out / f"{source.stem}.ipynb")
        paths[-1].write_text(rendered(source), encoding="utf-8")
    return paths


def outdated(out: Path = OUT) -> list[str]:
    """Return the names of the notebooks in ``out`` that a build would change or add."""
    texts = {f"{source.stem}.ipynb": rendered(source) for source in sources()}
    return [
        name
        for name, text in texts.items()
        if not (out / name).is_file() or (out / name).read_text(encoding="utf-8") != text
    ]


def execute(source: Path) -> tuple[NotebookNode, float]:
    """Run the notebook of a lecture in a fresh kernel.

    Returns:
        The notebook with its outputs, and the seconds from the start of the kernel to its end.

    Raises:
        nbclient.exceptions.CellExecutionError: if a cell raises; the message holds the traceback.
    """
    from nbclient import NotebookClient  # slow: the build does not need it

    notebook = compose(source)
    start = time.perf_counter()
    NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],  # no warning about a local connection by TCP
        resources={"metadata": {"path": str(ROOT)}},
    ).execute()
    return notebook, time.perf_counter() - start
