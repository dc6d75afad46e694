"""GIFT: statement, tags, model answer, and the number where a question is marked by it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from .html import by_number, html, tolerance
from .labels import category, identity, tags

NAME = "GIFT"
LEFT_OUT = (
    "marks; every question counts 1",
    "marking schemes, misconceptions",
    "minutes",
    "parts",
    "head of the paper (institution, date, duration), instructions",
    "spoken text of formulae",
)
SPECIAL = re.compile(r"([~=#{}:\\])")


def write(
    form: dict[str, Any], set_: str, questions: list, folder: Path, out: Path, numeric: bool
) -> None:
    """Write ``set_A.gift``."""
    texts = html(questions)
    entries = [f"$CATEGORY: {category(form, set_)}\n"]
    entries += [_entry(q, texts, by_number(q, numeric)) for q in questions if not q["figure"]]
    (out / f"set_{set_}.gift").write_text("\n".join(entries), encoding="utf-8")


def _entry(q: dict[str, Any], texts: dict[str, str], auto: bool) -> str:
    """Return one question; a blank line would end it, so newlines are written out."""
    tagged = " ".join(f"[tag:{tag}]" for tag in tags(q))
    name = f"{q['number']:02d} {q['id']}"
    number = f"#{float(q['key']['value'])!r}:{tolerance(q['key'])!r}" if auto else ""
    answer = f"{number}####[html]{escape(texts[q['answer']])}"
    return (
        f"// [id:{identity(q)}] {tagged}\n"
        f"::{escape(name)}::[html]{escape(texts[q['statement']])}{{{answer}}}\n"
    )


def escape(text: str) -> str:
    r"""Escape what GIFT gives a meaning.

    Example:
        >>> print(escape("a = {1}"))
        a \= \{1\}
    """
    return SPECIAL.sub(r"\\\1", text).replace("\n", r"\n")
