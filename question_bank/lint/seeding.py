"""Does every seed give a sound question: finite key, sensible size, clean text?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from ..schema import Question
from ..variant import DrawError, Variant, draw, realise
from . import Finding

SMALLEST, LARGEST = 1e-12, 1e12
CONSTANTS = {"true", "false", "none"}  # a text would print the constant of Jinja2, not the value
NOUNS = (
    "layer|epoch|step|iteration|sample|neuron|weight|input|output|unit|parameter|gradient|task|head|"
    "token|filter|channel|point|value|image|update|mark"
)
BLEMISHES = {
    rf"(?<![\d.,])1 (?:{NOUNS})s\b": "singular number, plural noun; use the plural filter",
    rf"(?<![\d.,])(?:[02-9]|\d\d+) (?:{NOUNS})\b(?!-| [a-z]+s\b)":
        "plural number, singular noun; use the plural filter",
    r"\b[Aa] (?:8|11|18|80)(?!\d)": "a before a vowel sound; use << n | article >>",
    r"\b[Aa]n (?:[1-79]|1[02-79])(?!\d)": "an before a consonant; use << n | article >>",
    r"\b(?:nan|NaN|inf|None)\b|array\(": "no number, but printed as one; reject or mend it",
    r"\d\.\d{8,}": "a number with many decimals; use a filter such as sig(3)",
    r"[-+] ?[-+] ?\d": "two signs in a row; use << x | signed >>",
}  # fmt: skip


def check(question: Question, seeds: int) -> Iterator[Finding]:
    """Check the variants of seeds 1 to ``seeds`` (one, if nothing is drawn)."""
    if findings := list(_constants(question)):
        yield from findings
        return
    statements, rejected = set(), 0
    count = seeds if question.parametrised else 1
    for seed in range(1, count + 1):
        try:
            variant = realise(question, seed)
        except DrawError as error:
            yield Finding(error.path, f"{error} (seed {seed})", error.offset)
            return
        statements.add((variant.statement, variant.figure_alt))
        rejected += variant.rejected
        findings = list(_variant(variant))
        yield from findings
        if findings:
            return
    if question.parametrised and len(statements) < min(count, 5):
        problem = f"only {len(statements)} different statements in {count} seeds; widen the ranges"
        yield Finding(("parameters",) if question.parameters else ("generator",), problem)
    if rejected > 4 * count:
        problem = f"rejects {rejected / (rejected + count):.0%} of its draws; narrow the ranges"
        yield Finding(("generator",), problem)


def _constants(question: Question) -> Iterator[Finding]:
    try:
        names = draw(question, 1)[0]
    except DrawError:
        names = question.parameters
    for name in names:
        if str(name).lower() in CONSTANTS:
            path = ("parameters", name) if name in question.parameters else ("generator",)
            problem = f"{name!r} is a constant in the texts; give the value another name"
            yield Finding(path, problem)


def _variant(variant: Variant) -> Iterator[Finding]:
    at = f"(seed {variant.seed})"
    if variant.key is not None:
        yield from _key(variant)
    for path, text in variant.texts():
        for pattern, advice in BLEMISHES.items():
            if (match := re.search(pattern, text)) and not _given(variant, path, match[0]):
                yield Finding(path, f"reads {match[0]!r} {at}: {advice}")
    figure = variant.question.figure
    for name in [figure.x, *figure.lines.values()] if figure else []:
        if not isinstance(variant.values.get(name), list):
            yield Finding(("figure",), f"no list {name!r} {at}; return it from the generator")


def _given(variant: Variant, path: tuple, found: str) -> bool:
    """Whether a NaN or infinity is the subject of the question and stands in its source."""
    source = dict(variant.question.texts())[path]
    return found in source


def _key(variant: Variant) -> Iterator[Finding]:
    key, rel, at = variant.key, variant.question.key.rel, f"(seed {variant.seed})"
    if isinstance(key, bool) or not isinstance(key, int | float):
        yield Finding(("key", "value"), f"is {key!r} {at}; name a number")
        return
    if key != 0 and not SMALLEST <= abs(key) <= LARGEST:
        yield Finding(("key", "value"), f"is {key:g} {at}; choose values of a sensible size")
    if not any(math.isclose(x, key, rel_tol=rel) for x in numbers_in(variant.answer)):
        yield Finding(("answer",), f"does not contain the key {key:g} {at}; print it there")
    for i, misconception in enumerate(variant.question.misconceptions):
        if not misconception.gives:
            continue
        wrong = variant.values.get(misconception.gives)
        if not isinstance(wrong, int | float):
            problem = f"no number {misconception.gives!r}; return it from the generator"
            yield Finding(("misconceptions", i, "gives"), problem)
        elif math.isclose(wrong, key, rel_tol=2 * rel):
            problem = f"{wrong:g} would be marked right (key {key:g}) {at}; reject such draws"
            yield Finding(("misconceptions", i, "gives"), problem)


def numbers_in(text: str) -> list[float]:
    r"""Return the numbers of a text, in plain, code and TeX notation.

    Example:
        >>> numbers_in(r"so $-1.5 \times 10^{-3}$, or 2e-05, of 12")
        [-0.0015, 2e-05, 12.0]
    """
    plain = re.sub(r"\s*\\times\s*10\^\{(-?\d+)\}", r"e\1", text)
    plain = re.sub(r"(?<![\w.])10\^\{(-?\d+)\}", r"1e\1", plain)
    return [float(x) for x in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", plain)]
