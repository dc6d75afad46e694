"""a10_q2_cosine: half a wave, then level."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a10_q2_cosine"
section = "2. Half a wave"
outcome, co, po, part = "LO-4", ["CO-2", "CO-4"], ["PO-1", "PO-3"], "practical"


def half_wave(progress):
    """Return (1 + cos(pi p)) / 2, by the identity cos^2(pi p / 2)."""
    return np.cos(np.pi * progress / 2) ** 2


@graded("half a cosine wave from initial down", points=0.5)
def test_curve_public(cosine_annealing):
    expect(
        "cosine_annealing([0, 2, 3, 4], 1.0, decay_steps=6)",
        cosine_annealing([0, 2, 3, 4], 1.0, decay_steps=6),
        [1.0, 0.75, 0.5, 0.25],  # the cosines of 0, 60, 90 and 120 degrees: 1, 1/2, 0, -1/2
        "the angle goes from 0 to pi while the step goes from 0 to decay_steps.",
    )


@graded("other waves, for arrays and single steps", points=0.5, hidden=True)
def test_curve_hidden(cosine_annealing):
    rng = draw("curve")
    length, initial = int(rng.integers(10, 60)), float(rng.uniform(0.1, 3))
    steps = rng.integers(1, length // 2, size=(2, 3))
    about = "The curve is not half a cosine wave; read section 2 again."
    got = cosine_annealing(steps, initial, length)
    expect_hidden(got, initial * half_wave(steps / length), about, rtol=1e-4)
    got = cosine_annealing(int(steps[0, 0]), initial, length)
    expect_hidden(got, initial * half_wave(steps[0, 0] / length), about, rtol=1e-4)


@graded("from initial to minimum, half of the way in the middle", points=0.5)
def test_minimum_public(cosine_annealing):
    expect(
        "cosine_annealing([0, 3, 6], 1.0, decay_steps=6, minimum=0.2)",
        cosine_annealing([0, 3, 6], 1.0, decay_steps=6, minimum=0.2),
        [1.0, 0.6, 0.2],
        "the wave is (initial - minimum) high and stands on minimum.",
    )


@graded("other minima", points=0.5, hidden=True)
def test_minimum_hidden(cosine_annealing):
    rng = draw("minimum")
    half, initial = int(rng.integers(3, 30)), float(rng.uniform(0.5, 2))
    minimum = initial * float(rng.uniform(0.1, 0.4))
    about = "The minimum is not reached as it should be; read section 2 again."
    got = cosine_annealing([0, half, 2 * half], initial, 2 * half, minimum)
    expect_hidden(got, [initial, (initial + minimum) / 2, minimum], about, rtol=1e-4)


@graded("after decay_steps the rate stays", points=0.5)
def test_after_public(cosine_annealing):
    expect(
        "cosine_annealing([7, 9, 12, 18, 1000], 1.0, decay_steps=6, minimum=0.25)",
        cosine_annealing([7, 9, 12, 18, 1000], 1.0, decay_steps=6, minimum=0.25),
        [0.25, 0.25, 0.25, 0.25, 0.25],
        "a cosine rises again: let the progress step / decay_steps end at 1 (tf.minimum).",
    )


@graded("long after decay_steps", points=0.5, hidden=True)
def test_after_hidden(cosine_annealing):
    rng = draw("after")
    length, minimum = int(rng.integers(3, 30)), float(rng.uniform(0.1, 0.4))
    steps = length + rng.integers(1, 6 * length, size=8)
    about = "The rate does not stay after decay_steps; read section 2 again."
    got = cosine_annealing(steps, 1.5, length, minimum)
    expect_hidden(got, np.full(8, minimum), about, rtol=1e-4)
