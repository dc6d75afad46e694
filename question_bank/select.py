"""Choosing questions by their attributes: the same words for ``list`` and for blueprints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .course import known
from .coverage import TABLES
from .faults import nearest
from .schema import Question

FIELDS = (
    "topic", "kind", "module", "week", "outcome", "co", "po", "bloom", "difficulty", "minutes",
    "part", "status", "tags", "parametrised",
)  # fmt: skip


def _range(field: str) -> range:
    low, high = Question.model_fields[field].metadata
    return range(low.ge, high.le + 1)


VALUES = TABLES | {
    "po": known("po"),
    "week": _range("week"),
    "minutes": _range("minutes"),
    "parametrised": ("true", "false"),
}


def check_fields(where: Mapping[str, Any]) -> None:
    """Raise ValueError for an attribute that no question has."""
    for field in where:
        if field not in FIELDS:
            raise ValueError(f"no attribute {field!r}; use one of: {' '.join(FIELDS)}")


def check_values(where: Mapping[str, Any]) -> None:
    """Raise ValueError for a value that no question can have; any tag will do."""
    for field, wanted in where.items():
        names = {str(name).lower(): str(name) for name in VALUES.get(field, ())}
        for value in wanted if isinstance(wanted, list) else [wanted]:
            if names and str(value).lower() not in names:
                every = f"use one of: {' '.join(names.values())}"
                hint = nearest(value, names.values(), every, most=3)
                raise ValueError(f"{field}: unknown {str(value)!r}; {hint}")


def matches(question: Question, where: Mapping[str, Any]) -> bool:
    """Whether a question has all the attributes asked for.

    Args:
        question: any question.
        where: attribute: a value, or a list of values of which one must hold. An attribute that
            is itself a list (``po``, ``tags``) must contain one of them.
    """
    own = {field: _names(getattr(question, field)) for field in where}
    return all(own[field] & _names(wanted) for field, wanted in where.items())


def _names(value: Any) -> set[str]:
    """Return a value, or each of a list, as ``list`` and YAML may spell it."""
    return {str(v).lower() for v in (value if isinstance(value, list) else [value])}
