"""From the metrics to a verdict, by the table of thresholds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from solutions.monitor.thresholds import Threshold


def check_metrics(metrics: Mapping[str, float], *keys: str) -> None:
    """Refuse metrics in which a key is missing.

    Args:
        metrics: from ``health_metrics``.
        keys: what must be in them.

    Raises:
        ValueError: naming the keys that are not.

    Example:
        >>> check_metrics({"layers": 3}, "layers", "weak_layers")
        Traceback (most recent call last):
        ...
        ValueError: metrics must be those of health_metrics. Received: no weak_layers.
    """
    missing = [key for key in keys if key not in metrics]
    if missing:
        raise ValueError(
            f"metrics must be those of health_metrics. Received: no {', '.join(missing)}."
        )


def gradient_spread(metrics: Mapping[str, float]) -> float:
    """Return how many times the largest norm is the smallest.

    Args:
        metrics: from ``health_metrics``; read are ``"max_gradient"`` and ``"min_gradient"``.

    Returns:
        max / min, a float: Inf if only the smallest is 0, 1 if both are, NaN if they are NaN.

    Raises:
        ValueError: if one of the two is missing.

    Example:
        >>> gradient_spread({"max_gradient": 2.0, "min_gradient": 0.5})
        4.0
        >>> gradient_spread({"max_gradient": 2.0, "min_gradient": 0.0})
        inf

    Note:
        The lecture notes, 1.5, divide by the smallest norm whatever it is.
    """
    check_metrics(metrics, "max_gradient", "min_gradient")
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

    Raises:
        ValueError: if one of the metrics that the table names is missing.

    Example:
        >>> counts = {"weak_layers": 1, "non_finite_layers": 0, "missing_layers": 0}
        >>> sizes = {"max_gradient": 0.5, "min_gradient": 0.0}
        >>> find_problems({**sizes, **counts, "vanished_layers": 1})
        {'vanished': 'critical', 'wide_spread': 'warning'}

    Reference:
        The interpretation guide of the lecture notes, 1.5; see ``Threshold``.
    """
    counts = ("vanished_layers", "weak_layers", "non_finite_layers", "missing_layers")
    check_metrics(metrics, "max_gradient", "min_gradient", *counts)
    # BEGIN SOLUTION
    largest = metrics["max_gradient"]
    vanished = metrics["vanished_layers"] >= 1
    table = [
        ("non_finite", "critical", metrics["non_finite_layers"] >= 1),
        ("all_vanished", "critical", largest < Threshold.ALL_VANISHED),
        ("vanished", "critical", vanished),
        ("weak", "warning", metrics["weak_layers"] >= Threshold.WEAK_LAYERS and not vanished),
        ("exploding", "critical", largest > Threshold.EXPLODING),
        ("large", "warning", Threshold.LARGE < largest <= Threshold.EXPLODING),
        ("wide_spread", "warning", gradient_spread(metrics) > Threshold.SPREAD),
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

    Raises:
        ValueError: as in ``find_problems``.

    Example:
        >>> counts = {"weak_layers": 0, "non_finite_layers": 0, "missing_layers": 0}
        >>> sizes = {"max_gradient": 20.0, "min_gradient": 0.5}
        >>> verdict = interpret_gradient_health({**sizes, **counts, "vanished_layers": 0})
        >>> verdict["status"], verdict["findings"]
        ('warning', {'large': 'warning'})
        >>> verdict["recommendations"]
        ['Lower the learning rate or clip by the global norm.']

    Reference:
        The function of this name in the lecture notes, 1.5.
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
