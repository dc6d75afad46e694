"""Variants: one question at one seed. Values come from one computation, then fill every text.

The random stream is NumPy's PCG64 seeded with (CRC-32 of the id, seed), so that a seed gives each
question its own values and adding a question changes no other.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from .faults import FieldPath
from .markup import formulas
from .schema import Misconception, Question, Range, Step
from .speech import speak
from .template import TemplateError, fill

ATTEMPTS = 200


class DrawError(ValueError):
    """A question that gives no variant. ``path`` and ``offset`` lead to the line of its file."""

    def __init__(self, path: FieldPath, problem: str, offset: int = 0):
        super().__init__(problem)
        self.path, self.offset = path, offset


class Reject(Exception):
    """Raised by ``reject(why)`` in a generator: these values make a poor question."""


@dataclass(frozen=True)
class Variant:
    """A question with its values filled in: what is printed, and what a key is computed from."""

    question: Question
    seed: int
    values: dict[str, Any]
    statement: str
    answer: str
    scheme: tuple[Step, ...]
    misconceptions: tuple[Misconception, ...]
    figure_alt: str | None
    alt: dict[str, str]
    rejected: int

    @property
    def key(self) -> float | None:
        """The number that a correct answer gives, if the question has one."""
        return self.values[self.question.key.value] if self.question.key else None

    def spoken(self, formula: str) -> str:
        """Return the alt text of a formula: the item's own, else the one spoken by rule.

        Raises:
            Unspeakable: if the item gives none and the rules cannot say it.
        """
        return self.alt.get(formula) or speak(formula)

    def texts(self) -> list[tuple[FieldPath, str]]:
        """Return every filled text with the path of its field."""
        update = {"scheme": list(self.scheme), "misconceptions": list(self.misconceptions)}
        update |= {"statement": self.statement, "answer": self.answer}
        if self.question.figure:
            figure = self.question.figure.model_copy(update={"alt": self.figure_alt})
            update["figure"] = figure
        return list(self.question.model_copy(update=update).texts())


def realise(question: Question, seed: int = 1) -> Variant:
    """Draw the values of a question for a seed and fill its texts.

    Args:
        question: any loaded question; one without parameters gives the same text for every seed.
        seed: non-negative integer, default 1.

    Raises:
        DrawError: if the generator fails, rejects everything, or a text cannot be filled.
    """
    values, rejected = draw(question, seed)
    texts = {path: _fill(path, text, values) for path, text in question.texts()}
    alt = {}
    for formula, said in question.alt.items():
        filled = _fill(("alt", formula), formula, values).strip("$").strip()
        alt[filled] = _fill(("alt", formula), said, values)
    return Variant(
        question=question,
        seed=seed,
        values=values,
        statement=texts["statement",],
        answer=texts["answer",],
        scheme=tuple(
            _refilled(step, ("scheme", i), texts) for i, step in enumerate(question.scheme)
        ),
        misconceptions=tuple(
            _refilled(misconception, ("misconceptions", i), texts)
            for i, misconception in enumerate(question.misconceptions)
        ),
        figure_alt=texts.get(("figure", "alt")),
        alt=alt,
        rejected=rejected,
    )


def draw(question: Question, seed: int) -> tuple[dict[str, Any], int]:
    """Return the values of a question for a seed, and how many draws were rejected before.

    Raises:
        DrawError: if the generator fails or rejects ``ATTEMPTS`` draws in a row.
    """
    rng = np.random.default_rng([zlib.crc32(question.id.encode()), seed])
    for rejected in range(ATTEMPTS):
        parameters = {name: _pick(range_, rng) for name, range_ in question.parameters.items()}
        if question.generator is None:
            return parameters, rejected
        try:
            computed = _call(question.generator, rng, parameters)
        except Reject as why:
            last = why
            continue
        values = parameters | {name: _plain(value) for name, value in computed.items()}
        for name, value in values.items():
            if not _finite(value):
                raise DrawError(("generator",), f"{name} is not finite; reject such draws")
        return values, rejected
    problem = f"rejects {ATTEMPTS} draws in a row, last: {last}; widen the ranges"
    raise DrawError(("generator",), problem)


def _pick(range_: Range, rng: np.random.Generator) -> Any:
    if range_.integer:
        return int(rng.integers(*range_.integer, endpoint=True))
    if range_.choice:
        return range_.choice[rng.integers(len(range_.choice))]
    low, high = range_.real
    steps = math.floor((high - low) / range_.step + 1e-9)
    return round(low + range_.step * int(rng.integers(steps + 1)), 10)


@cache
def _function(source: str) -> Callable:
    """Compile a generator. It sees NumPy, math and ``reject``; ``lint`` keeps imports out."""
    scope: dict[str, Any] = {"np": np, "math": math, "reject": _reject}
    try:
        exec(compile(source, "<generator>", "exec"), scope)
    except SyntaxError as error:
        problem = f"{error.msg}; mend the Python"
        raise DrawError(("generator",), problem, error.lineno or 1) from None
    if not callable(scope.get("draw")):
        raise DrawError(("generator",), "defines no `draw`; write def draw(rng): return {...}")
    return scope["draw"]


def _reject(why: str = "") -> None:
    raise Reject(why)


def _call(source: str, rng: np.random.Generator, parameters: dict[str, Any]) -> dict[str, Any]:
    try:
        computed = _function(source)(rng, **parameters)
    except (Reject, DrawError):
        raise
    except Exception as error:
        problem = f"raised {type(error).__name__}: {error}; mend the generator"
        raise DrawError(("generator",), problem, _generator_line(error)) from None
    if not isinstance(computed, dict):
        problem = f"`draw` returned {type(computed).__name__}; return {{name: value}}"
        raise DrawError(("generator",), problem)
    return computed


def _generator_line(error: Exception) -> int:
    line, traceback = 0, error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<generator>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _plain(value: Any) -> Any:
    """Turn NumPy values into plain Python ones, so that a variant can be stored."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def _finite(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def _fill(path: FieldPath, text: str, values: dict[str, Any]) -> str:
    try:
        return fill(text, values)
    except TemplateError as error:
        offset = error.line if "\n" in text else 0  # a block scalar starts below its field
        raise DrawError(path, str(error), offset) from None


def _refilled(model: Any, path: FieldPath, texts: dict[FieldPath, str]) -> Any:
    """Return a step or a misconception with its filled texts."""
    update: dict[str, Any] = {}
    for name in type(model).model_fields:
        at = (*path, name)
        if at in texts:
            update[name] = texts[at]
        elif (*at, 0) in texts:
            update[name] = [texts[(*at, j)] for j in range(len(getattr(model, name)))]
    return model.model_copy(update=update)


def all_formulas(variant: Variant) -> list[tuple[FieldPath, str]]:
    """Return every formula of a variant with the path of its field."""
    return [(path, f.tex) for path, text in variant.texts() for f in formulas(text)]
