"""Runs Otter Assign on a master notebook and takes the student notebook and the zip from it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import tempfile
import zipfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.house import ASSIGNMENTS
from autograder.weave import portable
from autograder.weave.check import Check

EPOCH = (1980, 1, 1, 0, 0, 0)


def run(master: NotebookNode, checks: list[Check], name: str) -> tuple[bytes, bytes]:
    """Return the student notebook and the autograder zip, as bytes that two builds share."""
    import otter.assign  # slow: only the build needs it

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        path = place / f"{name}.ipynb"
        nbformat.write(master, path)
        requirements = (ASSIGNMENTS / "requirements.txt").read_text(encoding="utf-8")
        (place / "requirements.txt").write_text(requirements, encoding="utf-8")
        logging.disable(logging.WARNING)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                otter.assign.main(str(path), str(place / "dist"), no_run_tests=True, no_pdfs=True)
        finally:
            logging.disable(logging.NOTSET)
        student = nbformat.read(place / "dist" / "student" / f"{name}.ipynb", as_version=4)
        archive = next((place / "dist" / "autograder").glob("*.zip"))
        return _student(student, checks), _archive(archive, checks)


def _student(notebook: NotebookNode, checks: list[Check]) -> bytes:
    """Put the public checks into the notebook and give its cells ids that do not change."""
    notebook.metadata["otter"]["tests"] = {c.token: portable.public(c) for c in checks}
    notebook.metadata["otter"]["OK_FORMAT"] = False
    for index, cell in enumerate(notebook.cells):
        cell["id"] = hashlib.sha256(f"{index}\n{cell.source}".encode()).hexdigest()[:8]
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    notebook.nbformat_minor = 5
    return (nbformat.writes(notebook) + "\n").encode()


def _archive(path: Path, checks: list[Check]) -> bytes:
    """Put the whole checks into Otter's zip, entries sorted, without times."""
    with zipfile.ZipFile(path) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    entries = {name: data for name, data in entries.items() if not name.startswith("tests/")}
    entries |= {f"tests/{c.token}.py": portable.whole(c).encode() for c in checks}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            executable = name in ("run_autograder", "setup.sh")
            entry.external_attr = (0o755 if executable else 0o644) << 16
            archive.writestr(entry, entries[name])
    return buffer.getvalue()
