"""A small bank to spoil: the exemplars, and a way to change one of them."""

import re
import sys
from pathlib import Path

import pytest

from question_bank.load import ITEMS, load_bank

GOOD = "m2-vanishing-sigmoid-bound"


class Bench:
    """A folder of items in a temporary place."""

    def __init__(self, folder: Path):
        self.items = folder / "items"
        (self.items / "m1").mkdir(parents=True)
        (self.items / "m2").mkdir()

    def write(self, id: str, text: str | bytes) -> Path:
        file = self.items / id.split("-")[0] / f"{id}.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return file

    def copy(self, id: str = GOOD, *edits: tuple[str, str], name: str | None = None) -> Path:
        """Copy an item without its enemies, replacing text; every replacement must apply."""
        text = (ITEMS / id.split("-")[0] / f"{id}.yaml").read_text(encoding="utf-8")
        text = re.sub(r"^enemies:.*(\n +-.*)*$", "enemies: []", text, flags=re.MULTILINE)
        for line in ("status: draft", "minutes: 3"):  # the bank moves on, the edits below do not
            text = re.sub(rf"^{line.split(':')[0]}:.*$", line, text, flags=re.MULTILINE)
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        return self.write(name or id, text)

    def load(self):
        return load_bank(self.items)


@pytest.fixture
def bench(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Bench(tmp_path)


@pytest.fixture(scope="session")
def bank():
    return load_bank()


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command in this process; return exit code, output and error output."""

    def call(*arguments):
        from question_bank.cli import main

        monkeypatch.setattr(sys, "argv", ["question_bank", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    return call
