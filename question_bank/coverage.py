"""Coverage: what the bank holds, by every attribute that a paper is judged on, and its gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .course import course, known
from .schema import KINDS, Question

# What a term's tests need; `map` names what falls short.
EACH_TOPIC = 8  # of the fifteen topics a01..a15
PARAMETRISED, ANALYSIS, WHOLE = 60, 40, 200
L1_SHARE = 0.40  # AICTE's cap on knowledge-oriented questions

TABLES = {
    "topic": known("topics"),
    "outcome": known("outcomes"),
    "co": known("course_outcomes"),
    "bloom": known("bloom"),
    "part": ("theory", "analysis"),
    "kind": KINDS,
    "difficulty": (1, 2, 3, 4, 5),
    "module": known("modules"),
    "status": ("draft", "reviewed", "retired"),
}


@dataclass
class Coverage:
    """Counts over the questions that are not retired."""

    total: int
    parametrised: int
    counts: dict[str, dict[str, int]]
    cells: dict[tuple[str, str, str, str, str], int]
    uncovered: dict[str, list[str]]
    gaps: list[str] = field(default_factory=list)


def coverage(questions: Iterable[Question]) -> Coverage:
    """Count a bank. ``cells`` is outcome x topic x CO x Bloom level x Unit Test part."""
    every = list(questions)
    live = [q for q in every if q.status != "retired"]
    counts = {}
    for attribute, names in TABLES.items():
        counted = Counter(getattr(q, attribute) for q in (every if attribute == "status" else live))
        counts[attribute] = {str(name): counted[name] for name in names}
    result = Coverage(
        total=len(live),
        parametrised=sum(q.parametrised for q in live),
        counts=counts,
        cells=dict(
            sorted(Counter((q.outcome, q.topic, q.co, q.bloom, q.part) for q in live).items())
        ),
        uncovered=_uncovered(live),
    )
    result.gaps = list(_gaps(result))
    return result


def _uncovered(live: list[Question]) -> dict[str, list[str]]:
    """Return, for each document with a closed list of sections, those that no question names."""
    named = {(s.document, s.where) for q in live for s in q.source}
    open_: dict[str, list[str]] = {}
    for document, about in course()["documents"].items():
        places = [where for name, where in named if name == document]
        left = [
            section
            for section in about.get("sections", [])
            if not any(p == section or p.startswith((f"{section},", f"{section} ")) for p in places)
        ]
        if left:
            open_[document] = left
    return open_


def _gaps(found: Coverage) -> Iterable[str]:
    for name, have, want in (
        ("questions", found.total, WHOLE),
        ("parametrised questions", found.parametrised, PARAMETRISED),
        ("questions of the analysis part", found.counts["part"]["analysis"], ANALYSIS),
    ):
        if have < want:
            yield f"{have} {name}; {want - have} to write"
    for topic, have in found.counts["topic"].items():
        if topic.startswith("a") and have < EACH_TOPIC:
            yield f"topic {topic}: {have}; {EACH_TOPIC - have} to write"
    share = found.counts["bloom"]["L1"] / max(found.total, 1)
    if share > L1_SHARE:
        yield f"{share:.0%} of the marks are at L1; at most {L1_SHARE:.0%}"
    for attribute in ("outcome", "co", "bloom", "kind", "difficulty"):
        for name, have in found.counts[attribute].items():
            if have == 0:
                yield f"no question with {attribute} {name}"
    pairs = {(cell[0], cell[3]) for cell in found.cells}
    for outcome in known("outcomes"):
        if missing := [b for b in ("L2", "L3", "L4", "L5") if (outcome, b) not in pairs]:
            yield f"outcome {outcome}: none at {' '.join(missing)}"
    for document, sections in found.uncovered.items():
        if document != "chapter_5_projects":
            yield f"{document}: no question on {', '.join(sections)}"


def as_text(found: Coverage, questions: Iterable[Question]) -> str:
    """Return the map: a row for each topic by outcome, CO, Bloom and part; counts; gaps."""
    live = [q for q in questions if q.status != "retired"]
    columns = [
        (attribute, name)
        for attribute in ("outcome", "co", "bloom", "part")
        for name in TABLES[attribute]
    ]
    heads = [name[:6].replace("theory", "theo").replace("analys", "anal") for _, name in columns]
    lines = [f"{'topic':34} {' '.join(f'{head:>4}' for head in heads)}   all"]
    for topic, title in course()["topics"].items():
        rows = [q for q in live if q.topic == topic]
        cells = [sum(getattr(q, a) == name for q in rows) for a, name in columns]
        printed = " ".join(f"{n or '.':>4}" for n in cells)
        lines.append(f"{topic} {title[:30]:30} {printed} {len(rows):5}")
    totals = " ".join(f"{found.counts[a][name]:4}" for a, name in columns)
    lines += [f"{'all':34} {totals} {found.total:5}", ""]
    for attribute in ("kind", "difficulty", "module", "status"):
        counted = ", ".join(f"{name} {n}" for name, n in found.counts[attribute].items())
        lines.append(f"{attribute}: {counted}")
    lines += [f"parametrised: {found.parametrised} of {found.total}", "", "Gaps:"]
    return "\n".join(lines + [f"  {gap}" for gap in found.gaps or ["none"]])
