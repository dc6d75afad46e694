"""Faults: one line each, ``file:line: field: what is wrong; fix``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader

FieldPath = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong in one place, with the way to mend it in ``problem`` after the semicolon."""

    path: str
    line: int
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.field}: {self.problem}"


def field_name(path: FieldPath) -> str:
    """Spell a field path as a reader would.

    Example:
        >>> field_name(("scheme", 1, "marks"))
        'scheme[1].marks'
    """
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else str(part)
    return name or "file"


def nearest(name: object, known: Iterable[str], otherwise: str, most: int = 1) -> str:
    """Return the names that may have been meant, or ``otherwise``.

    Example:
        >>> nearest("a80", ["a08"], "see `list`"), nearest("x", ["a08"], "see `list`")
        ('did you mean a08?', 'see `list`')
    """
    near = difflib.get_close_matches(str(name), known, n=most)
    return f"did you mean {' or '.join(near)}?" if near else otherwise


def line_of(file: Path, path: FieldPath) -> int:
    """Return the 1-based line at which a field's value, or its nearest parent, begins.

    For a block scalar that is the line of its ``|``: the text begins on the next one.
    """
    node = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=SafeLoader)
    line = 0
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = [(k, v) for k, v in node.value if k.value == str(part)]
            if not found:
                break
            line, node = found[0][0].start_mark.line, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and int(part) < len(node.value):
            node = node.value[int(part)]
            line = node.start_mark.line
        else:
            break
    return line + 1


def explain(error: dict, known_fields: list[str]) -> tuple[FieldPath, str]:
    """Turn one pydantic error into a field path and a problem with its fix.

    Args:
        error: an element of ``ValidationError.errors()``.
        known_fields: the names that may stand where the error is, for a suggestion.
    """
    path = tuple(error["loc"])
    kind, got = error["type"], error.get("input")
    context = error.get("ctx", {})
    if kind == "missing":
        return path, f"missing; add `{path[-1]}:`"
    if kind == "extra_forbidden":
        quoted = [f"`{name}`" for name in known_fields]
        return path, f"unknown field; {nearest(f'`{path[-1]}`', quoted, 'remove it')}"
    if kind == "value_error":
        field = getattr(context["error"], "field", None)
        return (*path, field) if field else path, str(context["error"])
    if kind == "literal_error":
        return path, f"is {got!r}; write {context['expected']}"
    if kind == "string_pattern_mismatch":
        return path, f"{got!r} has the wrong form; it must match {context['pattern']}"
    if kind in ("string_too_short", "too_short"):
        return path, "is empty; fill it in"
    return path, f"{error['msg'][0].lower()}{error['msg'][1:]}; got {got!r:.60}"
