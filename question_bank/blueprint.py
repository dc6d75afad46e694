"""The blueprint: a small table of what a test must be like. Each line becomes rows of a MILP.

- cells: so many questions with these attributes; a question fills one cell
- rules: number, sum, each, share, include, exclude, enemies, all_or_none; see ``Rule``
- balance: how far apart two sets may be, per attribute
- practical: assignment questions that every set shares, answered at the computer
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from .load import read_model
from .practical import PracticalQuestion
from .schema import FieldError, Model
from .select import check_fields, check_values

FOLDER = Path(__file__).with_name("blueprints")
SUMMED = ("difficulty", "minutes", "marks")
Summed = Literal["difficulty", "minutes", "marks"]
BALANCE = {"difficulty": 1, "minutes": 2, "co": 1, "bloom": 2}


def _known(where: dict[str, Any]) -> dict[str, Any]:
    check_fields(where)
    check_values(where)
    return where


def _countable(balance: dict[str, float]) -> dict[str, float]:
    check_fields({name: 0 for name in balance if name not in SUMMED})
    for name, within in balance.items():
        if within < 1 and within != 0:
            problem = f"{name}: {within:g} is too narrow; write 1 or more, or 0 to switch it off"
            raise ValueError(problem)
    return BALANCE | balance


Where = Annotated[dict[str, Any], AfterValidator(_known)]


class Cell(Model):
    """So many questions with these attributes."""

    where: Where = Field({}, description="attribute: a value, or a list of which one must hold")
    count: int = Field(ge=1)

    def __str__(self) -> str:
        return " ".join(f"{name}={_plain(value)}" for name, value in self.where.items()) or "any"


class Rule(Model):
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
        for name in ("at_least", "at_most") if self.share is not None else ():
            if (getattr(self, name) or 0) > 1:
                problem = f"{getattr(self, name):g} is no share; write 0 to 1, as 0.4 for 40 %"
                raise FieldError(name, problem)
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


class Blueprint(Model):
    """What a test must be like."""

    name: str = Field(min_length=1)
    sets: int = Field(2, ge=1, le=26)
    marks: float | None = Field(None, description="total; checked against the parts")
    minutes: int | None = Field(None, ge=1, description="duration printed on the paper")
    cells: list[Cell] = Field(min_length=1)
    rules: list[Rule] = Field([], description="one constraint each, on every set")
    balance: Annotated[dict[str, float], AfterValidator(_countable)] = Field(
        BALANCE, description="how far apart two sets may be; what is not named keeps its default"
    )
    knowledge_at_most: float = Field(
        0.4, ge=0, le=1, description="share at L1 of all marks, those of the practical part too"
    )
    fresh: bool = Field(False, description="only questions that no draw in the ledger has used")
    practical: list[PracticalQuestion] = Field([], description="the same in every set")
    parts: list[Literal["theory", "analysis", "practical"]] = Field(
        [], description="the paper's parts A, B, C; without them the questions are one list"
    )
    instructions: list[str] = Field([], description="printed at the head of the paper")

    @property
    def size(self) -> int:
        """Number of questions of one set that come from the bank."""
        return sum(cell.count for cell in self.cells)

    @property
    def total(self) -> float:
        """Marks of one set."""
        return 2 * self.size + sum(q.marks for q in self.practical)

    @model_validator(mode="after")
    def _adds_up(self) -> Blueprint:
        tokens = [q.question for q in self.practical]
        for token in tokens:
            if tokens.count(token) > 1:
                raise FieldError("practical", f"{token} is there twice; keep one")
        if self.marks is not None and self.marks != self.total:
            problem = f"is {self.marks:g}, but cells and practical add up to {self.total:g}"
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
    return read_model(Blueprint, file, "the path of a blueprint")


def _plain(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
