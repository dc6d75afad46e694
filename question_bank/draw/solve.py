"""Solving: proved optima only, one objective after the other."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from .model import Model

SECONDS = 60


class NotProved(RuntimeError):
    """The solver ran out of time. Its best answer so far would depend on the machine."""


def optimum(model: Model) -> list[int] | None:
    """Return the chosen variables of the best draw, or None if there is none.

    Raises:
        NotProved: if no optimum is proved within ``SECONDS``.
    """
    if not model.variables:
        return None
    matrix, low, high = _matrix(model, len(model.variables))
    constraints = [LinearConstraint(matrix, low, high)]
    objectives = np.array([model.uses, [-w for w in model.weak], model.tie], dtype=float)
    telling = [cost for cost in objectives[:2] if np.ptp(cost)]
    for cost in (*telling, objectives[2]):
        x = _milp(cost, constraints, np.ones(len(cost)))
        if x is None:
            return None
        constraints.append(LinearConstraint(cost, -np.inf, round(float(cost @ np.round(x)))))
    return [int(j) for j in np.flatnonzero(np.round(x))]


def feasible(model: Model) -> bool:
    """Whether there is a draw at all."""
    if not model.variables:
        return False
    n = len(model.variables)
    return _milp(np.zeros(n), [LinearConstraint(*_matrix(model, n))], np.ones(n)) is not None


def relaxation(
    model: Model, rounded: bool = True
) -> tuple[dict[tuple, tuple[float, float]], list[int]]:
    """Return the cheapest slack that lets a draw exist, and that draw.

    Every line of the blueprint has one slack below and one above, shared by all sets, so that the
    blueprint with its bounds moved by them can be drawn. Cells can only shrink.

    Args:
        model: the rows.
        rounded: False leaves a unit of room in the windows of balance, which are rounded anew when
            a cell shrinks.

    Returns:
        Slack (below, above) by the key of a row, where it is not zero; the chosen variables.
    """
    n = len(model.variables)
    keys = list(dict.fromkeys(_line(row) for row in model.rows if row.cost))
    if not model.variables and not keys:
        return {}, []
    column = {key: n + 2 * i for i, key in enumerate(keys)}
    price = {_line(row): row.cost for row in model.rows if row.cost}
    matrix, low, high = _matrix(model, n + 2 * len(keys), column)
    if not rounded:
        room = np.array([bool(row.per_cell) for row in model.rows], dtype=float)
        low, high = low - room, high + room
    cost = np.concatenate([np.zeros(n), *([price[key]] * 2 for key in keys)])
    upper = np.concatenate([np.ones(n), np.full(2 * len(keys), np.inf)])
    for key in keys:
        if key[0] in ("cell", "include"):
            upper[column[key] + 1] = 0
    integral = np.ones(len(cost))
    integral[[c + i for key, c in column.items() if key[0] == "share" for i in (0, 1)]] = 0
    x = _milp(cost, [LinearConstraint(matrix, low, high)], integral, upper)
    if x is None:
        raise AssertionError("the relaxed model has no solution, although it holds the empty draw")
    slack = {key: (float(x[c]), float(x[c + 1])) for key, c in column.items()}
    moved = {key: pair for key, pair in slack.items() if max(pair) > 1e-6}
    return moved, [int(j) for j in np.flatnonzero(np.round(x[:n]))]


def _line(row) -> tuple:
    """Return the line of the blueprint that a row stems from; ``each`` has a row per value."""
    return row.key[:3] if row.kind == "each" else row.key


def _matrix(model: Model, columns: int, slack: dict[tuple, int] | None = None):
    rows, cols, values = [], [], []
    for i, row in enumerate(model.rows):
        entries = dict(row.coefficients)
        if slack and row.cost:
            entries |= {slack[_line(row)]: 1, slack[_line(row)] + 1: -1}
            entries |= {slack["cell", c]: mean for c, mean in row.per_cell.items()}
        rows += [i] * len(entries)
        cols += entries.keys()
        values += entries.values()
    shape = (len(model.rows), columns)
    low = np.array([row.low for row in model.rows])
    high = np.array([row.high for row in model.rows])
    return csr_array((np.array(values, dtype=float), (rows, cols)), shape=shape), low, high


def _milp(cost, constraints, integral, upper=1.0) -> np.ndarray | None:
    options = {"mip_rel_gap": 0, "time_limit": SECONDS}
    bounds = Bounds(0, upper)
    result = milp(
        cost, integrality=integral, bounds=bounds, constraints=constraints, options=options
    )
    if result.status == 1:
        raise NotProved(
            f"no draw proved best within {SECONDS} s; ask for fewer sets, or widen `balance`"
        )
    return result.x if result.success else None
