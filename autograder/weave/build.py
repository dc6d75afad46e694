"""Builds assignments, and tells whether what is committed is what a build would make."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UserError
from autograder.house import ASSIGNMENTS, BUILD, assignment_folders, shown
from autograder.weave import assign, master


@dataclass(frozen=True)
class Built:
    """What the weave makes of one assignment."""

    folder: Path
    notebook: bytes
    archive: bytes

    @property
    def notebook_path(self) -> Path:
        """Where the committed student notebook is."""
        return self.folder / f"{self.folder.name}.ipynb"

    @property
    def archive_path(self) -> Path:
        """Where the Otter autograder zip goes."""
        return BUILD / "autograder" / f"{self.folder.name}.zip"


def weave(folder: Path) -> Built:
    """Return what an assignment's source, solutions and checks make."""
    notebook, checks = master.compose(folder / "source.py")
    return Built(folder, *assign.run(notebook, checks, folder.name))


def chosen(ids: list[str]) -> list[Path]:
    """Return the folders of the assignments asked for; all where none is named.

    Raises:
        UserError: if one of them does not exist.
    """
    folders = assignment_folders()
    for wanted in ids:
        if wanted not in folders:
            raise UserError(f"there is no assignment {wanted!r}; there are: {' '.join(folders)}")
    return [folders[wanted] for wanted in ids or folders]


def build(ids: list[str], say: Callable[[str], None]) -> None:
    """Write student notebooks, autograder zips and the release folder."""
    for folder in chosen(ids):
        built = weave(folder)
        built.notebook_path.write_bytes(built.notebook)
        built.archive_path.parent.mkdir(parents=True, exist_ok=True)
        built.archive_path.write_bytes(built.archive)
        say(f"{shown(built.notebook_path)}  {shown(built.archive_path)}")
    say(f"{shown(release())}  what students get")


def release() -> Path:
    """Write the release folder: the committed notebooks, a README, the requirements.

    Raises:
        UserError: if an assignment was not built yet.
    """
    target = BUILD / "release"
    for key, folder in assignment_folders().items():
        if not (folder / f"{folder.name}.ipynb").exists():
            raise UserError(f"{key} is not built; run 'python -m autograder build {key}'")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in ("README.md", "requirements.txt"):
        shutil.copyfile(ASSIGNMENTS / name, target / name)
    for folder in assignment_folders().values():
        shutil.copyfile(folder / f"{folder.name}.ipynb", target / f"{folder.name}.ipynb")
    return target


def stale(ids: list[str], say: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Return the committed notebooks that a build would change."""
    found = []
    for folder in chosen(ids):
        built = weave(folder)
        path = built.notebook_path
        if not path.exists() or path.read_bytes() != built.notebook:
            found.append(path)
        say(f"{shown(path)}  {'STALE' if path in found else 'current'}")
    return found
