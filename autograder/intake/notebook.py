"""Reads a notebook out of an .ipynb file or a zip, and trusts nothing in it.

A zip is never unpacked: the one notebook in it is read into memory, up to a size. So names that
lead elsewhere, links and bombs do nothing; they are refused all the same, with the reason.
"""

from __future__ import annotations

import json
import re
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

MOST_BYTES = 20 * 2**20
MOST_CELLS = 2000
MOST_ENTRIES = 1000
MOST_RATIO = 200
GRADER_CHECK = re.compile(r"\.check\(\s*[\"']([\w.-]+)[\"']")


class Invalid(Exception):
    """Why a submission cannot be read, and what the student is to do."""


@dataclass(frozen=True)
class Notebook:
    """A notebook: its JSON, the name of its assignment, and where its checks are to run."""

    data: dict[str, Any]
    assignment: str | None

    @property
    def code_cells(self) -> list[tuple[int, str]]:
        """Position and source of each cell that is to be run, as Otter chooses them."""
        return [
            (position, _source(cell))
            for position, cell in enumerate(self.data["cells"])
            if cell["cell_type"] == "code" and not _ignored(cell)
        ]

    def checks_after(self) -> dict[str, int]:
        """Return for each question the last cell after which Otter would check it."""
        last = {}
        for position, source in self.code_cells:
            named = _otter(self.data["cells"][position]).get("tests") or []
            for token in [*GRADER_CHECK.findall(source), *(t for t in named if type(t) is str)]:
                last[token] = position
        return last


def read(path: Path) -> tuple[Notebook, bytes]:
    """Return the notebook in a file, and the bytes that were read.

    Raises:
        Invalid: if there is none, or it is not a notebook of nbformat 4.
    """
    if path.is_symlink():
        raise Invalid("this is a link to another file; hand in the file itself")
    size = path.stat().st_size
    if size == 0:
        raise Invalid("the file is empty; save the notebook, export it again and hand that in")
    if path.suffix.lower() == ".zip":
        raw = _from_zip(path)
    elif size > MOST_BYTES:
        raise Invalid(_too_large(size))
    else:
        raw = path.read_bytes()
    return parse(raw), raw


def parse(raw: bytes) -> Notebook:
    """Return the notebook that some bytes hold.

    Raises:
        Invalid: as ``read``.
    """
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid(
            f"the notebook is not UTF-8 text (byte {error.start}); open it in Jupyter, save it and "
            "hand that in"
        ) from error
    except (ValueError, RecursionError) as error:
        reason = str(error)[:100] or type(error).__name__
        raise Invalid(
            f"the notebook is not valid JSON ({reason}); export it again from Jupyter"
        ) from error
    if not isinstance(data, dict) or "nbformat" not in data:
        raise Invalid("this is JSON but no notebook; hand in the .ipynb file that Jupyter saves")
    if data["nbformat"] != 4:
        version = str(data["nbformat"])[:20]
        raise Invalid(
            f"the notebook is of nbformat {version}; nbformat 4 is read. Open it in a current "
            "Jupyter and save it"
        )
    _check_cells(data)
    otter = _otter(data)
    name = otter.get("assignment_name")
    return Notebook(data, name if type(name) is str else _guessed(data))


def _check_cells(data: dict[str, Any]) -> None:
    cells = data.get("cells")
    if not isinstance(cells, list) or len(cells) > MOST_CELLS:
        raise Invalid(f"the notebook has no list of cells, or over {MOST_CELLS}; export it again")
    for number, cell in enumerate(cells, 1):
        good = isinstance(cell, dict) and cell.get("cell_type") in ("code", "markdown", "raw")
        source = cell.get("source") if good else None
        lines = source if isinstance(source, list) else [source]
        if not all(type(line) is str for line in lines):
            raise Invalid(f"cell {number} of the notebook is damaged; export it again from Jupyter")


def _from_zip(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            entry = _chosen(archive.infolist())
            with archive.open(entry) as file:
                raw = file.read(MOST_BYTES + 1)
    except Invalid:
        raise
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise Invalid(
            f"the zip cannot be read ({str(error)[:100]}); run the notebook's last cell again and "
            "hand in the file that it writes"
        ) from error
    except Exception as error:  # zlib and lzma raise their own
        raise Invalid(f"the zip is damaged ({type(error).__name__}); export it again") from error
    if len(raw) > MOST_BYTES:
        raise Invalid(_too_large(len(raw)))
    return raw


def _chosen(entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """Return the one notebook of a zip; refuse a zip that is up to something."""
    if len(entries) > MOST_ENTRIES:
        raise Invalid(f"the zip has {len(entries)} entries; hand in the zip that Otter exports")
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or re.match(r"[A-Za-z]:", entry.filename):
            raise Invalid(f"the zip has an entry that leads outside of it: {entry.filename[:80]!r}")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Invalid(f"the zip holds a link: {entry.filename[:80]!r}; put in the file itself")
        if entry.file_size > MOST_BYTES and entry.file_size > MOST_RATIO * entry.compress_size:
            raise Invalid(f"the zip unpacks to {entry.file_size} bytes: a zip bomb is not read")
    notebooks = [
        entry
        for entry in entries
        if entry.filename.lower().endswith(".ipynb")
        and not entry.filename.startswith("__MACOSX/")
        and ".ipynb_checkpoints" not in entry.filename
    ]
    if len(notebooks) != 1:
        names = ", ".join(entry.filename for entry in notebooks[:3]) or "none"
        raise Invalid(f"a zip must hold one notebook; this one holds {len(notebooks)} ({names})")
    if notebooks[0].file_size > MOST_BYTES:
        raise Invalid(_too_large(notebooks[0].file_size))
    return notebooks[0]


def _too_large(size: int) -> str:
    return (
        f"the notebook has over {size / 1e6:.0f} MB; {MOST_BYTES / 1e6:.0f} MB are read. Clear its "
        "outputs (Edit, Clear Outputs of All Cells), save and export it again"
    )


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return "".join(source) if isinstance(source, list) else source


def _otter(holder: dict[str, Any]) -> dict[str, Any]:
    metadata = holder.get("metadata")
    otter = metadata.get("otter") if isinstance(metadata, dict) else None
    return otter if isinstance(otter, dict) else {}


def _ignored(cell: dict[str, Any]) -> bool:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    tagged = isinstance(tags, list) and "otter_ignore" in tags
    return tagged or bool(_otter(cell).get("ignore"))


def _guessed(data: dict[str, Any]) -> str | None:
    """Return the assignment that the notebook's check cells speak of, if it is one."""
    tokens = {token for cell in data["cells"] for token in GRADER_CHECK.findall(_source(cell))}
    prefixes = {match[0] for token in tokens if (match := re.match(r"a\d\d(?=_)", token))}
    return prefixes.pop() if len(prefixes) == 1 else None
