"""The command line answers at once and loads nothing it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autograder.house import ROOT

HEAVY = "tensorflow keras otter pandas nbformat IPython matplotlib numpy"


@pytest.mark.parametrize("words", [["--help"], ["grade", "--help"], ["build", "--help"]])
def test_help_loads_nothing_heavy(words):
    code = (
        "import sys\n"
        f"sys.argv = ['autograder', *{words!r}]\n"
        "from autograder import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        f"print('loaded', [m for m in {HEAVY.split()!r} if m in sys.modules])"
    )
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "loaded []" in made.stdout


@pytest.mark.parametrize("verb", ["build", "checks", "messages", "map", "grade"])
def test_every_verb_has_help_with_an_example(verb):
    made = subprocess.run(
        [sys.executable, "-m", "autograder", verb, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"python -m autograder {verb}" in made.stdout
