"""Which questions ask the same, and which give another's answer away?

Both are judged on the bank's own word weights: w(term) = log(N / questions with the term), over
stemmed words, numbers folded to ``#``. Vectors hold w(term) sqrt(count).

Near-duplicates: the cosine of statement and answer together. Independent rewordings of the
exemplars came out at 0.27 to 0.44 and unrelated pairs below 0.16, so pairs from ``ALIKE`` on must
be enemies; pairs whose statements alone reach ``SAME`` may not both stay.

Giveaway: the share of the weight of A's new terms (in its answer and scheme, absent from its own
statement) that B's statement holds; from ``GIVEN_AWAY`` on, A and B must be enemies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from ..load import Bank
from ..schema import Question
from . import Finding, words

ALIKE, SAME, GIVEN_AWAY = 0.45, 0.85, 0.50
STOP = set(words("stop").split())


def terms(text: str) -> Counter[str]:
    """Return the stemmed words of a text, numbers folded.

    Example:
        >>> sorted(terms("State the layers of 10 networks"))
        ['#', 'layer', 'network']
    """
    plain = re.sub(r"<<.*?>>|\d+(?:\.\d+)?", " # ", text.lower())
    return Counter(_stem(w) for w in re.findall(r"[a-z]{2,}|#", plain) if w not in STOP)


def _stem(word: str) -> str:
    """Cut the commonest endings, so that gradients and gradient are one term."""
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def check(bank: Bank) -> Iterator[tuple[str, Finding]]:
    """Yield pairs that are too alike or where one gives the other away, named at the later id."""
    live = [question for question in bank if question.status != "retired"]
    if len(live) < 2:
        return
    asked = [terms(question.statement) for question in live]
    answered = [terms(question.answer) for question in live]
    new = [_new_terms(question) for question in live]
    index = {term: i for i, term in enumerate({t for c in asked + answered + new for t in c})}
    Q, A, N = (_matrix(counts, index) for counts in (asked, answered, new))
    weight = np.log(len(live) / np.maximum((Q + A > 0).sum(axis=0), 1))
    same, alike = _cosines(np.sqrt(Q) * weight), _cosines(np.sqrt(Q + A) * weight)
    for i, j in np.argwhere((same >= SAME) | (alike >= ALIKE)):
        yield from _duplicate(live[i], live[j], same[i, j], alike[i, j])
    for i, j, share in _given(N > 0, Q > 0, weight):
        yield from _giveaway(live[i], live[j], share)


def _new_terms(question: Question) -> Counter[str]:
    text = " ".join([question.answer, *(step.earns for step in question.scheme)])
    return Counter({t: n for t, n in terms(text).items() if t not in terms(question.statement)})


def _matrix(counts: list[Counter[str]], index: dict[str, int]) -> np.ndarray:
    matrix = np.zeros((len(counts), len(index)))
    for i, counter in enumerate(counts):
        for term, n in counter.items():
            matrix[i, index[term]] = n
    return matrix


def _cosines(weighted: np.ndarray) -> np.ndarray:
    """Return the cosine of rows i < j at [i, j], zero elsewhere."""
    norms = np.linalg.norm(weighted, axis=1, keepdims=True)
    unit = weighted / np.where(norms == 0, 1, norms)
    return np.triu(unit @ unit.T, k=1)


def _given(new: np.ndarray, asked: np.ndarray, weight: np.ndarray) -> Iterator[tuple]:
    """Yield (i, j, share): statement j holds at least GIVEN_AWAY of what answer i adds."""
    total = new @ weight
    share = (new * weight) @ asked.T / np.where(total == 0, 1, total)[:, None]
    np.fill_diagonal(share, 0)
    for i, j in np.argwhere(share >= GIVEN_AWAY):
        yield int(i), int(j), float(share[i, j])


def _duplicate(a: Question, b: Question, same: float, alike: float) -> Iterator[tuple]:
    if same >= SAME:
        problem = f"asks the same as {a.id} (cosine {same:.2f}); retire one"
    elif a.id not in b.enemies:
        problem = f"is much like {a.id} (cosine {alike:.2f}); reword, or make them enemies"
    else:
        return
    yield b.id, Finding(("statement",), problem)


def _giveaway(victim: Question, teller: Question, share: float) -> Iterator[tuple[str, Finding]]:
    if teller.id not in victim.enemies:
        problem = f"tells the answer of {victim.id} ({share:.0%} of it); make them enemies"
        yield teller.id, Finding(("statement",), problem)
