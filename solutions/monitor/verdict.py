"""From the metrics to a verdict, under one table of thresholds (see ``find_problems``).

The lecture's interpretation guide and its code disagree; where they do, the table follows the
guide: two weak layers warn (the code: three), a spread of 10,000 warns (the code prints the
warning at 100,000). Where the guide is silent, between 1 and 100, it follows the code: 10. The
guide names no number for "high standard deviation", so none is tested.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def gradient_spread(metrics: Mapping[str, float]) -> float:
    """Return how many times the largest norm is the smallest.

    Args:
        metrics: from ``health_metrics``; read are ``"max_gradient"`` and ``"min_gradient"``.

    Returns:
        max / min: Inf if only the smallest is 0, 1 if both are, NaN if they are NaN.

    Example:
        >>> gradient_spread({"max_gradient": 2.0, "min_gradient": 0.5})
        4.0
        >>> gradient_spread({"max_gradient": 2.0, "min_gradient": 0.0})
        inf
    """
    # BEGIN SOLUTION
    largest, smallest = metrics["max_gradient"], metrics["min_gradient"]
    if smallest == 0:
        return 1.0 if largest == 0 else math.inf
    return largest / smallest
    # END SOLUTION


def find_problems(metrics: Mapping[str, float]) -> dict[str, str]:
    """Apply the table of thresholds.

    ========================  =====================================  ========
    finding                   condition                              severity
    ========================  =====================================  ========
    ``"non_finite"``          non_finite_layers >= 1                 critical
    ``"all_vanished"``        max_gradient < 1e-5                    critical
    ``"vanished"``            vanished_layers >= 1                   critical
    ``"weak"``                weak_layers >= 2, no layer vanished    warning
    ``"exploding"``           max_gradient > 100                     critical
    ``"large"``               10 < max_gradient <= 100               warning
    ``"wide_spread"``         gradient_spread > 10,000               warning
    ``"missing"``             missing_layers >= 1                    warning
    ========================  =====================================  ========

    Args:
        metrics: from ``health_metrics``.

    Returns:
        From the name of each finding that applies to ``"critical"`` or ``"warning"``, in the
        order of the table; empty for a healthy gradient. A condition on NaN does not apply.

    Example:
        >>> counts = {"weak_layers": 1, "non_finite_layers": 0, "missing_layers": 0}
        >>> sizes = {"max_gradient": 0.5, "min_gradient": 0.0}
        >>> find_problems({**sizes, **counts, "vanished_layers": 1})
        {'vanished': 'critical', 'wide_spread': 'warning'}
    """
    # BEGIN SOLUTION
    largest = metrics["max_gradient"]
    vanished = metrics["vanished_layers"] >= 1
    table = [
        ("non_finite", "critical", metrics["non_finite_layers"] >= 1),
        ("all_vanished", "critical", largest < 1e-5),
        ("vanished", "critical", vanished),
        ("weak", "warning", metrics["weak_layers"] >= 2 and not vanished),
        ("exploding", "critical", largest > 100),
        ("large", "warning", 10 < largest <= 100),
        ("wide_spread", "warning", gradient_spread(metrics) > 1e4),
        ("missing", "warning", metrics["missing_layers"] >= 1),
    ]
    return {name: severity for name, severity, applies in table if applies}
    # END SOLUTION


def interpret_gradient_health(metrics: Mapping[str, float]) -> dict[str, Any]:
    """Say how healthy a gradient is, why, and what to do.

    Args:
        metrics: from ``monitor_gradient_health`` or ``health_metrics``.

    Returns:
        ``"status"``: ``"critical"`` if a finding is, else ``"warning"`` if there is a finding, else
        ``"healthy"``. ``"findings"``: the dict from ``find_problems``. ``"recommendations"``: one
        sentence per finding, in the same order.

    Example:
        >>> counts = {"weak_layers": 0, "non_finite_layers": 0, "missing_layers": 0}
        >>> sizes = {"max_gradient": 20.0, "min_gradient": 0.5}
        >>> verdict = interpret_gradient_health({**sizes, **counts, "vanished_layers": 0})
        >>> verdict["status"], verdict["findings"]
        ('warning', {'large': 'warning'})
        >>> verdict["recommendations"]
        ['Lower the learning rate or clip by the global norm.']
    """
    advice = {
        "non_finite": "Stop: lower the learning rate, clip gradients, look for log(0) or 0 / 0.",
        "all_vanished": "No layer learns: does the loss depend on the output at all?",
        "vanished": "Use ReLU-like activations with He initialization, or residual connections.",
        "weak": "Check initialization and activations; consider normalization.",
        "exploding": "Clip by the global norm and check the scale of the initial weights.",
        "large": "Lower the learning rate or clip by the global norm.",
        "wide_spread": "Layers learn at very different speeds: normalize, or add residuals.",
        "missing": "The loss does not depend on some layers: check how they are connected.",
    }
    # BEGIN SOLUTION
    findings = find_problems(metrics)
    severities = findings.values()
    status = "critical" if "critical" in severities else "warning" if findings else "healthy"
    recommendations = [advice[name] for name in findings]
    return {"status": status, "findings": findings, "recommendations": recommendations}
    # END SOLUTION
