"""The README is true: each of its commands is run, each path and each test it names is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.house import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.S)
COMMANDS = [line[2:] for block in BLOCKS for line in block.splitlines() if line.startswith("$ ")]
TOP = {"assignments", "solutions", "autograder", "question_bank", "tests", "requirements.txt",
       "README.md", "Makefile", "pyproject.toml"}  # fmt: skip


def test_the_two_commands_come_first():
    assert COMMANDS[:2] == ["make demo", "make test"]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`([a-z_]+/[\w./<>]*)`", README))))
def test_every_path_that_the_readme_names_is_there(path):
    if path.startswith(("out/", "build/")):
        return  # made by a command that is run below
    pattern = re.sub(r"<\w+>", "*", path.replace("aNN", "a*").replace("qM_name", "q*"))
    assert list(ROOT.glob(pattern.rstrip("/").replace("_topic", "_*"))), path


def test_the_top_level_is_what_it_is_to_be():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    names = {line.split("/")[0] for line in listed}
    assert {name for name in names if not name.startswith(".")} == TOP


def test_make_help_lists_the_commands():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("demo", "test", "build", "benchmarks"):
        assert f"make {target}" in shown.stdout


@pytest.mark.slow
def test_every_command_of_the_readme_runs(tmp_path):
    """Run them in order in a copy of the house, as a reader would; ``make test`` is this suite."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in listed:
        if (ROOT / name).exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / name)
    binaries = Path(sys.executable).parent
    (tmp_path / ".venv").symlink_to(binaries.parent)  # stands for the one that make would set up
    environment = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}"}
    for command in COMMANDS:
        if command == "make test":
            continue
        words = f"{command} -o .venv/ready" if command.startswith("make") else command
        made = subprocess.run(
            words, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert made.returncode == 0, f"{command}\n{made.stdout[-3000:]}\n{made.stderr[-3000:]}"
    assert "report.html" in made.stdout or (tmp_path / "out/graded/report.html").exists()
    assert len((tmp_path / "out/graded/grades.csv").read_text().splitlines()) == 17


def test_the_students_readme_lists_every_assignment_with_its_title_and_budget():
    folders = sorted((ROOT / "assignments").glob("a[0-9][0-9]_*"))
    text = (ROOT / "assignments" / "README.md").read_text(encoding="utf-8")
    for folder in folders:
        source = (folder / "source.py").read_text(encoding="utf-8")
        key, title = re.search(r"^# # (a\d\d) · (.*)$", source, re.M).groups()
        minutes = re.search(r"Budget: (\d+) minutes", source)[1]
        assert f"| {key} | {title} | {minutes} |" in text
    assert text.count("\n| a") == len(folders) == 15
