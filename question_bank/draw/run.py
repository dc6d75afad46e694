"""One draw from start to end: lock, choose, freeze, render, record; all of it or nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from question_bank.blueprint import Blueprint
from question_bank.form import Header, freeze, save
from question_bank.load import Bank
from question_bank.schema import Question

from .explain import explain
from .ledger import Ledger
from .model import build
from .solve import optimum


@dataclass
class Request:
    """What a user asks for."""

    blueprint: Blueprint
    sets: int
    seed: int
    header: Header
    date: str = ""
    allow_draft: bool = False
    register: list[str] = field(default_factory=list)
    weak: dict[str, float] = field(default_factory=dict)
    difficulty: dict[str, float] = field(default_factory=dict)


def draw(
    bank: Bank,
    request: Request,
    ledger: Path,
    out: Path,
    render: Callable[[dict[str, Any], Path], None] = lambda form, folder: None,
) -> dict[str, Any]:
    """Draw sets, write the form and what ``render`` makes of it to ``out``, and record the draw.

    Raises:
        ValueError: if the request contradicts the bank, cannot be met (``CannotDraw``), ``out``
            exists, or the ledger is corrupt. Nothing is written then.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ValueError(f"{out} exists; give --out a new folder")
    _check_ids(bank, request)
    with Ledger.locked(ledger) as book:
        name = book.next_draw()
        papers = choose(bank, request, book)
        out.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        try:
            form = freeze(
                request.blueprint, papers, request.seed, request.header, name, request.date,
                work / "figures",
            ) | {"register": request.register}  # fmt: skip
            save(form, work)
            render(form, work)
            work.chmod(0o755)
            book.append(_entry(name, bank, request, papers))
            try:
                os.replace(work, out)
            except OSError:
                book.append({"undo": name, "at": _now()})
                raise
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
        raise explain(blueprint, request.sets, list(bank), why_not, model)
    papers: dict[str, list[tuple]] = {name: [] for name in ascii_uppercase[: request.sets]}
    for j in chosen:
        q, cell, s = first.variables[j]
        papers[ascii_uppercase[s]].append((cell, q.bloom, q.id, q))
    return {
        name: [q for *_, q in sorted(rows, key=lambda r: r[:3])] for name, rows in papers.items()
    }


def _check_ids(bank: Bank, request: Request) -> None:
    """Refuse rules that contradict each other or the bank before any solving."""
    rules = request.blueprint.rules
    for r, rule in enumerate(rules):
        for id in (
            (rule.include or [])
            + (rule.exclude or [])
            + (rule.enemies or [])
            + (rule.all_or_none or [])
        ):
            if id not in bank.questions:
                raise ValueError(f"rules[{r}] ({rule.kind}): no question {id!r}; see `list`")
    include = [id for rule in rules for id in rule.include or []]
    exclude = {id for rule in rules for id in rule.exclude or []}
    for id in include:
        if id in exclude:
            raise ValueError(f"rules: {id} is both included and excluded; keep one of the two")
        if foes := sorted(set(bank[id].enemies) & set(include)):
            raise ValueError(f"rules: {id} and its enemy {foes[0]} are both included; keep one")
        if bank[id].status == "draft" and not request.allow_draft:
            raise ValueError(f"rules: {id} is a draft; review it, or draw with --allow-draft")


def _entry(name: str, bank: Bank, request: Request, papers: dict) -> dict[str, Any]:
    digest = hashlib.sha256()
    for q in bank:
        digest.update(q.model_dump_json().encode())
    return {
        "draw": name,
        "at": _now(),
        "blueprint": request.blueprint.name,
        "seed": request.seed,
        "bank": digest.hexdigest()[:16],
        "sets": {set_: [q.id for q in paper] for set_, paper in papers.items()},
    }


def _now() -> str:
    return datetime.now().isoformat(timespec="seconds")
