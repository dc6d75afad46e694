"""Solving: proved optima only, one objective after the other."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from .model import Model

SECONDS = 60


class NotProved(ValueError):
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


def feasible(model: Model, seconds: float = SECONDS) -> bool:
    """Whether there is a draw at all.

    Raises:
        NotProved: if neither is proved within ``seconds``.
    """
    if not model.variables:
        return False
    n = len(model.variables)
    constraints = [LinearConstraint(*_matrix(model, n))]
    return _milp(np.zeros(n), constraints, np.ones(n), seconds=seconds) is not None


def _matrix(model: Model, columns: int):
    rows, cols, values = [], [], []
    for i, row in enumerate(model.rows):
        rows += [i] * len(row.coefficients)
        cols += row.coefficients.keys()
        values += row.coefficients.values()
    shape = (len(model.rows), columns)
    low = np.array([row.low for row in model.rows])
    high = np.array([row.high for row in model.rows])
    return csr_array((np.array(values, dtype=float), (rows, cols)), shape=shape), low, high


def _milp(cost, constraints, integral, upper=1.0, seconds=SECONDS) -> np.ndarray | None:
    options = {"mip_rel_gap": 0, "time_limit": seconds}
    bounds = Bounds(0, upper)
    result = milp(
        cost, integrality=integral, bounds=bounds, constraints=constraints, options=options
    )
    if result.status == 1:
        raise NotProved(
            f"no draw proved best within {SECONDS} s; ask for fewer sets, or widen `balance`"
        )
    return result.x if result.success else None
