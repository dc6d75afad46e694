"""a10_q1_decay: the rate falls in stairs, or smoothly."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a10_q1_decay"
section = "1. Stairs, and a slide"
outcome, co, po, part = "LO-4", ["CO-2", "CO-4"], ["PO-1", "PO-3"], "practical"


@graded("stairs are level from one drop to the next", points=0.5)
def test_stairs_public(step_decay):
    expect(
        "step_decay([3, 5, 9, 15, 19, 25], 0.8, factor=0.5, drop_every=10)",
        step_decay([3, 5, 9, 15, 19, 25], 0.8, factor=0.5, drop_every=10),
        [0.8, 0.8, 0.8, 0.4, 0.4, 0.2],
        "count the whole stairs behind you: round step / drop_every down, with steps from 0.",
    )
    single = "step_decay(25, 0.8, factor=0.5, drop_every=10)"
    got = step_decay(25, 0.8, factor=0.5, drop_every=10)
    expect(single, got, 0.2, "a single step gives a single rate.")


@graded("other stairs, for an array of any shape", points=0.5, hidden=True)
def test_stairs_hidden(step_decay):
    rng = draw("stairs")
    length, factor = int(rng.integers(4, 20)), float(rng.uniform(0.2, 0.9))
    stair = rng.integers(0, 6, size=(2, 5))
    within = rng.integers(1, length, size=(2, 5))
    within[0, 0] = length - 1
    about = "The rate is not level between the drops; read section 1 again."
    got = step_decay(stair * length + within, 0.4, factor, length)
    expect_hidden(got, 0.4 * factor ** stair.astype(float), about, rtol=1e-4)


@graded("the drops are at multiples of drop_every", points=0.5)
def test_drops_public(step_decay):
    expect(
        "step_decay([0, 10, 20, 30], 0.8, factor=0.5, drop_every=10)",
        step_decay([0, 10, 20, 30], 0.8, factor=0.5, drop_every=10),
        [0.8, 0.4, 0.2, 0.1],
        "the first drop is AT step drop_every, not after it.",
    )


@graded("the drops of other stairs", points=0.5, hidden=True)
def test_drops_hidden(step_decay):
    rng = draw("drops")
    length, factor = int(rng.integers(4, 20)), float(rng.uniform(0.2, 0.9))
    drops = np.arange(6)
    about = "The drops are not where they should be; read section 1 again."
    got = step_decay(drops * length, 0.6, factor, length)
    expect_hidden(got, 0.6 * factor**drops, about, rtol=1e-4)


@graded("the slide shrinks a little in every step", points=0.5)
def test_slide_public(exponential_decay):
    expect(
        "exponential_decay([0, 5, 10], 0.8, factor=0.25, decay_steps=10)",
        exponential_decay([0, 5, 10], 0.8, factor=0.25, decay_steps=10),
        [0.8, 0.4, 0.2],  # half of the way: the root of 0.25
        "the exponent is step / decay_steps, not rounded, and the base is factor.",
    )


@graded("other slides", points=0.5, hidden=True)
def test_slide_hidden(exponential_decay):
    rng = draw("slide")
    length, factor = int(rng.integers(6, 30)), float(rng.uniform(0.1, 0.9))
    steps = np.sort(rng.integers(1, length, size=(2, 3)))
    about = "The smooth decay is off; read section 1 again."
    want = 0.5 * np.exp(np.log(factor) * steps / length)
    expect_hidden(exponential_decay(steps, 0.5, factor, length), want, about, rtol=1e-4)


@graded("the slide goes on after decay_steps", points=0.5)
def test_beyond_public(exponential_decay):
    expect(
        "exponential_decay([10, 20, 30], 0.8, factor=0.25, decay_steps=10)",
        exponential_decay([10, 20, 30], 0.8, factor=0.25, decay_steps=10),
        [0.2, 0.05, 0.0125],
        "decay_steps is the length over which the rate shrinks by factor, not the end.",
    )


@graded("far beyond decay_steps", points=0.5, hidden=True)
def test_beyond_hidden(exponential_decay):
    rng = draw("beyond")
    length, factor = int(rng.integers(6, 30)), float(rng.uniform(0.5, 0.9))
    times = np.arange(1, 6)
    about = "The smooth decay is off after decay_steps; read section 1 again."
    got = exponential_decay(times * length, 2.0, factor, length)
    expect_hidden(got, 2.0 * factor**times, about, rtol=1e-4)
