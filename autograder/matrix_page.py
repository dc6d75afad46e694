"""The proof of the checks, as text and as data."""

from __future__ import annotations

from typing import Any

from autograder.matrix import Matrix


def as_text(found: list[Matrix]) -> str:
    """Return each question's matrix (answer x property) and the totals."""
    parts = [_one(made) for made in found]
    return "\n\n".join([*parts, _totals(found)])


def _one(made: Matrix) -> str:
    properties = made.properties()
    rows = [row for row in made.rows if row.kind != "liar"]
    width = max(len(f"{row.kind}: {row.answer}") for row in rows)
    head = " " * width + "  " + "  ".join(properties)
    lines = [f"{made.check.token}  ({made.check.points:g} points)", head]
    for row in rows:
        caught = made.caught_by(row)
        cells = "  ".join(("FAIL" if p in caught else "·").ljust(len(p)) for p in properties)
        sole = "  <- the only one" if row.kind == "misconception" and len(caught) == 1 else ""
        lines.append(f"{f'{row.kind}: {row.answer}'.ljust(width)}  {cells.rstrip()}{sole}")
    liars = [row for row in made.rows if row.kind == "liar"]
    caught = sum(len(row.failed) == len(made.check.cases) for row in liars)
    lines.append(f"{caught} of {len(liars)} liars fail every case")
    return "\n".join(lines)


def totals(found: list[Matrix]) -> dict[str, int]:
    """Return the numbers of questions, cases, answers and sole catchers."""
    latest = {made.check.token: made for made in found}
    kinds = [row.kind for made in latest.values() for row in made.rows]
    return {
        "questions": len(latest),
        "checks": sum(len(made.check.cases) for made in latest.values()),
        "properties": sum(len(made.properties()) for made in latest.values()),
        "misconceptions": kinds.count("misconception"),
        "also_right": kinds.count("also right"),
        "sole_catchers": sum(len(made.sole_catchers()) for made in latest.values()),
        "runs": len(found),
    }


def _totals(found: list[Matrix]) -> str:
    count = totals(found)
    return (
        f"{count['questions']} questions, {count['checks']} checks of {count['properties']} "
        f"properties, {count['misconceptions']} misconceptions, {count['also_right']} also-right "
        f"answers, {count['sole_catchers']} sole catchers"
    )


def as_data(found: list[Matrix]) -> dict[str, Any]:
    """Return the same for machines."""
    return {
        "totals": totals(found),
        "questions": [
            {
                "token": made.check.token,
                "properties": made.properties(),
                "answers": [
                    {"answer": r.answer, "kind": r.kind, "caught_by": sorted(made.caught_by(r))}
                    for r in made.rows
                ],
                "problems": list(made.problems()),
            }
            for made in found
        ],
    }
