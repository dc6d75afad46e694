"""The blueprint: a small table of what a test must be like. Each line becomes rows of a MILP.

- cells: so many questions with these attributes; a question fills one cell
- rules: number, sum, each, share, include, exclude, enemies, all_or_none; see ``Rule``
- balance: how far apart two sets may be, per attribute
- practical: assignment questions that every set shares, answered at the computer
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from .course import course
from .faults import explain, field_name, line_of
from .schema import FieldError
from .select import check_fields

FOLDER = Path(__file__).with_name("blueprints")
SUMMED = ("difficulty", "minutes", "marks")
Summed = Literal["difficulty", "minutes", "marks"]


def _known(where: dict[str, Any]) -> dict[str, Any]:
    check_fields(where)
    return where


def _countable(balance: dict[str, float]) -> dict[str, float]:
    check_fields({name: 0 for name in balance if name not in SUMMED})
    for name, within in balance.items():
        if within < 1:
            raise ValueError(f"{name}: {within:g} is too narrow; write 1 or more")
    return balance


Where = Annotated[dict[str, Any], AfterValidator(_known)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cell(_Model):
    """So many questions with these attributes."""

    where: Where = {}
    count: int = Field(ge=1)

    def __str__(self) -> str:
        return " ".join(f"{name}={_plain(value)}" for name, value in self.where.items()) or "any"


class Rule(_Model):
    """One constraint on every set. Exactly one of the eight kinds.

    ``number: WHERE`` bounds how many questions have these attributes; ``sum: minutes`` a total;
    ``each: topic`` the number per value of an attribute; ``share: WHERE`` the part of the marks
    that come from the bank, 0 to 1. ``include`` puts questions into every set (they are the common
    items), ``exclude`` keeps them out; of ``enemies`` a set has at most one; of ``all_or_none``
    all or none.
    """

    number: Where | None = None
    sum: Summed | None = None
    each: str | None = None
    share: Where | None = None
    include: list[str] | None = None
    exclude: list[str] | None = None
    enemies: list[str] | None = None
    all_or_none: list[str] | None = None
    at_least: float | None = Field(None, ge=0)
    at_most: float | None = Field(None, ge=0)

    @property
    def kind(self) -> str:
        return next(name for name in type(self).model_fields if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _one_kind(self) -> Rule:
        kinds = list(type(self).model_fields)[:8]
        given = [name for name in kinds if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"holds {len(given)} rules; write exactly one of: {' '.join(kinds)}")
        bounds = [b for b in (self.at_least, self.at_most) if b is not None]
        if (given[0] in ("number", "sum", "each", "share")) != bool(bounds):
            what = "at_least:, at_most: or both" if not bounds else "no at_least: or at_most:"
            raise ValueError(f"{given[0]} takes {what}")
        if bounds != sorted(bounds):
            raise FieldError("at_least", f"{bounds[0]:g} is above at_most, {bounds[1]:g}")
        if self.each:
            check_fields({self.each: 0})
        return self

    def __str__(self) -> str:
        value = getattr(self, self.kind)
        if isinstance(value, dict):
            value = " ".join(f"{name}={_plain(v)}" for name, v in value.items())
        return f"{self.kind} {_plain(value)}"


class PracticalQuestion(_Model):
    """An assignment question, answered at the computer and graded by its checks."""

    question: str = Field(pattern=r"^[ap]\d\d_q\d+_[a-z0-9_]+$")
    task: str = Field(min_length=1, description="one line for the paper")
    marks: float = Field(gt=0)
    minutes: float = Field(gt=0)
    co: str
    po: list[str] = Field(min_length=1)
    bloom: str

    @model_validator(mode="after")
    def _in_course(self) -> PracticalQuestion:
        po = course()["po_schemes"][course()["po_scheme"]]["outcomes"]
        for field, name, table in (
            ("co", self.co, course()["course_outcomes"]),
            ("bloom", self.bloom, course()["bloom"]),
            *(("po", name, po) for name in self.po),
        ):
            if name not in table:
                raise FieldError(field, f"unknown {name!r}; use one of: {' '.join(table)}")
        return self


class Blueprint(_Model):
    """What a test must be like."""

    name: str = Field(min_length=1)
    sets: int = Field(2, ge=1, le=26)
    marks: float | None = Field(None, description="total; checked against the parts")
    minutes: int | None = Field(None, ge=1, description="duration printed on the paper")
    cells: list[Cell] = Field(min_length=1)
    rules: list[Rule] = []
    balance: Annotated[dict[str, float], AfterValidator(_countable)] = {
        "difficulty": 1, "minutes": 2, "co": 1, "bloom": 2,
    }  # fmt: skip
    knowledge_at_most: float = Field(0.4, ge=0, le=1, description="share of marks at L1")
    fresh: bool = Field(False, description="only questions that no draw in the ledger has used")
    practical: list[PracticalQuestion] = []
    parts: list[Literal["theory", "analysis", "practical"]] = Field(
        [], description="the paper's parts A, B, C; without them the questions are one list"
    )
    instructions: list[str] = []

    @property
    def size(self) -> int:
        """Number of questions of one set that come from the bank."""
        return sum(cell.count for cell in self.cells)

    @model_validator(mode="after")
    def _adds_up(self) -> Blueprint:
        total = 2 * self.size + sum(q.marks for q in self.practical)
        if self.marks is not None and self.marks != total:
            problem = f"is {self.marks:g}, but cells and practical add up to {total:g}"
            raise FieldError("marks", f"{problem}; change one of them")
        return self


def bundled() -> list[str]:
    """Return the names of the blueprints that come with the bank."""
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))


def find_blueprint(name: str) -> Path:
    """Return the file of a bundled blueprint or of a path.

    Raises:
        ValueError: if there is none.
    """
    file = Path(name)
    if file.suffix in (".yaml", ".yml") or file.is_file():
        return file
    if name in bundled():
        return FOLDER / f"{name}.yaml"
    raise ValueError(f"no blueprint {name!r}; give a file or one of: {' '.join(bundled())}")


def load_blueprint(file: Path) -> Blueprint:
    """Read a blueprint.

    Raises:
        ValueError: if the file is missing or wrong; one line with line, field and fix.
    """
    try:
        return Blueprint.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}; give the path of a blueprint") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: {str(error).splitlines()[0]}; mend the YAML") from None
    except ValidationError as error:
        first = error.errors()[0]
        models = {"cells": Cell, "rules": Rule, "practical": PracticalQuestion}
        model = models.get(first["loc"][0], Blueprint) if len(first["loc"]) > 1 else Blueprint
        path, problem = explain(first, list(model.model_fields))
        where = f"{file}:{line_of(file, path)}" if path else f"{file}"
        raise ValueError(f"{where}: {field_name(path)}: {problem}") from None


def _plain(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
