"""a15_q1_vital_signs: three numbers that tell how a layer is."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a15_q1_vital_signs"
section = "1. Vital signs"
outcome, co, po, part = "LO-1", ["CO-1", "CO-4"], ["PO-1", "PO-2"], "practical"

NAN, INF = float("nan"), float("inf")


def centred(rng, half, units):
    """Return activations whose units have mean 0, each with another spread."""
    values = rng.normal(size=(half, units)) * rng.uniform(0.5, 9, size=units)
    return np.concatenate([values, -values])


@graded("the units' variances, averaged, then the root", points=0.5)
def test_strength_public(signal_strength):
    expect(
        "signal_strength([[-1, -7], [1, 7]])",
        signal_strength([[-1.0, -7.0], [1.0, 7.0]]),
        5.0,  # variances over the two examples: 1 and 49, mean 25
        "average the variances of the units (1 and 49), then take the root. 4 would be the mean of "
        "the deviations, 7.07 comes from n - 1, 3 from a variance along the rows.",
    )


@graded("other batches and widths", points=0.5, hidden=True)
def test_strength_hidden(signal_strength):
    rng = draw("strength")
    about = "The signal strength is off; read section 1 again."
    for units in (3, int(rng.integers(4, 8))):
        a = centred(rng, int(rng.integers(2, 5)), units)
        want = np.sqrt(sum(np.mean((column - column.mean()) ** 2) for column in a.T) / units)
        expect_hidden(signal_strength(a.tolist()), want, about, rtol=1e-4)


@graded("a unit that says the same to everybody adds no signal", points=0.5)
def test_offset_public(signal_strength):
    cause = (
        "the variance is over the batch, for each unit by itself: subtract the mean of each "
        "column. The size of the activations, and differences between units, are no signal."
    )
    expect(
        "signal_strength of three examples that all get the answer [0.5, 0.75]",
        signal_strength([[0.5, 0.75]] * 3),
        0.0,
        cause,
    )
    expect(
        "signal_strength([[95, 8], [105, 18]])",
        signal_strength([[95.0, 8.0], [105.0, 18.0]]),
        5.0,  # both units vary by 5 about their means, 100 and 13
        cause,
    )


@graded("moving a unit's answers does not change the signal", points=0.5, hidden=True)
def test_offset_hidden(signal_strength):
    rng = draw("offset")
    deviation = float(rng.uniform(1, 5))
    a = np.array([rng.permutation([1, 1, -1, -1]) for _ in range(3)]).T * deviation
    about = "Units with a mean of their own change the signal strength; read section 1 again."
    shifted = a + rng.uniform(20, 60, size=3)
    expect_hidden(signal_strength(shifted.tolist()), deviation, about, rtol=1e-3)
    same = np.tile(rng.uniform(0.2, 0.8, size=4), (5, 1))
    expect_hidden(signal_strength(same.tolist()), 0.0, about)


@graded("NaN and Inf show, and count as neither saturated nor dead", points=0.5)
def test_non_finite_public(signal_strength, saturated_share, dead_share):
    cause = "do not drop or replace what is not finite: a broken layer is to be seen."
    for bad in (NAN, INF):
        call = f"signal_strength([[1, {bad}], [3, 4]])"
        expect(call, signal_strength([[1.0, bad], [3.0, 4.0]]), NAN, cause)
    expect(
        "saturated_share([[nan, 0.999]])",
        saturated_share([[NAN, 0.999]]),
        0.5,
        "NaN < 0.05 is False, and so it should stay: test for `<`, not for `not >=`.",
    )
    expect(
        "dead_share([[nan, 0], [0, 0]])",
        dead_share([[NAN, 0.0], [0.0, 0.0]]),
        0.5,
        "a unit that says NaN is not exactly 0.",
    )


@graded("NaN and Inf anywhere", points=0.5, hidden=True)
def test_non_finite_hidden(signal_strength, saturated_share, dead_share):
    rng = draw("non_finite")
    about = "NaN or Inf in the activations is not handled; read section 1 again."
    for bad in (NAN, INF, -INF):
        a = rng.normal(size=(4, 5))
        a[tuple(rng.integers(4, size=2))] = bad
        expect_hidden(signal_strength(a.tolist()), NAN, about)
    a = rng.uniform(0.4, 0.6, size=(4, 4))
    a[0, :2], a[1, 0] = NAN, 0.9999
    expect_hidden(saturated_share(a.tolist()), 1 / 16, about)
    a = np.zeros((3, 4))
    a[int(rng.integers(3)), int(rng.integers(4))] = NAN
    expect_hidden(dead_share(a.tolist()), 0.75, about)


@graded("a sigmoid is saturated where under 5 % of its largest slope is left", points=0.5)
def test_saturated_public(saturated_share):
    expect(
        "saturated_share([[0.5, 0.995, 0.97], [0.2, 0.004, 0.949]])",
        saturated_share([[0.5, 0.995, 0.97], [0.2, 0.004, 0.949]]),
        2 / 6,  # 1 - t^2 is 1, 0.02, 0.12 and 0.64, 0.016, 0.19: two are below 0.05
        "count the entries with 1 - t^2 < threshold, at both bounds. 1/2 comes from 'within 5 % of "
        "a bound', 2/3 from the slope a (1 - a) itself in place of its share of the largest.",
    )


@graded("other activations of a sigmoid", points=0.5, hidden=True)
def test_saturated_hidden(saturated_share):
    rng = draw("saturated")
    counts = [int(n) for n in rng.integers(2, 6, size=4)]
    low, near, high, middle = counts
    a = [
        *rng.uniform(0.0001, 0.011, size=low),
        *rng.uniform(0.95, 0.985, size=near),
        *rng.uniform(0.989, 0.9999, size=high),
        *rng.uniform(0.2, 0.8, size=middle),
    ]
    about = "The share of saturated entries is off; read section 1 again."
    expect_hidden(saturated_share([a]), (low + high) / sum(counts), about)


@graded("bounds and threshold are arguments", points=0.5)
def test_bounds_public(saturated_share):
    cause = (
        "rescale with low and high before you look at the slope; a tanh of 0 has its full slope."
    )
    expect(
        "saturated_share([[0, 0.995], [-0.995, 0.5]], low=-1, high=1)",
        saturated_share([[0.0, 0.995], [-0.995, 0.5]], low=-1.0, high=1.0),
        0.5,  # t = a here: slopes 1, 0.01, 0.01, 0.75
        cause,
    )
    expect(
        "saturated_share([[5, 9.99], [9, 1]], low=0, high=10)",
        saturated_share([[5.0, 9.99], [9.0, 1.0]], low=0.0, high=10.0),
        0.25,  # t = 0, 0.998, 0.8, -0.8: slopes 1, 0.004, 0.36, 0.36
        cause,
    )
    expect(
        "saturated_share([[0.9999, 0.995]], threshold=0.001)",
        saturated_share([[0.9999, 0.995]], threshold=0.001),
        0.5,  # slopes 0.0004 and 0.02
        "compare with the argument `threshold`; 0.05 is only its default.",
    )


@graded("other bounds and thresholds", points=0.5, hidden=True)
def test_bounds_hidden(saturated_share):
    rng = draw("bounds")
    about = "The bounds or the threshold are not used as they should be; read section 1 again."
    for low, high in ((-1.0, 1.0), (float(rng.uniform(2, 4)), float(rng.uniform(8, 12)))):
        stuck, free = (int(n) for n in rng.integers(2, 6, size=2))
        t = [*rng.uniform(0.9995, 0.9999, size=stuck), *rng.uniform(0, 0.7, size=free)]
        t = np.array(t) * rng.choice([-1, 1], size=stuck + free)
        a = low + (high - low) * (t + 1) / 2
        want = stuck / (stuck + free)
        expect_hidden(saturated_share([a.tolist()], low, high), want, about)
    a = [[0.995, 0.996, float(rng.uniform(0.9999, 0.99999))]]
    expect_hidden(saturated_share(a, 0.0, 1.0, 0.001), 1 / 3, about)


@graded("a unit is dead if it is 0 for every example", points=0.5)
def test_dead_public(dead_share):
    expect(
        "dead_share([[0, 0, 2, -1, -3, 4], [0, 1, 0, 1, -2, 1], [0, 0, 3, 0, -5, 1]])",
        dead_share(
            [
                [0.0, 0.0, 2.0, -1.0, -3.0, 4.0],
                [0.0, 1.0, 0.0, 1.0, -2.0, 1.0],
                [0.0, 0.0, 3.0, 0.0, -5.0, 1.0],
            ]
        ),
        1 / 6,  # only the first column; the fourth adds up to 0, but lives
        "look down each column: all of it exactly 0? Then divide by the number of columns.",
    )


@graded("other layers with dead units", points=0.5, hidden=True)
def test_dead_hidden(dead_share):
    rng = draw("dead")
    dead, quiet, negative = (int(n) for n in rng.integers(1, 4, size=3))
    a = rng.uniform(0.1, 2, size=(4, dead + quiet + negative + 2))
    a[:, :dead] = 0.0
    a[1:, dead : dead + quiet] = 0.0
    a[:, dead + quiet : dead + quiet + negative] *= -1
    a[:, -1] = [1, -2, 3, -2]  # it adds up to 0, but lives
    about = "The share of dead units is off; read section 1 again."
    a = a[:, rng.permutation(a.shape[1])]
    expect_hidden(dead_share(a.tolist()), dead / a.shape[1], about)
