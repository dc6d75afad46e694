"""The frozen form: everything that was drawn, with all values filled in, as one JSON file.

Papers, keys, sheets and LMS files are made from the form alone, so that they agree with each other
whatever happens to the bank later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from .blueprint import Blueprint
from .course import course, programme_outcomes
from .faults import field_name
from .figure import draw_figure
from .load import read_model
from .markup import formulas
from .schema import Question
from .variant import DrawError, Variant, realise

HEADER = Path(__file__).with_name("paper.yaml")
FORMAT = 1
FILE = "form.json"


class Header(BaseModel):
    """The head of a paper, apart from what the blueprint and the course say."""

    model_config = ConfigDict(extra="forbid")
    institution: str = Field(min_length=1)
    department: str = ""
    programme: str = ""
    register_boxes: int = Field(15, ge=0, le=20)
    po_scheme: str = "po12"

    @field_validator("po_scheme")
    @classmethod
    def _known(cls, scheme: str) -> str:
        programme_outcomes([], scheme)
        return scheme


def load_header(file: Path = HEADER) -> Header:
    """Read the head of a paper.

    Raises:
        ValueError: one line with the field and the fix.
    """
    return read_model(Header, file, f"a file like {HEADER.name}")


def freeze(
    blueprint: Blueprint,
    papers: dict[str, list[Question]],
    seed: int,
    header: Header,
    draw: str,
    date: str,
    folder: Path,
    uses: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, Any]:
    """Fill in every question and return the form; figures are written into ``folder``.

    Args:
        blueprint: what was drawn.
        papers: the questions of each set, in the order of the paper.
        seed: of the draw; the seed of each variant comes from it, the question's id and its uses.
        header: the head of the paper.
        draw: name of the draw in the ledger.
        date: as it is printed.
        folder: where figures go.
        uses: how often each question was drawn before, so that its numbers are new each time.

    Raises:
        ValueError: if a question gives no variant.
    """
    marks = 2 * blueprint.size + sum(q.marks for q in blueprint.practical)
    asked = [*next(iter(papers.values())), *blueprint.practical]
    minutes = blueprint.minutes or sum(q.minutes for q in asked)
    schemes = course()["po_schemes"]
    return {
        "format": FORMAT,
        "draw": draw,
        "seed": seed,
        "header": header.model_dump()
        | {
            "course_code": course()["code"],
            "course_title": course()["title"],
            "test": blueprint.name,
            "date": date,
            "minutes": minutes,
            "marks": marks,
            "instructions": blueprint.instructions or ["Answer all questions."],
        },
        "co": course()["course_outcomes"],
        "bloom": course()["bloom"],
        "po": schemes[header.po_scheme]["outcomes"],
        "sets": {
            name: _questions(blueprint, paper, seed, header, folder, uses)
            for name, paper in papers.items()
        },
    }


def _questions(blueprint, paper, seed, header, folder, uses) -> list[dict[str, Any]]:
    """Return the questions of one set, part by part."""
    titles = {p: f"Part {'ABC'[i]}: {p}" for i, p in enumerate(blueprint.parts)}
    ranks = list(titles)
    rank = {q.id: ranks.index(q.part) if q.part in titles else 0 for q in paper}
    rows = []
    for question in sorted(paper, key=lambda q: rank[q.id]):  # stable: else as the draw has them
        variant = _realised(question, variant_seed(seed, question.id, uses.get(question.id, 0)))
        row = _question(variant, header.po_scheme, folder)
        rows.append(row | {"part": titles.get(question.part, "")})
    for task in blueprint.practical:
        row = {
            "id": task.question,
            "kind": "practical",
            "marks": task.marks,
            "minutes": task.minutes,
            "co": task.co,
            "po": programme_outcomes(task.po, header.po_scheme),
            "bloom": task.bloom,
            "statement": f"{task.task} Notebook question `{task.question}`.",
        }
        rows.append(row | {"part": titles.get("practical", "")})
    return [{"number": n} | row for n, row in enumerate(rows, 1)]


def _realised(question: Question, seed: int) -> Variant:
    try:
        return realise(question, seed)
    except DrawError as error:
        fix = f"mend the item, see `python -m question_bank lint {question.id}`"
        raise ValueError(f"{question.id}: {field_name(error.path)}: {error}; {fix}") from None


def variant_seed(seed: int, id: str, uses: int = 0) -> int:
    """Return the seed of a question's variant in a draw, another one for each earlier use.

    Example:
        >>> variant_seed(1, "m1-a") == variant_seed(1, "m1-a") != variant_seed(2, "m1-a")
        True
        >>> variant_seed(1, "m1-a") == variant_seed(1, "m1-a", uses=1)
        False
    """
    text = f"{seed}/{id}/{uses}" if uses else f"{seed}/{id}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % 100_000


def _question(variant: Variant, scheme: str, folder: Path) -> dict[str, Any]:
    q = variant.question
    figure = None
    if q.figure:
        folder.mkdir(parents=True, exist_ok=True)
        for suffix in ("svg", "png"):
            draw_figure(variant, folder / f"{q.id}-{variant.seed}.{suffix}")
        figure = {"file": f"{folder.name}/{q.id}-{variant.seed}", "alt": variant.figure_alt}
    key = {"value": variant.key, "rel": q.key.rel, "unit": q.key.unit} if q.key else None
    spoken = {f.tex: variant.spoken(f.tex) for _, text in variant.texts() for f in formulas(text)}
    return {
        "id": q.id,
        "version": q.version,
        "seed": variant.seed,
        "kind": q.kind,
        "topic": q.topic,
        "co": q.co,
        "po": programme_outcomes(q.po, scheme),
        "bloom": q.bloom,
        "difficulty": q.difficulty,
        "minutes": q.minutes,
        "marks": q.marks,
        "statement": variant.statement,
        "figure": figure,
        "answer": variant.answer,
        "key": key,
        "scheme": [step.model_dump() for step in variant.scheme],
        "misconceptions": [m.model_dump(exclude={"gives"}) for m in variant.misconceptions],
        "spoken": spoken,
    }


def save(form: dict[str, Any], folder: Path) -> None:
    """Write the form into a folder."""
    text = json.dumps(form, indent=1, ensure_ascii=False) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")


def load_form(folder: Path) -> dict[str, Any]:
    """Read the form of a draw.

    Raises:
        ValueError: if the folder holds none that this version can read.
    """
    file = folder / FILE
    try:
        form = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"{folder} holds no {FILE}; give the --out folder of a draw") from None
    except (OSError, ValueError) as error:
        raise ValueError(f"{file}: cannot be read ({error}); restore it") from None
    if not isinstance(form, dict) or form.get("format") != FORMAT:
        raise ValueError(f"{file}: not a form of format {FORMAT}; render it with its own version")
    return form
