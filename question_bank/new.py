"""A new item: a file with every field in place, that lint refuses until the TODOs are filled."""

from __future__ import annotations

from pathlib import Path

from .course import known
from .load import ITEMS
from .schema import KINDS

_NUMERIC = """\
parameters:
  n: {{integer: [4, 12]}}
generator: |
  def draw(rng, n):
      result = 0.25**n
      wrong = 0.25 * n
      return {{"result": result, "wrong": wrong}}
key: {{value: result, rel: 0.02}}
"""

_ITEM = """\
# yaml-language-server: $schema=../../schema.json
id: {id}
version: 1
status: draft
kind: {kind}
module: {module}
week: {week}
topic: {topic}
outcome: LO-1
co: CO-4
po: [PO-1, PO-2]
bloom: {bloom}
difficulty: 2
minutes: 3
marks: 2
part: {part}
source:
  - {{document: week5_lecture_notes, where: "TODO"}}
enemies: []
tags: []
errata: []
{numeric}statement: |
  TODO State one thing, in a sentence that says what every symbol is.
answer: |
  TODO{value}
scheme:
  - step: TODO first point
    marks: 1
    earns: TODO
    half: TODO
    accept: []
    reject: []
  - step: TODO second point
    marks: 1
    earns: TODO
    half: TODO
    accept: []
    reject: []
misconceptions:
  - belief: TODO{gives}
    tell: TODO
alt: {{}}
"""


def new_item(id: str, topic: str, kind: str, part: str = "theory", items: Path = ITEMS) -> Path:
    """Write the skeleton of an item and return its path.

    Args:
        id: begins with the module, ``m1-`` or ``m2-``.
        topic: a topic of the course, such as ``a08``.
        kind: one of the six kinds; ``numeric`` comes with a generator and a key.
        part: part of Unit Test 1, ``theory`` or ``analysis``.
        items: the folder of the bank's items.

    Raises:
        ValueError: for an id, topic or kind that the schema would refuse, or a file that exists.
    """
    module = id.split("-")[0]
    for name, value, allowed in (
        ("module", module, known("modules")),
        ("topic", topic, known("topics")),
        ("kind", kind, KINDS),
        ("part", part, ("theory", "analysis")),
    ):
        if value not in allowed:
            raise ValueError(f"unknown {name} {value!r}; use one of: {' '.join(allowed)}")
    file = items / module / f"{id}.yaml"
    if file.exists():
        raise ValueError(f"{file.name} exists; choose another id")
    numeric = kind == "numeric"
    text = _ITEM.format(
        id=id,
        kind=kind,
        module=module,
        week=5 if module == "m2" else 2,
        topic=topic,
        part=part,
        bloom="L3" if numeric else "L4" if part == "analysis" else "L2",
        numeric=_NUMERIC.format() if numeric else "",
        value=" $<<result | sig(3)>>$" if numeric else "",
        gives="\n    gives: wrong" if numeric else "",
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
