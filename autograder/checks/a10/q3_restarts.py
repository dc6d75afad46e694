"""a10_q3_restarts: the same fall again and again, over cycles that may grow."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a10_q3_restarts"
section = "3. Start again: warm restarts"
outcome, co, po, part = "LO-4", ["CO-2", "CO-4"], ["PO-2", "PO-3"], "practical"


def starts_of(first_cycle, growth, cycles):
    """Return where the cycles start and how long they are, added up one by one."""
    lengths = first_cycle * float(growth) ** np.arange(cycles)
    return np.concatenate([[0.0], np.cumsum(lengths)[:-1]]), lengths


@graded("equal cycles", points=0.5)
def test_equal_public(cycle_position):
    expect(
        "cycle_position([0, 5, 12, 29, 30], first_cycle=10)",
        cycle_position([0, 5, 12, 29, 30], first_cycle=10),
        [0.0, 0.5, 0.2, 0.9, 0.0],
        "with growth 1 every cycle has first_cycle steps; (growth**i - 1) / (growth - 1) is 0 / 0 "
        "then, so treat it apart.",
    )


@graded("equal cycles of other lengths", points=0.5, hidden=True)
def test_equal_hidden(cycle_position):
    rng = draw("equal")
    length = int(rng.integers(4, 20))
    steps = rng.integers(1, 9 * length, size=(3, 4))
    about = "Equal cycles are off; read section 3 again."
    got = cycle_position(steps, length)
    expect_hidden(got, (steps % length) / length, about, rtol=1e-4)


@graded("each cycle is growth times as long as the one before", points=1)
def test_growing_public(cycle_position):
    cause = "cycles of 10, 20, 40, 80 steps start at 0, 10, 30, 70: a geometric sum."
    expect(
        "cycle_position([5, 15, 29, 40, 50, 110], first_cycle=10, growth=2)",
        cycle_position([5, 15, 29, 40, 50, 110], first_cycle=10, growth=2),
        [0.5, 0.25, 0.95, 0.25, 0.5, 0.5],
        cause,
    )
    got = cycle_position(50, first_cycle=10, growth=2)
    expect("cycle_position(50, first_cycle=10, growth=2)", got, 0.5, cause)


@graded("other growths", points=1, hidden=True)
def test_growing_hidden(cycle_position):
    rng = draw("growing")
    about = "Growing cycles are off; read section 3 again."
    for growth in (2, 3):
        first = int(rng.integers(4, 12))
        starts, lengths = starts_of(first, growth, 5)
        within = rng.integers(1, lengths.astype(int))
        got = cycle_position((starts + within).astype(int), first, growth)
        expect_hidden(got, within / lengths, about, rtol=1e-4)


@graded("a restart is on time, at the first step of a cycle", points=0.5)
def test_on_time_public(cycle_position):
    expect(
        "cycle_position([0, 10, 30, 70], first_cycle=10, growth=2)",
        cycle_position([0, 10, 30, 70], first_cycle=10, growth=2),
        [0.0, 0.0, 0.0, 0.0],
        "a cycle starts AT its s_i: s_i <= step, with equality.",
    )
    # cycles of 3, 30, 300, ... steps: their sums
    expect(
        "cycle_position([3, 33, 333], first_cycle=3, growth=10)",
        cycle_position([3, 33, 333], first_cycle=3, growth=10),
        [0.0, 0.0, 0.0],
        "a logarithm may fall short of a whole number by a rounding error; if the next cycle has "
        "started at this step, take that one.",
    )


@graded("restarts of other cycles", points=0.5, hidden=True)
def test_on_time_hidden(cycle_position):
    first = int(draw("on_time").integers(3, 9))
    about = "A restart is early or late; read section 3 again."
    for growth in (2, 3, 5, 7, 10):
        starts, _ = starts_of(first, growth, 5)
        expect_hidden(cycle_position(starts.astype(int), first, growth), 0 * starts, about)


@graded("the rate falls along a cosine in every cycle", points=0.5)
def test_rates_public(cosine_warm_restarts):
    # positions 0, 1/2 in the first cycle, of 6 steps; 0, 1/3, 1/2, 2/3 in the second, of 12
    expect(
        "cosine_warm_restarts([0, 3, 6, 10, 12, 14], 1.0, first_cycle=6, growth=2, minimum=0.2)",
        cosine_warm_restarts([0, 3, 6, 10, 12, 14], 1.0, first_cycle=6, growth=2, minimum=0.2),
        [1.0, 0.6, 1.0, 0.8, 0.6, 0.4],
        "the formula of section 2 with cycle_position(step, first_cycle, growth); every cycle "
        "begins at initial.",
    )


@graded("other rates", points=0.5, hidden=True)
def test_rates_hidden(cosine_warm_restarts):
    rng = draw("rates")
    half, initial = int(rng.integers(4, 12)), float(rng.uniform(0.5, 2))
    minimum = initial * float(rng.uniform(0.1, 0.4))
    position = rng.integers(1, half, size=4) / (2 * half)  # all in the falling half of a wave
    steps = np.concatenate([position * 2 * half, 2 * half + position * 4 * half]).round()
    wave = np.cos(np.pi * np.tile(position, 2) / 2) ** 2
    about = "The rates of warm restarts are off; read section 3 again."
    got = cosine_warm_restarts(steps.astype(int), initial, 2 * half, 2, minimum)
    expect_hidden(got, minimum + (initial - minimum) * wave, about, rtol=1e-4)
