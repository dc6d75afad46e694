"""a14_q1_dropout: who plays, and how those who play make up for the others.

Random masks are judged by statistics. The share of n = 20,000 independent entries that is dropped
misses the rate by more than t = 0.025 with a probability below 2 exp(-2 n t^2) = 3e-11 (Hoeffding).
"""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a14_q1_dropout"
section = "1. Somebody sits on the bench: dropout"
outcome, co, po, part = "LO-3", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"

N, MISS = 20_000, 0.025


def array(call, answer, shape):
    """Return an answer as an array of this shape, or say what came instead."""
    got = np.asarray(answer, dtype="float64")
    expect(f"the shape of {call}", list(got.shape), list(shape), "y has the shape of x.")
    return got


def one_fate(y):
    """Return how many columns, and how many rows, were dropped or kept as a whole."""
    kept = y != 0
    return [int(np.sum(np.all(kept == kept[:1], 0))), int(np.sum(np.all(kept == kept[:, :1], 1)))]


@graded("a given mask: what is kept is divided by 1 - rate, the rest is zero", points=0.5)
def test_mask_public(dropout):
    mask = tensor([True, False, True, False], "bool")
    expect(
        "dropout([2, 4, 6, 8], 0.75, mask=[True, False, True, False])",
        dropout(tensor([2.0, 4.0, 6.0, 8.0]), 0.75, mask=mask),
        [8.0, 0.0, 24.0, 0.0],  # 1 - 0.75 is a quarter: four times what is kept
        "True means kept. Divide what is kept by 1 - rate, the share that is kept on average: not "
        "by the rate, and not by the share that this one mask happens to keep.",
    )
    expect(
        "dropout([2, 4, 6, 8], 0.75, mask=[True, False, True, False], rng=3)",
        dropout(tensor([2.0, 4.0, 6.0, 8.0]), 0.75, mask=mask, rng=3),
        [8.0, 0.0, 24.0, 0.0],
        "where there is a mask, it decides; draw one with rng only if there is none.",
    )


@graded("other masks, shapes and rates", points=0.5, hidden=True)
def test_mask_hidden(dropout):
    rng = draw("mask")
    x, rate = rng.normal(size=(4, 6)), float(rng.uniform(0.1, 0.4))
    mask = np.arange(24).reshape(4, 6) % int(rng.integers(2, 6)) != 0
    about = "With a given mask the result is off; read section 1 again."
    for seed in (None, int(rng.integers(10**6))):
        got = dropout(tensor(x), rate, mask=tensor(mask, "bool"), rng=seed)
        expect_hidden(got, np.where(mask, x / (1 - rate), 0.0), about)


@graded("not in training: nothing is dropped, nothing is scaled", points=0.5)
def test_use_public(dropout):
    x, mask = tensor([1.0, -2.0, 3.0]), tensor([False, True, False], "bool")
    call = "dropout([1, -2, 3], 0.5, training={}, mask=[False, True, False])"
    trained = array(call.format(True), dropout(x, 0.5, training=True, mask=mask), [3])
    cause = "in training the mask decides."
    changed = bool(np.any(trained != [1.0, -2.0, 3.0]))
    expect(f"is anything changed by {call.format(True)}", changed, True, cause)
    expect(
        call.format(False),
        dropout(x, 0.5, training=False, mask=mask),
        [1.0, -2.0, 3.0],
        "return x as it is if training is False, before you look at the mask. The division by "
        "1 - rate in training is what saves you any scaling here.",
    )


@graded("use, other inputs", points=0.5, hidden=True)
def test_use_hidden(dropout):
    rng = draw("use")
    x, rate, seed = rng.normal(size=(5, 4)), float(rng.uniform(0.3, 0.7)), int(rng.integers(10**6))
    about = "Outside of training x does not come back as it is; read section 1 again."
    expect_hidden(dropout(tensor(x), rate, training=False, rng=seed), x, about)
    trained = np.asarray(dropout(tensor(x), rate, training=True, rng=seed), dtype="float64")
    expect_hidden([trained.shape == x.shape, bool(np.allclose(trained, x))], [True, False], about)


@graded("a drawn mask drops the share that the rate says", points=0.5)
def test_share_public(dropout):
    call = "dropout(20 000 ones, 0.2, rng=1)"
    y = array(call, dropout(tensor(np.ones(N)), 0.2, rng=1), [N])
    cause = "rate is the probability of being dropped: keep where U(0, 1) >= rate."
    expect(f"the share of zeros in {call}", float(np.mean(y == 0)), 0.2, cause, 0, MISS)
    cause = "divide by 1 - rate = 0.8; then the mean over all masks is x."
    expect(f"the largest entry of {call}", float(y.max()), 1.25, cause, rtol=1e-5)
    expect(f"the mean of {call}", float(y.mean()), 1.0, cause, 0, MISS / 0.8 + 1e-4)


@graded("other rates", points=0.5, hidden=True)
def test_share_hidden(dropout):
    rng = draw("share")
    rate, seed = float(rng.uniform(0.05, 0.4)), int(rng.integers(10**6))
    about = "The share that is dropped, or the mean, is off; read section 1 again."
    y = np.asarray(dropout(tensor(np.ones(N)), rate, rng=seed), dtype="float64")
    expect_hidden(list(y.shape), [N], about)
    expect_hidden(float(np.mean(y == 0)), rate, about, 0, MISS)
    expect_hidden(float(y.max()), 1 / (1 - rate), about)
    expect_hidden(float(y.mean()), 1.0, about, 0, MISS / (1 - rate) + 1e-4)


@graded("every entry has its own luck", points=0.5)
def test_entries_public(dropout):
    call = "dropout(ones((200, 100)), 0.5, rng=2)"
    y = array(call, dropout(tensor(np.ones((200, 100))), 0.5, rng=2), [200, 100])
    # all 100 entries of one of 200 rows alike: once in 10^27 draws
    expect(
        f"how many [columns, rows] of {call} are dropped or kept as a whole",
        one_fate(y),
        [0, 0],
        "draw one number for each entry of x, not one for each column or for each row.",
    )


@graded("the same for other shapes and rates", points=0.5, hidden=True)
def test_entries_hidden(dropout):
    rng = draw("entries")
    rate, seed = float(rng.uniform(0.4, 0.6)), int(rng.integers(10**6))
    shape = (int(rng.integers(100, 150)), int(rng.integers(100, 150)))
    about = "Entries of different examples or units share a draw; read section 1 again."
    y = np.asarray(dropout(tensor(np.ones(shape)), rate, rng=seed), dtype="float64")
    expect_hidden(list(y.shape), list(shape), about)
    expect_hidden(one_fate(y), [0, 0], about)  # 150 rows of at least 100: 0.6^100 * 600 = 4e-20


@graded("the seed decides: the same one repeats, another one does not", points=0.5)
def test_seed_public(dropout):
    x = tensor(np.ones((20, 30)))
    first, again, other = (
        array(f"dropout(ones((20, 30)), 0.5, rng={seed})", dropout(x, 0.5, rng=seed), [20, 30])
        for seed in (5, 5, 6)
    )
    cause = "draw from np.random.default_rng(rng), with the rng that you are given."
    expect("are two draws with rng=5 equal", bool(np.all(first == again)), True, cause)
    expect("are rng=5 and rng=6 equal", bool(np.all(first == other)), False, cause)


@graded("other seeds", points=0.5, hidden=True)
def test_seed_hidden(dropout):
    seed = int(draw("seed").integers(10, 10**6))
    x, about = tensor(np.ones(500)), "Seeds do not do what they should; read section 1 again."
    first, again, other = (
        np.asarray(dropout(x, 0.4, rng=s), dtype="float64") for s in (seed, seed, seed + 1)
    )
    expect_hidden([first.shape == (500,), bool(np.all(first == again))], [True, True], about)
    expect_hidden(bool(np.all(first == other)), False, about)
