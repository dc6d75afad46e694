"""Checks of a blueprint against the bank, before anything is solved."""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.blueprint import Blueprint
from question_bank.faults import FieldPath, nearest
from question_bank.load import Bank


def contradictions(
    blueprint: Blueprint, bank: Bank, allow_draft: bool
) -> Iterator[tuple[FieldPath, str]]:
    """Yield what a blueprint asks of a bank that cannot be: the field, the problem and its fix."""
    rules = blueprint.rules
    for r, rule in enumerate(rules):
        for id in getattr(rule, rule.kind) if isinstance(getattr(rule, rule.kind), list) else ():
            if id not in bank.questions:
                hint = nearest(id, bank.questions, "see `list`")
                yield ("rules", r, rule.kind), f"no question {id!r}; {hint}"
    yield from _unknown_tags(blueprint, bank)
    included = {id: r for r, rule in enumerate(rules) for id in rule.include or []}
    excluded = {id for rule in rules for id in rule.exclude or []}
    for id, r in included.items():
        path = ("rules", r, "include")
        if id in excluded:
            yield path, f"{id} is both included and excluded; keep one of the two"
        elif id in bank.questions:
            if foes := sorted(set(bank[id].enemies) & set(included)):
                yield path, f"{id} and its enemy {foes[0]} are both included; keep one"
            if bank[id].status == "retired":
                yield path, f"{id} is retired; leave it out"
            if bank[id].status == "draft" and not allow_draft:
                yield path, f"{id} is a draft; review it, or draw with --allow-draft"


def _unknown_tags(blueprint: Blueprint, bank: Bank) -> Iterator[tuple[FieldPath, str]]:
    """Tags are free, so only the bank says which there are."""
    tags = {tag for q in bank for tag in q.tags}
    wheres = [(("cells", c, "where"), cell.where) for c, cell in enumerate(blueprint.cells)]
    wheres += [
        (("rules", r, rule.kind), getattr(rule, rule.kind))
        for r, rule in enumerate(blueprint.rules)
        if rule.kind in ("number", "share")
    ]
    for path, where in wheres:
        asked = where.get("tags", [])
        for tag in asked if isinstance(asked, list) else [asked]:
            if str(tag) not in tags:
                hint = nearest(tag, tags, "see `show` for those of a question")
                yield (*path, "tags"), f"no question has the tag {tag!r}; {hint}"
