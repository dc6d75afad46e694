"""Classical item statistics with 95 % intervals: facility, item-rest discrimination, alpha."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

LEAST = 30  # below, intervals are too wide for a verdict: SD of r is 0.13 at n = 30
Z = 1.959964


class Interval(NamedTuple):
    """An estimate and its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if math.isnan(self.value):
            return "    -              "
        return f"{self.value:5.2f} [{self.low:5.2f},{self.high:5.2f}]"


UNKNOWN = Interval(math.nan, -1.0, 1.0)


@dataclass(frozen=True)
class Item:
    """What was measured of one question in one set; ``r`` is None where marks do not vary."""

    id: str
    n: int
    mean: float
    sd: float
    most: float
    left_out: int
    r: float | None

    @property
    def facility(self) -> Interval:
        return facility(self.mean, self.sd, self.n, self.most)

    @property
    def discrimination(self) -> Interval:
        return UNKNOWN if self.r is None else fisher(self.r, self.n - 3)


def facility(mean: float, sd: float, n: int, most: float) -> Interval:
    """Return mean mark / maximum mark.

    The interval is Student's t; where all marks are equal, Wilson's for a share, never empty.

    Example:
        >>> print(facility(mean=1.5, sd=0.5, n=25, most=2))
         0.75 [ 0.65, 0.85]
    """
    from scipy.stats import t

    p = mean / most
    if n < 2:
        return Interval(p, 0.0, 1.0)
    if sd == 0:
        centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
        half = Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    else:
        centre, half = p, t.ppf(0.975, n - 1) * sd / math.sqrt(n) / most
    return Interval(p, max(centre - half, 0.0), min(centre + half, 1.0))


def discrimination(item: np.ndarray, rest: np.ndarray) -> float | None:
    """Return the correlation of an item with the sum of the others, None where there is none.

    Args:
        item: marks of one question, shape (n,).
        rest: sum of the marks of the other questions, shape (n,).
    """
    if len(item) < 4 or np.ptp(item) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(item, rest)[0, 1])


def fisher(r: float, weight: float) -> Interval:
    """Return a correlation with its interval; ``weight`` is n - 3, summed where r is pooled.

    Example:
        >>> print(fisher(0.5, 57))
         0.50 [ 0.28, 0.67]
    """
    z, half = atanh(r), Z / math.sqrt(weight)
    return Interval(r, math.tanh(z - half), math.tanh(z + half))


def atanh(r: float) -> float:
    """Return Fisher's z of a correlation, finite also for 1 and -1."""
    return math.atanh(min(max(r, -0.999999), 0.999999))


def alpha(marks: np.ndarray) -> Interval:
    """Return Cronbach's alpha, k/(k-1) (1 - sum of item variances / variance of the total).

    Args:
        marks: shape (students, questions).

    Source: interval of Feldt (1965), F with n-1 and (n-1)(k-1) degrees of freedom.
    """
    from scipy.stats import f

    n, k = marks.shape
    total = marks.sum(axis=1).var(ddof=1) if n > 1 else 0.0
    if k < 2 or total == 0:
        return UNKNOWN
    a = k / (k - 1) * (1 - marks.var(axis=0, ddof=1).sum() / total)
    low, high = (1 - (1 - a) * f.ppf(q, n - 1, (n - 1) * (k - 1)) for q in (0.975, 0.025))
    return Interval(float(a), float(low), float(high))


def pooled_alpha(found: Iterable[tuple[float, int]], k: int) -> Interval:
    """Return alpha over sittings of one set: ln(1 - alpha) averaged with weights n - 2.

    Args:
        found: alpha and number of students of each sitting.
        k: number of questions.

    Source: interval of Bonett (2002), var ln(1 - alpha) = 2k / ((k-1)(n-2)).

    Example:
        >>> print(pooled_alpha([(0.8, 62), (0.8, 62)], k=10))
         0.80 [ 0.74, 0.85]
    """
    known = [(math.log(max(1 - a, 1e-6)), n - 2) for a, n in found if n > 2]
    weight = sum(w for _, w in known)
    if not weight or k < 2:
        return UNKNOWN
    mean = sum(x * w for x, w in known) / weight
    half = Z * math.sqrt(2 * k / ((k - 1) * weight))
    return Interval(*(1 - math.exp(mean + shift) for shift in (0, half, -half)))


def items(marks: np.ndarray, ids: list[str], most: list[float]) -> list[Item]:
    """Return the statistics of the questions that one set of students answered.

    Args:
        marks: shape (students, questions); NaN where not attempted, which counts as 0 marks.
        ids: of the questions.
        most: their maximum marks.
    """
    scored = np.nan_to_num(marks)
    total = scored.sum(axis=1)
    n = len(scored)
    return [
        Item(
            id=id,
            n=n,
            mean=float(scored[:, j].mean()),
            sd=float(scored[:, j].std(ddof=1)) if n > 1 else 0.0,
            most=most[j],
            left_out=int(np.isnan(marks[:, j]).sum()),
            r=discrimination(scored[:, j], total - scored[:, j]),
        )
        for j, id in enumerate(ids)
    ]


def flags(n: int, p: Interval, r: Interval, left_out: int) -> list[str]:
    """Return why a question should be looked at; only what the whole interval supports."""
    if n < LEAST:
        return [f"no verdict below n = {LEAST}"]
    found = []
    if p.high < 0.2:
        found.append("very hard")
    if p.low > 0.9:
        found.append("very easy")
    if r.high < 0:
        found.append("the better the student, the lower the mark: check the key")
    elif r.high < 0.2:
        found.append("does not discriminate")
    if left_out > 0.3 * n:
        found.append("often left out")
    return found
