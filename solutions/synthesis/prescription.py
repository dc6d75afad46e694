"""From findings to treatments, under one table; from treatments to a new design."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def treatment_table() -> list[dict[str, Any]]:
    """Return the table of treatments, one row for each value of an aspect of the design.

    =============  ============  =====  ==========================================  ===========
    aspect         value         topic  is called for by                            from layers
    =============  ============  =====  ==========================================  ===========
    activation     leaky_relu    a04    dead                                        0
    activation     relu          a04    vanishing, saturated                        0
    initializer    matched       a05    non_finite, exploding, vanishing, fading,   0
                                        saturated
    normalization  layer         a06    vanishing, fading, saturated                0
    residual       True          a07    vanishing, fading                           8
    clip_norm      1.0           a08    non_finite, exploding                       0
    optimizer      adam          a09    stalled                                     0
    learning_rate  0.001         a09    stalled                                     0
    learning_rate  0.05          a03    non_finite                                  0
    schedule       cosine        a10    restless                                    0
    =============  ============  =====  ==========================================  ===========

    A dead unit needs a slope on its left side more than anything else, hence the first row before
    the second. Layer rather than batch normalization: it works the same in training and in use, and
    does not depend on the batch. Adam comes with its usual rate.

    Returns:
        Rows in the order of the table: dicts with ``"aspect"``, ``"value"``, ``"topic"``,
        ``"findings"`` (a list) and ``"from_layers"``, the number of hidden layers from which the
        treatment is worth its cost.

    Example:
        >>> treatment_table()[0]["findings"]
        ['dead']
    """
    any_flow = ["vanishing", "fading", "saturated"]
    broken = ["non_finite", "exploding"]
    rows = [
        ("activation", "leaky_relu", "a04", ["dead"], 0),
        ("activation", "relu", "a04", ["vanishing", "saturated"], 0),
        ("initializer", "matched", "a05", broken + any_flow, 0),
        ("normalization", "layer", "a06", any_flow, 0),
        ("residual", True, "a07", ["vanishing", "fading"], 8),
        ("clip_norm", 1.0, "a08", broken, 0),
        ("optimizer", "adam", "a09", ["stalled"], 0),
        ("learning_rate", 0.001, "a09", ["stalled"], 0),
        ("learning_rate", 0.05, "a03", ["non_finite"], 0),
        ("schedule", "cosine", "a10", ["restless"], 0),
    ]
    keys = ("aspect", "value", "topic", "findings", "from_layers")
    return [dict(zip(keys, row, strict=True)) for row in rows]


def prescribe(findings: Iterable[str], design: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the treatments that the findings call for.

    Go through ``treatment_table`` from the top. A row applies if

    1. at least one of its findings is present,
    2. the design has ``from_layers`` hidden layers or more,
    3. no earlier row that applied treats the same aspect, and
    4. the design does not have that value already.

    A row that fails the fourth condition only still settles its aspect: later rows do not apply.

    Args:
        findings: names of findings in the table, for instance the dict from ``find_symptoms``.
        design: the design of the network; read are ``"hidden_layers"`` and the aspects.

    Returns:
        One dict for each treatment, in the order of the table: ``"aspect"``, ``"value"``,
        ``"topic"`` and ``"findings"``, those of the row that are present, in the row's order.

    Raises:
        ValueError: if a finding is not in the table, or the design has no ``"hidden_layers"``.

    Example:
        >>> design = {"hidden_layers": 4, "activation": "sigmoid", "initializer": "matched"}
        >>> for treatment in prescribe(["vanishing"], design):
        ...     print(treatment["aspect"], treatment["value"], treatment["findings"])
        activation relu ['vanishing']
        normalization layer ['vanishing']
    """
    present, known = set(findings), {name for row in treatment_table() for name in row["findings"]}
    if not present <= known or "hidden_layers" not in design:
        raise ValueError(
            f"findings must be among {sorted(known)}, and the design must have 'hidden_layers'. "
            f"Received: findings={sorted(present)}, a design with {list(design)}."
        )
    # BEGIN SOLUTION
    treatments, settled = [], set()
    for row in treatment_table():
        answered = [finding for finding in row["findings"] if finding in present]
        aspect, value = row["aspect"], row["value"]
        if not answered or design["hidden_layers"] < row["from_layers"] or aspect in settled:
            continue
        settled.add(aspect)
        if design.get(aspect) != value:
            treatments.append(
                {"aspect": aspect, "value": value, "topic": row["topic"], "findings": answered}
            )
    return treatments
    # END SOLUTION


def treat(design: Mapping[str, Any], prescription: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the design with every treatment applied.

    Args:
        design: from aspect to value; it is not changed.
        prescription: treatments with ``"aspect"`` and ``"value"``, as from ``prescribe``.

    Returns:
        A new dict with the aspects of the design, in its order, those treated replaced.

    Raises:
        ValueError: if a treatment has no value, or no aspect that the design has.

    Example:
        >>> treat({"activation": "sigmoid", "residual": False},
        ...       [{"aspect": "activation", "value": "relu"}])
        {'activation': 'relu', 'residual': False}
    """
    unfit = [t for t in prescription if t.get("aspect") not in design or "value" not in t]
    if unfit:
        raise ValueError(
            f"a treatment must have a 'value', and as 'aspect' one of {list(design)}. "
            f"Received: {unfit}."
        )
    # BEGIN SOLUTION
    return {**design, **{t["aspect"]: t["value"] for t in prescription}}
    # END SOLUTION
