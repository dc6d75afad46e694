"""GIFT: statement, and the number where a question is marked by it. No scheme, no figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from .html import ONLY_NUMBER, PRACTICAL, by_hand_or_number, html, tolerance

NAME = "GIFT"
SPECIAL = re.compile(r"([~=#{}:\\])")


def write(form: dict[str, Any], set_: str, folder: Path, out: Path, numeric: bool) -> list[str]:
    """Write ``set_A.gift``; return what it leaves out."""
    left_out, entries = ["marking schemes: the format has no place for them"], []
    questions = [q for q in form["sets"][set_] if q["kind"] != "practical"]
    texts = html(questions)
    for q in form["sets"][set_]:
        if q["kind"] == "practical":
            left_out.append(f"{q['id']} {PRACTICAL}")
        elif q.get("figure"):
            left_out.append(f"{q['id']}: the question has a figure")
        else:
            auto = by_hand_or_number(q, numeric)
            entries.append(_entry(q, texts[q["statement"]], auto))
            if auto:
                left_out.append(f"{q['id']}: {ONLY_NUMBER}")
    (out / f"set_{set_}.gift").write_text("\n".join(entries), encoding="utf-8")
    return left_out


def _entry(q: dict[str, Any], statement: str, auto: bool) -> str:
    """Return one question; a blank line would end it, so newlines are written out."""
    tags = " ".join(f"[tag:{tag}]" for tag in (q["co"], *q["po"], q["bloom"], q["topic"]))
    answer = f"#{float(q['key']['value'])!r}:{tolerance(q['key'])!r}" if auto else ""
    escaped = escape(statement)
    return f"// [id:{q['id']}] {tags}\n::{escape(q['id'])}::[html]{escaped}{{{answer}}}\n"


def escape(text: str) -> str:
    r"""Escape what GIFT gives a meaning.

    Example:
        >>> print(escape("a = {1}"))
        a \= \{1\}
    """
    return SPECIAL.sub(r"\\\1", text).replace("\n", r"\n")
