"""Do the things that a question refers to exist?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..course import known
from ..load import Bank
from ..schema import Question
from . import Finding

ROOT = Path(__file__).parents[2]
FORBIDDEN_NAMES = {"open", "exec", "eval", "compile", "input", "print", "globals", "__import__"}


@cache
def errata_numbers() -> frozenset[int]:
    """Return the numbers of the entries of ``ERRATA.md``."""
    text = (ROOT / "question_bank" / "ERRATA.md").read_text(encoding="utf-8")
    return frozenset(int(n) for n in re.findall(r"^### (\d+)\. ", text, re.MULTILINE))


@cache
def assignment_questions(topic: str) -> tuple[str, ...]:
    """Return the tokens of the questions of a topic's assignment, coded and written.

    Example:
        >>> assignment_questions("a08")[2::3]
        ('a08_q3_clip_by_global_norm', 'a08_q6_direction')
    """
    files = (ROOT / "autograder" / "checks" / topic).glob("q*")
    stems = sorted(file.stem for file in files if file.suffix in (".py", ".md"))
    return tuple(f"{topic}_{stem}" for stem in stems)


def check(question: Question, bank: Bank) -> Iterator[Finding]:
    """Check enemies, errata, the related assignment question and the generator's reach."""
    yield from _enemies(question, bank)
    for i, number in enumerate(question.errata):
        if number not in errata_numbers():
            yield Finding(("errata", i), f"ERRATA.md has no entry {number}; use one of its numbers")
    if question.related:
        yield from _related(question.related)
    if question.generator:
        yield from _generator(question.generator)


def _enemies(question: Question, bank: Bank) -> Iterator[Finding]:
    for i, enemy in enumerate(question.enemies):
        path = ("enemies", i)
        if enemy == question.id:
            yield Finding(path, "a question is no enemy of itself; remove it")
        elif enemy not in bank.questions:
            yield Finding(path, f"no question {enemy}; mend the id or remove it")
        elif question.id not in bank[enemy].enemies:
            yield Finding(path, f"{enemy} does not name {question.id}; add it there too")


def _related(token: str) -> Iterator[Finding]:
    topic = token.split("_", 1)[0]
    there = assignment_questions(topic)
    if topic not in known("topics"):
        yield Finding(("related",), f"no topic {topic!r}; name an assignment question, a09_q3_adam")
    elif token not in there:
        fix = f"there are: {' '.join(there)}" if there else f"{topic} has none, remove the line"
        yield Finding(("related",), f"no assignment question {token}; {fix}")


def _generator(source: str) -> Iterator[Finding]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return  # seeding reports it, with the line
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import | ast.ImportFrom):
            problem = "imports; use np, math and reject, which are there"
        elif isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
            problem = f"uses {node.id}; a generator only computes"
        elif isinstance(node, ast.Attribute) and (
            node.attr.startswith("__") or ast.unparse(node) == "np.random"
        ):
            problem = f"uses {ast.unparse(node)}; draw from the rng that is passed in"
        else:
            continue
        yield Finding(("generator",), problem, line)
