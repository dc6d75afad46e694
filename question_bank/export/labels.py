"""What Moodle files a question under: its category and its tags."""

from __future__ import annotations

from typing import Any


def category(form: dict[str, Any], set_: str) -> str:
    """Return the category of a set, under the course's own; a slash in a name is doubled.

    Example:
        >>> head = {"course_code": "21CSE558T", "test": "Test 1/2"}
        >>> category({"header": head}, "A")
        '$course$/top/21CSE558T Test 1//2 set A'
    """
    head = form["header"]
    name = f"{head['course_code']} {head['test']} set {set_}"
    return f"$course$/top/{name.replace('/', '//')}"


def tags(q: dict[str, Any]) -> list[str]:
    """Return what a question can be searched by."""
    difficulty = f"difficulty-{q['difficulty']}"
    return [q["co"], *q["po"], q["bloom"], q["topic"], q["kind"], difficulty]


def identity(q: dict[str, Any]) -> str:
    """Return which variant of which version of a question this is."""
    return f"{q['id']}-v{q['version']}-s{q['seed']}"
