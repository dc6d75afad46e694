"""a14_q5_early_stopping: the best epoch, and the courage to stop after it."""

import math

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a14_q5_early_stopping"
section = "5. Know when to stop: early stopping"
outcome, co, po, part = "LO-3", ["CO-2", "CO-4"], ["PO-3", "PO-4"], "practical"


@probe
def kept_while_trained(EarlyStopping, losses):
    """Train one pair of arrays in place, 1 more in each epoch; return what is kept at the end."""
    import numpy as np

    stopping = EarlyStopping(patience=100)
    weights = [np.zeros(2), np.array([[10.0]])]
    for loss in losses:
        stopping.update(loss, weights)
        for weight in weights:
            weight += 1.0
    kept = stopping.best_weights
    return None if kept is None else [np.array(weight) for weight in kept]


def answers(stopping, losses):
    """Return what update says, epoch by epoch."""
    return [stopping.update(float(loss)) for loss in losses]


def best_of(stopping):
    """Return the best loss that a machine remembers, and its epoch."""
    return [stopping.best_loss, stopping.best_epoch]


def oracle(losses, patience, min_delta=0.0):
    """Return the answers, the best loss and epoch, and the wait, from the whole list of losses."""
    best, place, stop = math.inf, -1, len(losses)
    for epoch, loss in enumerate(losses):
        if best - loss > min_delta:
            best, place = loss, epoch
        if epoch - place == patience:
            stop = epoch
            break
    said = [epoch >= stop for epoch in range(len(losses))]
    return said, [best, place], min(stop, len(losses) - 1) - place


@graded("it stops when `patience` epochs in a row have not improved", points=0.5)
def test_patience_public(EarlyStopping):
    losses = [1.0, 0.5, 0.75, 0.25, 0.25, 0.5]
    stopping = EarlyStopping(patience=2)
    expect(
        "the answers of EarlyStopping(patience=2) to the losses 1, 0.5, 0.75, 0.25, 0.25, 0.5",
        answers(stopping, losses),
        [False, False, False, False, False, True],
        "an improvement sets wait back to 0; a loss that is only equal is none; and the second "
        "epoch without improvement, not the third, is the last.",
    )
    cause = "count the epochs since the best one, this one included."
    expect("wait after the losses 1, 0.5, 0.75, 0.25, 0.25, 0.5", stopping.wait, 2, cause)


@graded("other losses, other patience", points=0.5, hidden=True)
def test_patience_hidden(EarlyStopping):
    rng = draw("patience")
    about = "It does not stop when its patience is at an end; read section 5 again."
    for patience in (1, 3, int(rng.integers(4, 7))):
        falls = [8.0, 6.0, 7.0, 5.0] if patience > 1 else [8.0, 6.0, 5.0]
        plateau = [5.0] + [float(n) for n in rng.integers(5, 9, size=patience - 1)]
        said, _, wait = oracle([*falls, *plateau], patience)
        stopping = EarlyStopping(patience=patience)
        expect_hidden(answers(stopping, [*falls, *plateau]), said, about)
        expect_hidden(stopping.wait, wait, about)


@graded("only a fall by more than min_delta counts", points=0.5)
def test_min_delta_public(EarlyStopping):
    expect(
        "the answers of EarlyStopping(patience=2, min_delta=0.5) to the losses 2, 1.75, 1.5",
        answers(EarlyStopping(patience=2, min_delta=0.5), [2.0, 1.75, 1.5]),
        [False, False, True],
        "1.75 and 1.5 are lower than 2, but not by more than 0.5: two epochs without improvement.",
    )
    stopping = EarlyStopping(patience=9, min_delta=0.5)
    answers(stopping, [2.0, 1.75, 1.5, 1.0, 0.75, 1.0])
    expect(
        "best_loss and best_epoch after the losses 2, 1.75, 1.5, 1, 0.75, 1 (min_delta=0.5)",
        best_of(stopping),
        [1.0, 3],
        "compare with the best loss, which stays 2 until the 1 comes: what is no improvement "
        "does not become the best.",
    )


@graded("other losses, other min_delta", points=0.5, hidden=True)
def test_min_delta_hidden(EarlyStopping):
    rng = draw("min_delta")
    about = "min_delta is not obeyed; read section 5 again."
    for min_delta in (0.125, 0.25):  # all exact in binary
        falls = [*rng.permutation([0.5, 0.5, 1.0, 1.5, 1.5, 2.0]), 2.0, 0.5, -0.25]
        losses = [4.0, *(4.0 - min_delta * np.cumsum(falls)).tolist()]
        said, want, _ = oracle(losses, 20, min_delta)
        stopping = EarlyStopping(patience=20, min_delta=min_delta)
        expect_hidden([answers(stopping, losses), best_of(stopping)], [said, want], about)


@graded("loss, epoch and weights of the best epoch are kept", points=0.5)
def test_best_public(EarlyStopping):
    stopping = EarlyStopping(patience=9)
    for loss, weight in ((3.0, 30.0), (1.0, 10.0), (2.0, 20.0), (1.5, 15.0)):
        stopping.update(loss, [np.array([weight]), np.array([[weight + 1.0, weight + 2.0]])])
    after = "after the losses 3, 1, 2, 1.5"
    cause = "only an epoch below the best loss becomes the best; epochs are counted from 0."
    expect(f"best_loss and best_epoch {after}", best_of(stopping), [1.0, 1], cause)
    cause = "keep the weights of the best epoch, all of them, not those of the latest."
    expect(f"best_weights {after}", stopping.best_weights, [[10.0], [[11.0, 12.0]]], cause)


@graded("the best of a longer training", points=0.5, hidden=True)
def test_best_hidden(EarlyStopping):
    rng = draw("best")
    losses = (rng.permutation(8) + rng.uniform(0.1, 0.9, size=8)).tolist()
    weights = rng.normal(size=(8, 2, 3))
    stopping, best = EarlyStopping(patience=50), int(np.argmin(losses))
    for loss, weight in zip(losses, weights, strict=True):
        stopping.update(loss, [weight, weight[0]])
    about = "The best loss, its epoch or its weights are not kept; read section 5 again."
    expect_hidden(best_of(stopping), [losses[best], best], about)
    want = [weights[best], weights[best, 0]]
    expect_hidden(stopping.best_weights, want, about)


@graded("the weights are copied: training goes on and changes the arrays", points=0.5)
def test_copies_public(EarlyStopping):
    expect(
        "best_weights after the losses 3, 2, 1, with weights [0, 0] and [[10]] that training "
        "changes in place, by 1 after each epoch",
        kept_while_trained(EarlyStopping, [3.0, 2.0, 1.0]),
        [[2.0, 2.0], [[12.0]]],
        "a list of the same arrays follows them wherever training goes: copy each with np.array.",
    )


@graded("copies in longer trainings", points=0.5, hidden=True)
def test_copies_hidden(EarlyStopping):
    epochs = int(draw("copies").integers(4, 9))
    losses = [float(epochs - epoch) for epoch in range(epochs)]
    about = "The best weights change after they are kept; read section 5 again."
    want = [[epochs - 1.0] * 2, [[epochs + 9.0]]]
    expect_hidden(kept_while_trained(EarlyStopping, losses), want, about)


@graded("a loss of NaN improves nothing", points=0.5)
def test_nan_public(EarlyStopping):
    stopping = EarlyStopping(patience=2)
    cause = (
        "every comparison with NaN is False: ask whether the loss is lower, not whether it is not "
        "higher. An epoch with NaN is one that did not improve, no more and no less."
    )
    expect(
        "the answers of EarlyStopping(patience=2) to the losses 1, 0.5, NaN, NaN",
        answers(stopping, [1.0, 0.5, math.nan, math.nan]),
        [False, False, False, True],
        cause,
    )
    call = "best_loss and best_epoch after the losses 1, 0.5, NaN, NaN"
    expect(call, best_of(stopping), [0.5, 1], cause)
    stopping = EarlyStopping(patience=9)
    answers(stopping, [math.nan, 2.0, 1.0])
    call = "best_loss and best_epoch after the losses NaN, 2, 1"
    expect(call, best_of(stopping), [1.0, 2], "the epoch of a NaN is counted too.")


@graded("NaN in other places", points=0.5, hidden=True)
def test_nan_hidden(EarlyStopping):
    rng = draw("nan")
    about = "A loss of NaN is not handled; read section 5 again."
    for patience in (1, int(rng.integers(3, 6))):
        losses = [9.0, 8.0, 7.0, *[math.nan] * patience]
        stopping, want = EarlyStopping(patience=patience), oracle(losses, patience)
        expect_hidden([answers(stopping, losses), best_of(stopping)], list(want[:2]), about)
    losses = [9.0 - epoch for epoch in range(8)]
    for place in rng.choice(8, size=3, replace=False):
        losses[int(place)] = math.nan
    stopping, want = EarlyStopping(patience=30), oracle(losses, 30)
    expect_hidden([answers(stopping, losses), best_of(stopping)], list(want[:2]), about)


@graded("stopped is stopped: later epochs change nothing", points=0.5)
def test_for_good_public(EarlyStopping):
    stopping = EarlyStopping(patience=1)
    expect(
        "the answers of EarlyStopping(patience=1) to the losses 1, 2, 0.5, 3",
        answers(stopping, [1.0, 2.0, 0.5, 3.0]),
        [False, True, True, True],
        "look at self.stopped first: once it is True, return True and leave all as it is.",
    )
    cause = "a loss that comes after the stop is not the best of the training."
    got = [*best_of(stopping), stopping.stopped]
    call = "best_loss, best_epoch and stopped after the losses 1, 2, 0.5, 3"
    expect(call, got, [1.0, 0, True], cause)


@graded("other losses after the stop", points=0.5, hidden=True)
def test_for_good_hidden(EarlyStopping):
    rng = draw("for_good")
    patience = int(rng.integers(2, 5))
    before = [5.0, 4.0, *(4.0 + rng.uniform(0.5, 2.0, size=patience)).tolist()]
    after = rng.uniform(0.5, 3.0, size=4).tolist()
    stopping = EarlyStopping(patience=patience)
    about = "It does not stay stopped; read section 5 again."
    want = [False] * (len(before) - 1) + [True] * (1 + len(after))
    expect_hidden(answers(stopping, [*before, *after]), want, about)
    expect_hidden(
        [stopping.best_loss, stopping.best_epoch, stopping.stopped], [4.0, 1, True], about
    )
