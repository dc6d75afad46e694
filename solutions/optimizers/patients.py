"""Can an optimizer make up for gradients that vanish or explode? Three deep networks, two answers.

An optimizer decides how long a step is, not where the gradient points. Adam's step is about as
long as the learning rate in every coordinate, so it reaches layers that plain descent leaves alone,
and it does not shoot off where gradients are huge. What remains is the direction. Each network has
seven hidden layers of 32 units; a healthy one of that depth shows what a cured patient would do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from solutions.optimizers.adam import Adam
from solutions.optimizers.digits import STEPS, DigitsTraining
from solutions.optimizers.momentum import SGD
from solutions.report import Claim, Table

WIDTHS = (64, *(32,) * 7, 10)
PATIENTS = {
    "vanishing: sigmoid, variance 1 / fan-in": (tf.sigmoid, 1.0),
    "exploding: ReLU, four times He's variance": (tf.nn.relu, 8.0),
    "healthy: ReLU, He's variance": (tf.nn.relu, 2.0),
}
GUESSING = np.log(10)  # the loss of ten equal probabilities, in nats


class Course(NamedTuple):
    """How one patient did under one optimizer, at the best of the learning rates."""

    patient: str
    optimizer: str
    norms: list[float]  # of each kernel's gradient at the start
    rate: float
    loss: float
    moved: list[float]  # each kernel's way from its start, as a share of its norm there


def study(rates: Sequence[float] = (0.01, 0.03, 0.1)) -> list[Course]:
    """Train each patient with SGD and with Adam, each at its best rate.

    Args:
        rates: the learning rates to try. Defaults to 0.01, 0.03 and 0.1.

    Returns:
        One ``Course`` for each patient and optimizer, SGD before Adam.
    """
    courses = []
    for patient, (activation, gain) in PATIENTS.items():
        training = DigitsTraining(WIDTHS, activation, gain)
        starts = training.parts(training.start)[::2]
        for maker in (SGD, Adam):
            ends = {rate: deque(training.walk(maker(rate)), maxlen=1)[0] for rate in rates}
            losses = {rate: np.nan_to_num(training.loss(w), nan=np.inf) for rate, w in ends.items()}
            best = min(rates, key=losses.get)
            moved = [
                float(tf.norm(after - before) / tf.norm(before))
                for after, before in zip(training.parts(ends[best])[::2], starts, strict=True)
            ]
            norms = training.kernel_gradient_norms()
            courses.append(Course(patient, maker.__name__, norms, best, losses[best], moved))
    return courses


def patients_table(courses: Sequence[Course]) -> Table:
    """Tabulate the study: first and last kernel, their gradients and how far they moved."""
    return Table(
        f"Eight layers, {STEPS} steps, at the best learning rate (guessing: {GUESSING:.3f} nats)",
        ("network", "gradient norm, first and last kernel", "optimizer", "best rate",
         "loss, nats", "first kernel moved by", "last kernel moved by"),
        [
            (
                c.patient, f"{c.norms[0]:.1e}, {c.norms[-1]:.1e}", c.optimizer, c.rate, c.loss,
                f"{c.moved[0]:.2g} of its norm", f"{c.moved[-1]:.2g} of its norm",
            )
            for c in courses
        ],
    )  # fmt: skip


def patients_claims(courses: Sequence[Course]) -> list[Claim]:
    """Measure whether the choice of the optimizer handles the course's two gradient problems."""
    by_name = {(c.patient.partition(":")[0], c.optimizer): c for c in courses}
    vanishing, exploding, healthy = (
        [by_name[patient, optimizer] for optimizer in ("SGD", "Adam")]
        for patient in ("vanishing", "exploding", "healthy")
    )
    cured = healthy[0].loss  # what plain descent reaches where nothing is wrong
    return [
        Claim(
            "Adaptive optimizers reach the layers where the gradient has vanished.",
            f"from gradients of {vanishing[0].norms[0]:.0e} SGD moves the first kernel by "
            f"{vanishing[0].moved[0]:.1e} of its norm, Adam by {vanishing[1].moved[0]:.1e}",
            vanishing[1].moved[0] > 100 * vanishing[0].moved[0],
        ),
        *(
            Claim(
                f"The choice of the optimizer handles {problem} gradients (script 09).",
                f"loss after {STEPS} steps: SGD {sgd.loss:.2f}, Adam {adam.loss:.2f} nats, "
                f"guessing {GUESSING:.2f}; plain SGD on a healthy network as deep: {cured:.2f}",
                adam.loss <= cured,
            )
            for problem, (sgd, adam) in (("vanishing", vanishing), ("exploding", exploding))
        ),
    ]
