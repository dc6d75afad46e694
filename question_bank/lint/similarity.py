"""Which questions ask the same, and which give another's answer away?

Both are judged on the bank's own word weights: w(term) = log(N / documents with the term), over
stemmed words and pairs of words, numbers folded to ``#``.

Near-duplicate: cosine of the weighted statements. Enemies may be alike up to ``SAME``; others up
to ``ALIKE``. Giveaway: the share of the weight of A's new terms (in its answer and scheme, absent
from its own statement) that B's statement already holds; from ``GIVEN_AWAY`` on, A and B must be
enemies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from ..load import Bank
from ..schema import Question
from . import Finding, words

ALIKE, SAME, GIVEN_AWAY = 0.60, 0.90, 0.50
STOP = set(words("stop").split())


def terms(text: str) -> Counter[str]:
    """Return the stemmed words and word pairs of a text, numbers folded.

    Example:
        >>> sorted(terms("State the layers of 10 networks"))
        ['#', '# network', 'layer', 'layer #', 'network']
    """
    plain = re.sub(r"<<.*?>>|\d+(?:\.\d+)?", " # ", text.lower())
    stems = [_stem(w) for w in re.findall(r"[a-z]{2,}|#", plain) if w not in STOP]
    return Counter(stems) + Counter(f"{a} {b}" for a, b in pairwise(stems))


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
    answered = [_new_terms(question) for question in live]
    index = {term: i for i, term in enumerate({t for c in asked + answered for t in c})}
    A, B = _matrix(asked, index), _matrix(answered, index)
    weight = np.log(len(live) / np.maximum((A + B > 0).sum(axis=0), 1))
    for i, j, cosine in _alike(np.sqrt(A) * weight):
        yield from _duplicate(live[i], live[j], cosine)
    for i, j, share in _given(B > 0, A > 0, weight):
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


def _alike(weighted: np.ndarray) -> Iterator[tuple[int, int, float]]:
    """Yield pairs i < j whose statements have a cosine of at least ALIKE."""
    norms = np.linalg.norm(weighted, axis=1, keepdims=True)
    unit = weighted / np.where(norms == 0, 1, norms)
    cosine = np.triu(unit @ unit.T, k=1)
    for i, j in np.argwhere(cosine >= ALIKE):
        yield int(i), int(j), float(cosine[i, j])


def _given(new: np.ndarray, asked: np.ndarray, weight: np.ndarray) -> Iterator[tuple]:
    """Yield (i, j, share): statement j holds at least GIVEN_AWAY of what answer i adds."""
    total = new @ weight
    share = (new * weight) @ asked.T / np.where(total == 0, 1, total)[:, None]
    np.fill_diagonal(share, 0)
    for i, j in np.argwhere(share >= GIVEN_AWAY):
        yield int(i), int(j), float(share[i, j])


def _duplicate(first: Question, second: Question, cosine: float) -> Iterator[tuple[str, Finding]]:
    if cosine >= SAME:
        problem = f"asks the same as {first.id} (cosine {cosine:.2f}); retire one"
    elif first.id not in second.enemies:
        problem = f"is much like {first.id} (cosine {cosine:.2f}); reword, or make them enemies"
    else:
        return
    yield second.id, Finding(("statement",), problem)


def _giveaway(victim: Question, teller: Question, share: float) -> Iterator[tuple[str, Finding]]:
    if teller.id not in victim.enemies:
        problem = f"tells the answer of {victim.id} ({share:.0%} of it); make them enemies"
        yield teller.id, Finding(("statement",), problem)
