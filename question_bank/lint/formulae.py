"""Can every formula be typeset and spoken, and is every symbol said before it is used?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..load import Bank
from ..markup import Formula, code_fences_close, dollars_pair, formulas
from ..schema import Question
from ..speech import GREEK, unknown_commands
from ..variant import DrawError, all_formulas, realise
from . import Finding, words

# Symbols that need no introduction: constants, the differential, indices, transpose.
CONVENTIONAL = {"e", "d", "i", "j", "k", "t", "T", "pi", "E", "R"}
# A word that may stand before a formula without naming what it is.
NO_NOUN = set(words("no_noun").split())
_SKIPPED = re.compile(
    r"\\(?:text|operatorname)\{[^}]*\}|_\{[^}]*\}|_\\?[A-Za-z]+|_\d|\^\{\([^}]*\)\}|\^\{?\\top\}?"
)
_SYMBOL = re.compile(r"\\([A-Za-z]+)|([A-Za-z])")
_HEAD = re.compile(
    r"(?:\\(?:hat|bar|tilde|mathbf|boldsymbol|mathcal)\{?|\\\||\||\{)*(\\?[A-Za-z]+)"
)


def check(question: Question, bank: Bank) -> Iterator[Finding]:
    """Check the Markdown and TeX of every text, the alt texts and the symbols."""
    for path, text in question.texts():
        if not dollars_pair(text):
            yield Finding(path, "a $ has no partner; close the formula or write \\$")
        if not code_fences_close(text):
            yield Finding(path, "a ``` fence is not closed; close it")
        for formula in formulas(text):
            for command in unknown_commands(formula.tex):
                advice = "use \\text" if command == "mathrm" else "items use the TeX of speech.py"
                offset = text.count("\n", 0, formula.start) + 1 if "\n" in text else 0
                yield Finding(path, f"unknown TeX command \\{command}; {advice}", offset)
    yield from _spoken(question)
    yield from _symbols(question)


def _spoken(question: Question) -> Iterator[Finding]:
    try:
        variant = realise(question)
    except DrawError:
        return  # seeding reports it
    used = set()
    for path, tex in all_formulas(variant):
        used.add(tex)
        try:
            variant.spoken(tex)
        except ValueError as why:
            yield Finding(path, f"${tex}$ cannot be spoken by rule ({why}); add it to `alt`")
    for written, filled in zip(question.alt, variant.alt, strict=True):
        if filled not in used:
            yield Finding(("alt",), f"no formula {written!r} in the item; copy it as written")


def _symbols(question: Question) -> Iterator[Finding]:
    """Yield symbols of the statement that no words introduce. A rule of thumb, not a proof."""
    text = question.statement
    found = formulas(text)
    defined = set(CONVENTIONAL) | set(re.findall(r"`([A-Za-z])\b", text))
    for formula in found:
        defined |= _introduced(formula, text)
    reported = set()
    for formula in found:
        for symbol in symbols(formula.tex):
            if symbol not in defined | reported:
                reported.add(symbol)
                offset = text.count("\n", 0, formula.start) + 1 if "\n" in text else 0
                problem = f"nothing says what ${symbol}$ is; name it before the formula, or after"
                yield Finding(("statement",), problem, offset)


def symbols(tex: str) -> list[str]:
    """Return the symbols of a formula, leaving out subscripts, words and template values.

    Example:
        >>> symbols(r"w_{t+1} = w_t - \\eta \\frac{1}{n}")
        ['w', 'w', 'eta', 'n']
    """
    bare = _SKIPPED.sub(" ", re.sub(r"<<.*?>>|<%.*?%>", " ", tex))
    names = [match[1] or match[2] for match in _SYMBOL.finditer(bare)]
    return [name for name in names if len(name) == 1 or name in GREEK]


def _introduced(formula: Formula, text: str) -> set[str]:
    head = _HEAD.match(formula.tex)
    if not head:
        return set()
    before = re.findall(r"[A-Za-z]+|[^\sA-Za-z]", text[: formula.start])[-1:] or ["."]
    after = text[formula.end :].lstrip()
    word = before[0].lower()
    named = (word.isalpha() and word not in NO_NOUN) or word in (",", "and", "or", ")")
    said = re.match(r"(is|are|be|denotes?|stands?|means?|the|for)\b|\(", after) is not None
    equation = re.search(r"=|\\in\b|\\sim\b", formula.tex) is not None
    if not (named or said or equation):
        return set()
    left = re.split(r"=|\\in\b|\\sim\b", formula.tex)[0] if equation else formula.tex
    return {head[1].lstrip("\\")} | (set(symbols(left)) if "(" in left or not equation else set())
