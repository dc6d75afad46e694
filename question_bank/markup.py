"""Markup: which parts of a Markdown text are formulae, which are code, which are prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = re.compile(r"^```.*?^```[^\S\n]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_FORMULA = re.compile(r"(?<!\\)(\$\$?)(.+?)(?<!\\)\1", re.DOTALL)


@dataclass(frozen=True)
class Formula:
    """A formula, without its dollar signs, and where it stands."""

    tex: str
    start: int
    end: int
    display: bool


def _blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def without_code(text: str) -> str:
    """Return the text with code blanked out, every other character in its place.

    Example:
        >>> without_code("use `$x` here")
        'use      here'
    """
    return _CODE.sub(_blank, text)


def formulas(text: str) -> list[Formula]:
    """Return the formulae between ``$...$`` or ``$$...$$``, outside code.

    Example:
        >>> [f.tex for f in formulas("If $x>0$ then `$y` is $$z$$")]
        ['x>0', 'z']
    """
    return [
        Formula(match[2].strip(), match.start(), match.end(), match[1] == "$$")
        for match in _FORMULA.finditer(without_code(text))
    ]


def prose(text: str) -> str:
    """Return the text with code and formulae blanked out.

    Example:
        >>> prose("If $x>0$ then stop").split()
        ['If', 'then', 'stop']
    """
    return _FORMULA.sub(_blank, without_code(text))


def dollars_pair(text: str) -> bool:
    """Whether every dollar sign belongs to a formula (an escaped one is text)."""
    return "$" not in prose(text).replace(r"\$", "")


def code_fences_close(text: str) -> bool:
    """Whether every code fence that opens is closed."""
    return len(re.findall(r"^```", text, re.MULTILINE)) % 2 == 0
