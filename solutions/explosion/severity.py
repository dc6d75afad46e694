"""How bad a gradient norm is: five levels from one threshold."""

from __future__ import annotations

import enum
import math


class Severity(enum.IntEnum):
    """The levels, in order; from EXPLOSION on, the gradient has exploded."""

    NORMAL = 0  # norm <= T/10
    WARNING = 1  # T/10 < norm <= T
    EXPLOSION = 2  # T < norm <= 100 T
    CRITICAL = 3  # 100 T < norm
    OVERFLOW = 4  # NaN or infinite


def severity(norm: float, threshold: float = 100.0) -> Severity:
    """Return the level of a gradient norm.

    With T = ``threshold``: NORMAL for norm <= T/10, WARNING up to and including T, EXPLOSION up
    to and including 100 T, CRITICAL above. NaN and infinity are OVERFLOW.

    Args:
        norm: a gradient norm, at least 0, or NaN, or infinite.
        threshold: T, positive and finite. Defaults to 100, as in the lecture.

    Returns:
        A ``Severity``.

    Raises:
        ValueError: if ``threshold`` is not positive and finite, or ``norm`` is negative.

    Example:
        >>> severity(2.0).name, severity(100.0).name, severity(100.1).name
        ('NORMAL', 'WARNING', 'EXPLOSION')
        >>> severity(float("nan")).name
        'OVERFLOW'

    Reference:
        The threshold of 100 is the lecture's (lecture notes, 2.4). It asks ``norm > threshold``,
        which is False for NaN; the levels are ours.
    """
    if not (threshold > 0 and math.isfinite(threshold)):
        raise ValueError(f"threshold must be positive and finite. Received: threshold={threshold}.")
    if norm < 0:
        raise ValueError(f"norm must be at least 0. Received: norm={norm}.")
    # BEGIN SOLUTION
    if not math.isfinite(norm):
        return Severity.OVERFLOW
    if norm > 100 * threshold:
        return Severity.CRITICAL
    if norm > threshold:
        return Severity.EXPLOSION
    if norm > threshold / 10:
        return Severity.WARNING
    return Severity.NORMAL
    # END SOLUTION
