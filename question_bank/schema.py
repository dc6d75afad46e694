"""The question: what an item file holds. ``schema.json`` is generated from these models."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from .course import course, known

JSON_SCHEMA = Path(__file__).with_name("schema.json")

KINDS = ("short-answer", "numeric", "diagnose", "compare", "derive", "fault-finding")
Kind = Literal["short-answer", "numeric", "diagnose", "compare", "derive", "fault-finding"]
Status = Literal["draft", "reviewed", "retired"]
Part = Literal["theory", "analysis"]


def _one_of(table: str) -> Any:
    """Return the type of a name that must be in a table of ``course.yaml``."""
    names = known(table)

    def check(value: str) -> str:
        if value not in names:
            raise ValueError(f"unknown {value!r}; use one of: {' '.join(names)}")
        return value

    return Annotated[
        str, AfterValidator(check), WithJsonSchema({"type": "string", "enum": list(names)})
    ]


class FieldError(ValueError):
    """Fields that do not go together; ``field`` is the one to mend."""

    def __init__(self, field: str, problem: str):
        super().__init__(problem)
        self.field = field


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Id = Annotated[str, StringConstraints(pattern=r"^m[12](-[a-z0-9]+)+$")]


class Model(BaseModel):
    """Read-only, and no field beyond those named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Model):
    """Where in the course (or the literature) the question comes from."""

    document: _one_of("documents")
    where: Text = Field(description="section, question or exercise, e.g. `Q7`, `Exercise 14`")

    @model_validator(mode="after")
    def _known_section(self) -> Source:
        sections = course()["documents"][self.document].get("sections")
        if sections and not any(re.match(rf"{s}\b", self.where) for s in sections):
            raise FieldError(
                "where",
                f"{self.document} has no {self.where!r}; "
                f"begin with one of {sections[0]} to {sections[-1]}",
            )
        return self


class Range(Model):
    """The values a parameter is drawn from: exactly one of integer, real (with step), choice."""

    integer: tuple[int, int] | None = Field(None, description="[lowest, highest], both included")
    real: tuple[float, float] | None = Field(None, description="[lowest, highest], with `step`")
    step: float | None = Field(None, gt=0)
    choice: list[int | float | str] | None = Field(None, min_length=2)

    @model_validator(mode="after")
    def _one_kind(self) -> Range:
        given = [k for k in ("integer", "real", "choice") if getattr(self, k) is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of integer: [lo, hi], real: [lo, hi], choice: [...]")
        bounds = self.integer or self.real
        if bounds and not bounds[0] < bounds[1]:
            raise ValueError(f"bad range {list(bounds)}; write the lower bound first")
        if (self.real is None) != (self.step is None):
            raise ValueError(
                "`real` needs `step`, nothing else does; write {real: [0, 1], step: 0.1}"
            )
        if self.choice and len(set(map(repr, self.choice))) < len(self.choice):
            raise ValueError(f"the choices repeat: {self.choice}; list each once")
        return self


class Key(Model):
    """The number that a correct answer gives."""

    value: Name = Field(description="name of a value that the generator returns")
    rel: float = Field(0.02, gt=0, le=0.2, description="accepted relative error")
    unit: str = Field("", description="printed after the number; empty for a pure number")


class Step(Model):
    """One point of the marking scheme.

    Each step is marked by itself. A form under `reject` voids the step it stands under, not the
    whole answer: it earns nothing there, and the other steps keep what they earn. The half mark
    stays where the line says so, or where `half` pays for the part of the step that is right.
    """

    step: Text = Field(description="two to six words that name the point")
    marks: float = Field(description="0.5 or 1")
    earns: Text = Field(description="what the answer must contain for these marks")
    half: Text | None = Field(None, description="what earns half of a 1-mark point")
    accept: list[Text] = Field([], description="other forms that earn the marks")
    reject: list[Text] = Field([], description="near misses that do not, and why")

    @field_validator("marks")
    @classmethod
    def _half_marks(cls, marks: float) -> float:
        if marks not in (0.5, 1):
            raise ValueError(f"is {marks:g}; write 0.5 or 1")
        return marks

    @model_validator(mode="after")
    def _halved(self) -> Step:
        if self.marks == 1 and not self.half:
            raise FieldError("half", "missing in a 1-mark point; say what earns 0.5 of it")
        return self


class Misconception(Model):
    """A wrong belief that students bring to this question."""

    belief: Text = Field(description="what the student thinks, as one sentence")
    gives: Name | None = Field(None, description="the value this belief leads to (numeric)")
    tell: Text = Field(description="what to tell the student, as one or two sentences")


class Figure(Model):
    """A line chart drawn from the question's values."""

    title: Text
    xlabel: Text
    ylabel: Text
    x: Name = Field(description="name of the list of x values")
    lines: dict[Text, Name] = Field(
        min_length=1, description="legend: name of the list of y values"
    )
    logy: bool = False
    alt: Text = Field(description="what the figure shows, for a reader who cannot see it")


class Question(Model):
    """One 2-mark question with everything that a paper, an evaluator and an accreditor need."""

    id: Id = Field(description="the file name without .yaml; begins with the module")
    version: int = Field(ge=1, description="raise it when a student would notice the change")
    status: Status
    kind: Kind
    module: _one_of("modules")
    week: int = Field(ge=1, le=6)
    topic: _one_of("topics")
    outcome: _one_of("outcomes") = Field(description="Week 5 learning outcome")
    co: _one_of("course_outcomes")
    po: list[_one_of("po")] = Field(min_length=1, description="in the twelve-PO scheme")
    bloom: _one_of("bloom")
    difficulty: int = Field(ge=1, le=5, description="1 most get it right, 5 few do")
    minutes: int = Field(ge=1, le=4, description="to read and to answer")
    marks: Literal[2]
    part: Part = Field(description="part of Unit Test 1: theory, or analysis of given evidence")
    source: list[Source] = Field(min_length=1)
    related: str | None = Field(
        None, pattern=r"^[ap]\d\d_q\d+_[a-z0-9_]+$", description="assignment question, a09_q3_adam"
    )
    enemies: list[Id] = Field([], description="questions that must not be in the same test")
    tags: list[Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]] = []
    errata: list[int] = Field([], description="numbers in ERRATA.md that the item touches")
    parameters: dict[Name, Range] = {}
    generator: str | None = Field(
        None, description="Python: def draw(rng, <parameters>): ... return {name: value}"
    )
    figure: Figure | None = None
    statement: Text
    answer: Text = Field(description="what a student who earns 2 marks writes")
    key: Key | None = Field(None, description="required for kind numeric")
    scheme: list[Step] = Field(min_length=2)
    misconceptions: list[Misconception] = Field(min_length=1)
    alt: dict[str, Text] = Field({}, description="formula as written: how to say it")

    @field_validator("scheme")
    @classmethod
    def _two_marks(cls, scheme: list[Step]) -> list[Step]:
        total = sum(step.marks for step in scheme)
        if total != 2:
            raise ValueError(f"the marks add up to {total:g}; make them add up to 2")
        return scheme

    @model_validator(mode="after")
    def _consistent(self) -> Question:
        if not self.id.startswith(f"{self.module}-"):
            raise FieldError("id", f"is of another module; begin it with {self.module}-")
        if self.kind == "numeric" and self.key is None:
            raise FieldError("key", "missing in a numeric question; add key: {value: NAME}")
        if self.key and not self.generator:
            raise FieldError("key", "nothing computes it; return its value from a generator")
        return self

    @property
    def parametrised(self) -> bool:
        """Whether different seeds give different questions."""
        return bool(self.parameters) or "rng." in (self.generator or "")

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield every text that may hold formulae and values, with the path of its field."""
        yield ("statement",), self.statement
        yield ("answer",), self.answer
        for i, step in enumerate(self.scheme):
            yield ("scheme", i, "step"), step.step
            yield ("scheme", i, "earns"), step.earns
            if step.half:
                yield ("scheme", i, "half"), step.half
            for name in ("accept", "reject"):
                for j, text in enumerate(getattr(step, name)):
                    yield ("scheme", i, name, j), text
        for i, misconception in enumerate(self.misconceptions):
            yield ("misconceptions", i, "belief"), misconception.belief
            yield ("misconceptions", i, "tell"), misconception.tell
        if self.figure:
            yield ("figure", "alt"), self.figure.alt


def json_schema() -> str:
    """Return the JSON schema of an item file, for editors, as it is committed."""
    return json.dumps(Question.model_json_schema(), indent=1, ensure_ascii=False) + "\n"
