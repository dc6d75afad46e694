"""The course as data: topics, outcomes, programme outcome schemes and source documents."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from solutions.topics import TOPICS

FILE = Path(__file__).with_name("course.yaml")


@cache
def course() -> dict:
    """Return ``course.yaml`` with the topics of ``solutions/topics.py`` added as ``topics``.

    Example:
        >>> course()["topics"]["a08"], course()["bloom"]["L4"]
        ('Gradient clipping', 'Analyse')
    """
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    data["topics"] = {topic.id: topic.title for topic in TOPICS} | data["extra_topics"]
    return data


def known(table: str) -> tuple[str, ...]:
    """Return the names that an item may use from one table of the course.

    Example:
        >>> known("course_outcomes")
        ('CO-1', 'CO-2', 'CO-3', 'CO-4', 'CO-5')
        >>> len(known("po"))
        12
    """
    if table == "po":
        return tuple(course()["po_schemes"][course()["po_scheme"]]["outcomes"])
    return tuple(course()[table])


def programme_outcomes(po: tuple[str, ...] | list[str], scheme: str) -> list[str]:
    """Translate POs, as items name them, into another scheme; merged POs appear once.

    Args:
        po: POs in the scheme that ``course.yaml`` names as ``po_scheme``.
        scheme: the scheme wanted, ``"po12"`` or ``"po11"``.

    Raises:
        ValueError: if the scheme is unknown or no mapping to it is given.

    Example:
        >>> programme_outcomes(["PO-1", "PO-12"], "po11")
        ['PO-1', 'PO-11']
    """
    own = course()["po_scheme"]
    if scheme == own:
        return list(po)
    mapping = course()["po_schemes"][own]["to"].get(scheme)
    if mapping is None:
        schemes = " ".join(course()["po_schemes"])
        raise ValueError(f"no mapping to PO scheme {scheme!r}; the schemes are: {schemes}")
    return list(dict.fromkeys(mapping[name] for name in po))
