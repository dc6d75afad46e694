"""Lint: everything about the bank that a program can judge.

Each check takes one loaded question (or the bank) and yields findings: field path, problem with
its fix, and a line offset inside the field. ``lint`` turns them into faults with file and line.
The order is that of cost: what loading found, what the text shows, what the seeds show, what
pairs of questions show.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ..faults import Fault, FieldPath
from ..load import Bank

SEEDS = 12
THOROUGH = 300


class Finding(NamedTuple):
    """What a check found in one question."""

    path: FieldPath
    problem: str
    offset: int = 0


@cache
def _word_lists() -> dict[str, Any]:
    return yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))


def words(name: str) -> Any:
    """Return one of the word lists of ``words.yaml``."""
    return _word_lists()[name]


def lint(bank: Bank, seeds: int = SEEDS, only: Iterable[str] | None = None) -> list[Fault]:
    """Check a bank and return the faults, in the order of files and lines.

    Args:
        bank: a loaded bank; the faults of loading are included.
        seeds: how many variants of each parametrised question to draw.
        only: ids to report on; pairs are still compared with the whole bank. Default: all.
    """
    from . import formulae, language, references, seeding, similarity  # NumPy loads here

    wanted = set(bank.questions if only is None else only)
    found: list[tuple[str, Finding]] = []
    for question in bank:
        if question.id not in wanted:
            continue
        for check in (references.check, language.check, formulae.check):
            found += [(question.id, finding) for finding in check(question, bank)]
        found += [(question.id, finding) for finding in seeding.check(question, seeds)]
    found += [(id, finding) for id, finding in similarity.check(bank) if id in wanted]
    own = {bank.fault(id, *finding) for id, finding in found}
    return sorted(own | set(bank.faults if only is None else []))
