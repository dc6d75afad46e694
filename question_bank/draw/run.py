"""One draw from start to end: lock, choose, freeze, render, record; all of it or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from question_bank.blueprint import Blueprint
from question_bank.faults import field_name, line_of
from question_bank.form import Header, freeze, save
from question_bank.load import Bank, shown
from question_bank.schema import Question

from .check import contradictions
from .explain import cannot_draw
from .ledger import Ledger
from .model import build
from .solve import optimum


@dataclass
class Request:
    """What a user asks for. ``file`` is that of the blueprint, for messages."""

    blueprint: Blueprint
    sets: int
    seed: int
    header: Header
    date: str = ""
    allow_draft: bool = False
    register: list[str] = field(default_factory=list)
    weak: dict[str, float] = field(default_factory=dict)
    difficulty: dict[str, float] = field(default_factory=dict)
    file: Path | None = None


def draw(
    bank: Bank,
    request: Request,
    ledger: Path,
    out: Path,
    render: Callable[[dict[str, Any], Path], None] = lambda form, folder: None,
    tell: Callable[[str], None] = lambda line: None,
) -> dict[str, Any]:
    """Draw sets, write the form and what ``render`` makes of it to ``out``, and record the draw.

    Args:
        bank: the questions.
        request: what is asked for.
        ledger: file of the draws; it need not exist.
        out: a new folder.
        render: writes papers, keys and sheets of a form into a folder.
        tell: is given what is worth knowing of the draw, line by line.

    Raises:
        ValueError: if the request contradicts the bank, cannot be met (``CannotDraw``), ``out``
            exists, or the ledger is corrupt. Nothing is written then.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ValueError(f"{out} exists; give --out a new folder")
    _check(bank, request)
    with Ledger.locked(ledger) as book:
        _check_practical(request, book, tell)
        name = book.next_draw()
        papers = choose(bank, request, book)
        entry = _entry(name, bank, request, papers)
        if request.weak:
            entry["weak_spots"] = _weak_spots(bank, request, book, papers, tell)
        work = out.with_name(f".{out.name}.{name}.{os.getpid()}")
        work.mkdir(parents=True)
        try:
            form = _frozen(bank, request, book, name, papers, work)
            save(form, work)
            render(form, work)
            book.append(entry)
            try:
                os.replace(work, out)
            except OSError as error:
                book.append({"undo": name, "at": _now()})
                problem = f"{error.strerror}; {name} is undone, draw again with another --out"
                raise ValueError(f"{out}: {problem}") from None
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return form


def undo(ledger: Path, name: str) -> dict[str, Any]:
    """Take a draw back; its questions count as unused again. Returns the entry of the draw.

    Raises:
        ValueError: if there is no such draw, or it is undone already.
    """
    if not ledger.exists():
        raise ValueError(f"no ledger {ledger}; give the file that was drawn into")
    with Ledger.locked(ledger) as book:
        draws = {entry["draw"]: entry for entry in book.draws()}
        if name not in draws:
            known = " ".join(draws) or "none"
            raise ValueError(f"{ledger}: no draw {name!r} to undo; there are: {known}")
        book.append({"undo": name, "at": _now()})
        return draws[name]


def choose(bank: Bank, request: Request, book: Ledger) -> dict[str, list[Question]]:
    """Return the questions of every set, the best ones by the objectives of ``solve``."""
    blueprint, uses = request.blueprint, book.uses()
    excluded = {id for rule in blueprint.rules for id in rule.exclude or []}

    def why_not(q: Question) -> str | None:
        if q.status == "retired" or (q.status == "draft" and not request.allow_draft):
            return q.status
        if q.id in excluded:
            return "excluded"
        return "used before" if blueprint.fresh and uses[q.id] else None

    pool = [q for q in bank if why_not(q) is None]
    reference = [q for q in bank if why_not(q) in (None, "used before")]

    def model(blueprint: Blueprint, sets: int):
        return build(
            blueprint, pool, reference, sets, request.seed, uses, request.weak, request.difficulty
        )

    first = model(blueprint, request.sets)
    chosen = optimum(first)
    if chosen is None:
        raise cannot_draw(blueprint, request.sets, list(bank), why_not, model)
    papers: dict[str, list[tuple]] = {name: [] for name in ascii_uppercase[: request.sets]}
    for j in chosen:
        q, cell, s = first.variables[j]
        papers[ascii_uppercase[s]].append((cell, q.bloom, q.id, q))
    return {
        name: [q for *_, q in sorted(rows, key=lambda r: r[:3])] for name, rows in papers.items()
    }


def _check(bank: Bank, request: Request) -> None:
    """Refuse a blueprint that contradicts itself or the bank before any solving."""
    for path, problem in contradictions(request.blueprint, bank, request.allow_draft):
        raise ValueError(f"{_place(request, path)}: {problem}")


def _check_practical(request: Request, book: Ledger, tell: Callable[[str], None]) -> None:
    """Say which assignment questions an earlier draw has used; a fresh test may have none."""
    for i, task in enumerate(request.blueprint.practical):
        earlier = [e["draw"] for e in book.draws() if task.question in e.get("practical", [])]
        if earlier and request.blueprint.fresh:
            place = _place(request, ("practical", i, "question"))
            raise ValueError(
                f"{place}: {task.question} was in {earlier[-1]}; name another, or undo that draw"
            )
        if earlier:
            tell(f"note: {task.question} of the practical part was in {earlier[-1]} too")


def _place(request: Request, path: tuple) -> str:
    if request.file is None:
        return field_name(path)
    return f"{shown(request.file)}:{line_of(request.file, path)}: {field_name(path)}"


def _weak_spots(bank, request: Request, book: Ledger, papers: dict, tell) -> dict[str, Any]:
    """Count the questions on weak spots, drawn and as they would be drawn without them."""
    without = choose(bank, replace(request, weak={}), book)
    drawn, before = (
        sum(q.id in request.weak for paper in chosen.values() for q in paper)
        for chosen in (papers, without)
    )
    total = sum(map(len, papers.values()))
    topics = Counter(q.topic for p in papers.values() for q in p if q.id in request.weak)
    where = f" ({' '.join(f'{topic} x {n}' for topic, n in sorted(topics.items()))})"
    tell(
        f"weak spots: {drawn} of {total} questions{where if topics else ''}, {before} without"
        " --weak-spots; fewer uses and the blueprint go first"
    )
    return {"drawn": drawn, "without": before}


def _frozen(bank, request: Request, book: Ledger, name: str, papers: dict, work: Path) -> dict:
    form = freeze(
        request.blueprint, papers, request.seed, request.header, name, request.date,
        work / "figures", book.uses(),
    )  # fmt: skip
    return form | {"register": request.register}


def _entry(name: str, bank: Bank, request: Request, papers: dict) -> dict[str, Any]:
    """Return the line of the ledger; its two digests tell whether a draw can be repeated."""
    measured = json.dumps([request.weak, request.difficulty], sort_keys=True)
    return {
        "draw": name,
        "at": _now(),
        "blueprint": request.blueprint.name,
        "seed": request.seed,
        "bank": _digest(q.model_dump_json() for q in bank),
        "plan": _digest([request.blueprint.model_dump_json(), measured]),
        "allow_draft": request.allow_draft,
        "practical": [task.question for task in request.blueprint.practical],
        "sets": {set_: [q.id for q in paper] for set_, paper in papers.items()},
    }


def _digest(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()[:16]


def _now() -> str:
    return datetime.now().isoformat(timespec="seconds")
