"""How long a draw takes to be proved best: 6 and 12 disjoint sets from the whole bank.

Prints what it is; asserts no time. HiGHS is asked for a gap of zero.
"""

from __future__ import annotations

import statistics
import time

import pytest

from question_bank.blueprint import find_blueprint, load_blueprint
from question_bank.draw.model import build
from question_bank.draw.solve import optimum
from question_bank.load import load_bank

SEEDS = range(1, 11)


@pytest.mark.benchmark
@pytest.mark.parametrize(
    ("name", "sets"), [("unit_test_1", 6), ("quick_quiz", 6), ("quick_quiz", 12)]
)
def test_disjoint_sets(name, sets):
    bank = list(load_bank())
    blueprint = load_blueprint(find_blueprint(name))
    seconds = []
    for seed in SEEDS:
        start = time.perf_counter()
        model = build(blueprint, bank, bank, sets, seed)
        assert len(optimum(model)) == sets * blueprint.size
        seconds.append(time.perf_counter() - start)
    print(f"\n{sets} sets of {blueprint.size} ({name}), {len(bank)} questions, proved optimal:")
    print(f"  median {statistics.median(seconds):.2f} s, slowest seed {max(seconds):.2f} s")
