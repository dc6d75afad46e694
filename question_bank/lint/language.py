"""Can a statement be read once, and its answer be written in the time given?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..load import Bank
from ..markup import prose
from ..schema import Question
from . import Finding, words

STATEMENT_WORDS = 90
ANSWER_WORDS = 90
NEGATIVE = re.compile(
    r"\b(not|never|no|none|cannot|neither|nor|unless|except|without)\b|n't\b", re.I
)
ASKS = set(words("asks").split())
# A number with three or more significant digits, or an exponent, that no code computed.
TYPED = re.compile(r"[\d.]+\s*\\times\s*10\^|(?<![\w.{])\d+\.\d+(?:e[-+]?\d+)?|\d+e[-+]?\d+")
GIVEN_CONSTANTS = {"0.999"}


def check(question: Question, bank: Bank) -> Iterator[Finding]:
    """Check length, wording, negation and typed numbers."""
    for path, text in question.texts():
        for i, line in enumerate(text.splitlines()):
            if "TODO" in line:
                yield Finding(path, "still TODO; fill it in", i + 1 if "\n" in text else 0)
        for phrase, advice in words("avoid").items():
            if re.search(rf"\b{phrase}\b", text, re.IGNORECASE):
                yield Finding(path, f"says {phrase!r}; {advice}")
    yield from _statement(question.statement)
    length = len(prose(question.answer).split())
    if length > ANSWER_WORDS:
        problem = f"{length} words of prose; a student writes at most {ANSWER_WORDS} in the time"
        yield Finding(("answer",), problem)
    yield from _typed_numbers(question)


def _statement(statement: str) -> Iterator[Finding]:
    text = re.sub(r"^\s*\|.*$", "", prose(statement), flags=re.MULTILINE)  # tables are looked at
    if len(text.split()) > STATEMENT_WORDS:
        problem = f"{len(text.split())} words of prose; keep it within {STATEMENT_WORDS}"
        yield Finding(("statement",), problem)
    for sentence in re.split(r"(?<=[.?!:])\s+", text):
        negatives = [match[0] for match in NEGATIVE.finditer(sentence)]
        if len(negatives) > 1:
            problem = f"two negatives in one sentence ({', '.join(negatives)}); say it positively"
            yield Finding(("statement",), problem)
    if not set(re.findall(r"[a-z]+", text.lower())) & ASKS:
        yield Finding(("statement",), "asks nothing; begin the request with a verb such as State")


def _typed_numbers(question: Question) -> Iterator[Finding]:
    for path, text in question.texts():
        if path[0] not in ("answer", "scheme"):
            continue
        for match in TYPED.finditer(re.sub(r"<<.*?>>", "", text)):
            number = match[0]
            digits = re.sub(r"e.*", "", number).replace(".", "").strip("0")
            if number in GIVEN_CONSTANTS or (len(digits) < 3 and number.replace(".", "").isdigit()):
                continue
            problem = f"the number {number} is typed; compute it in the generator and print it"
            offset = text.count("\n", 0, match.start()) + 1 if "\n" in text else 0
            yield Finding(path, problem, offset)
