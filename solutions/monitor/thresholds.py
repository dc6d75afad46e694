"""The one table of thresholds: where a gradient stops being healthy."""

from __future__ import annotations


class Threshold:
    """The limits that the monitor judges by: rules of thumb for losses of the size of 1.

    Reference:
        The interpretation guide of the lecture notes, 1.5. The code beside it differs in two: it
        warns above two weak layers and at a spread of 100,000. Between 1 and 100 the guide is
        silent, and ``LARGE`` follows the code. The guide names no number for "high standard
        deviation", so none is tested.
    """

    VANISHED = 1e-6  # a layer's norm is below
    WEAK = 1e-4  # a layer's norm is below
    WEAK_LAYERS = 2  # at least so many are weak
    ALL_VANISHED = 1e-5  # the largest norm is below
    LARGE = 10.0  # the largest norm is above
    EXPLODING = 100.0  # the largest norm is above
    SPREAD = 10_000.0  # largest / smallest norm is above
