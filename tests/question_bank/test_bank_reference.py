"""No key contradicts the reference system, and items that share a quantity agree on it."""

from types import SimpleNamespace

import jinja2.meta
import pytest

from question_bank.template import _environment
from question_bank.variant import realise
from solutions.initializers import glorot_variance, he_variance
from solutions.vanishing import max_derivative
from tests.question_bank.reference import REFERENCE, TABLES

SEEDS = range(5)

# Noisy data: the reference fits a line to all points, the key takes the first and the last. The
# tolerance of the item must cover the difference twice.
ESTIMATES = {"m2-init-rms-table", "m2-residual-norm-curves"}

# One constant, and the items that must agree on it: in their keys, or in a wrong answer they name.
SHARED = {
    "largest slope of the sigmoid": (
        max_derivative("sigmoid"),
        {
            "m1-relu-path-against-sigmoid": lambda v: v.bound ** (1 / v.n),
            "m2-vanishing-random-layer-factor": lambda v: v.no_weights ** (1 / v.layers),
            "m2-vanishing-sigmoid-bound": lambda v: v.bound ** (1 / v.n),
        },
    ),
    "slope of the sigmoid over a(1 - a)": (
        1,
        {
            "m1-backprop-one-hidden-unit": lambda v: v.slope / (v.h * (1 - v.h)),
            "m1-relu-path-against-sigmoid": lambda v: v.slope / (v.a * (1 - v.a)),
            "m2-vanishing-output-loss": lambda v: v.slope / (v.p * (1 - v.p)),
            "m2-vanishing-weight-that-keeps": lambda v: 1 / v.keep / (v.a * (1 - v.a)),
        },
    ),
    "He variance times fan-in": (
        he_variance(1),
        {
            "m2-init-conv-fans": lambda v: v.variance * v.k**2 * v.c,
            "m2-init-default-glorot-relu": lambda v: v.he * v.n,
            "m2-init-glorot-limit": lambda v: v.he**2 / 3 * v.n,
            "m2-init-he-deviation": lambda v: v.he**2 * v.n,
            "m2-init-leaky-relu": lambda v: v.relu * v.n,
            "m2-init-rms-table": lambda v: v.he**2 * v.n,
        },
    ),
    "Glorot variance times the mean of the fans": (
        glorot_variance(1, 1),
        {
            "m2-init-default-glorot-relu": lambda v: v.glorot * v.n,
            "m2-init-glorot-compromise": lambda v: v.v * (v.n + v.m) / 2,
            "m2-init-glorot-limit": lambda v: v.variance * (v.n + v.m) / 2,
            "m2-init-he-deviation": lambda v: v.glorot**2 * (v.n + v.m) / 2,
        },
    ),
    "Adam's first step over the learning rate": (
        1,
        {
            "m2-adam-first-step": lambda v: v.step / v.lr,
            "m2-adamw-decay-in-gradient": lambda v: v.faulty / v.lr,
            "m2-reg-adam-decay": lambda v: v.coupled / v.lr,
        },
    ),
    "decay of AdamW over its three factors": (
        1,
        {
            "m2-adamw-decay-in-gradient": lambda v: v.right / (v.lr * v.lam * v.w),
            "m2-reg-adam-decay": lambda v: (v.decoupled - v.coupled) / (v.lr * v.lam * v.w),
        },
    ),
    "final velocity over that of a steady gradient": (
        1,
        {
            "m2-momentum-alternating": lambda v: v.straight * (1 - v.beta) / v.step,
            "m2-momentum-steady-gradient": lambda v: v.limit * (1 - v.beta) / v.step,
        },
    ),
}


def shown(question, values):
    """Return the values that the statement prints or the figure draws: all that a student has."""
    environment = _environment()
    names = jinja2.meta.find_undeclared_variables(environment.parse(question.statement))
    if question.figure:
        names |= {question.figure.x, *question.figure.lines.values()}
    return SimpleNamespace(**{name: values[name] for name in names})


def test_every_numeric_item_has_one_reference(bank):
    numeric = {question.id for question in bank if question.key}
    assert set(REFERENCE) == numeric, (
        "a numeric item needs an entry in tests/question_bank/reference"
    )
    assert sum(map(len, TABLES)) == len(REFERENCE)


@pytest.mark.parametrize("id", REFERENCE)
def test_key_agrees_with_the_reference(bank, id):
    question = bank[id]
    rel = question.key.rel / 2 if id in ESTIMATES else 1e-6
    for seed in SEEDS:
        variant = realise(question, seed)
        expected = float(REFERENCE[id](shown(question, variant.values)))
        assert variant.key == pytest.approx(expected, rel=rel, abs=0), variant.statement


@pytest.mark.parametrize("quantity", SHARED)
def test_items_agree_on_a_shared_quantity(bank, quantity):
    constant, items = SHARED[quantity]
    for id, reading in items.items():
        for seed in SEEDS:
            variant = realise(bank[id], seed)
            assert reading(SimpleNamespace(**variant.values)) == pytest.approx(
                constant, rel=1e-9
            ), id
