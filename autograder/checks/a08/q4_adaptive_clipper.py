"""a08_q4_adaptive_clipper: a limit that is read off the steps before."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, parts, tensor

OK_FORMAT = False
name = "a08_q4_adaptive_clipper"
section = "4. A cord that fits itself"
outcome, co, po, part = "LO-2", ["CO-2", "CO-4"], ["PO-2", "PO-3"], "practical"

RETURNS = ("clipped", "was_clipped")


def feed(clipper, norms):
    """Let a clipper see one-element gradients of these norms; return its last answer."""
    answer = None
    for norm in norms:
        answer = clipper.adaptive_clip([tensor([float(norm)])])
    return answer


@graded("nothing is clipped before the warm-up is over", points=0.5)
def test_warm_up_public(AdaptiveGradientClipper):
    clipper = AdaptiveGradientClipper(percentile=50, warm_up=3)
    call = "the third step, norm 100, of a clipper with warm_up=3"
    clipped, was_clipped = parts(call, feed(clipper, [1.0, 2.0, 100.0]), RETURNS)
    cause = "threshold() is None until the history holds warm_up norms."
    expect(f"clipped of {call}", clipped, [[100.0]], cause)
    expect(f"was_clipped of {call}", was_clipped, False, cause)
    expect("threshold() after these three steps", clipper.threshold(), 2.0, cause)


@graded("the length of the warm-up is obeyed", points=0.5, hidden=True)
def test_warm_up_hidden(AdaptiveGradientClipper):
    warm_up = int(draw("warm_up").integers(4, 9))
    clipper = AdaptiveGradientClipper(percentile=80, warm_up=warm_up)
    about = "The clipper does not start when its warm-up is over; read section 4 again."
    for step in range(warm_up):
        expect_hidden(clipper.threshold(), None, about)
        clipped, was_clipped = parts(about, feed(clipper, [10.0 + step]), RETURNS)
        expect_hidden([clipped, was_clipped], [[[10.0 + step]], False], about)
    want = np.percentile(10.0 + np.arange(warm_up), 80)
    expect_hidden(clipper.threshold(), want, about, rtol=1e-4)


@graded("a spike is measured with the limit of the steps before it", points=0.5)
def test_spike_public(AdaptiveGradientClipper):
    clipper = AdaptiveGradientClipper(percentile=95, warm_up=10)
    call = "a spike of norm 1000 after ten steps of norm 1"
    clipped, was_clipped = parts(call, feed(clipper, [1.0] * 10 + [1000.0]), RETURNS)
    cause = (
        "the spike was in the history when the threshold was computed, and raised its own limit: "
        "take the threshold first, remember the norm afterwards."
    )
    expect(f"clipped of {call}", clipped, [[1.0]], cause)
    expect(f"was_clipped of {call}", was_clipped, True, cause)


@graded("spikes of any size, any percentile", points=0.5, hidden=True)
def test_spike_hidden(AdaptiveGradientClipper):
    rng = draw("spike")
    usual, percentile = float(rng.uniform(1, 2)), float(rng.uniform(91, 99))
    clipper = AdaptiveGradientClipper(percentile=percentile, warm_up=5)
    feed(clipper, [usual] * 9)
    about = "A spike is not clipped to the percentile of the steps before; read section 4 again."
    clipped, was_clipped = parts(about, feed(clipper, [500.0]), RETURNS)
    expect_hidden([clipped, was_clipped], [[[usual]], True], about, rtol=1e-4)


@graded("the norm before clipping is what is remembered", points=0.5)
def test_memory_public(AdaptiveGradientClipper):
    clipper = AdaptiveGradientClipper(percentile=100, warm_up=2)
    feed(clipper, [1.0, 1.0, 8.0])
    expect(
        "threshold() with percentile=100 after norms 1, 1, 8",
        clipper.threshold(),
        8.0,
        "with the clipped norm in the history the limit could only fall, never rise.",
    )


@graded("a limit that follows growing gradients, and forgets old ones", points=0.5, hidden=True)
def test_memory_hidden(AdaptiveGradientClipper):
    length = int(draw("memory").integers(4, 8))
    clipper = AdaptiveGradientClipper(percentile=50, history_length=length, warm_up=2)
    norms = np.arange(1.0, 21.0)
    feed(clipper, norms)
    about = "The history does not hold the latest norms before clipping; read section 4 again."
    expect_hidden(clipper.threshold(), np.median(norms[-length:]), about, rtol=1e-4)


@graded("NaN and Inf give zeros and are not remembered", points=0.5)
def test_non_finite_public(AdaptiveGradientClipper):
    clipper = AdaptiveGradientClipper(percentile=50, warm_up=2)
    call = "a step whose gradient is NaN"
    clipped, was_clipped = parts(call, feed(clipper, [2.0, 4.0, float("nan")]), RETURNS)
    cause = "one NaN in the history makes every percentile NaN: count it, do not remember it."
    expect(f"clipped of {call}", clipped, [[0.0]], cause)
    expect(f"was_clipped of {call}", was_clipped, True, cause)
    expect("non_finite_steps after it", clipper.non_finite_steps, 1, cause)
    expect("threshold() after norms 2, 4, NaN", clipper.threshold(), 3.0, cause)


@graded("several non-finite steps, among finite ones", points=0.5, hidden=True)
def test_non_finite_hidden(AdaptiveGradientClipper):
    norms = draw("non_finite").uniform(1, 5, size=6)
    clipper = AdaptiveGradientClipper(percentile=50, warm_up=6)
    about = "Steps with NaN or Inf are not handled; read section 4 again."
    feed(clipper, [*norms[:3], float("inf"), *norms[3:], float("nan")])
    expect_hidden(clipper.non_finite_steps, 2, about)
    expect_hidden(clipper.threshold(), np.median(np.float32(norms)), about, rtol=1e-4)


@graded("None stays None, in its place", points=0.5)
def test_none_public(AdaptiveGradientClipper):
    clipper = AdaptiveGradientClipper(percentile=50, warm_up=1)
    feed(clipper, [5.0] * 9)
    call = "gradients [None, [30, 40]] under a threshold of 5"
    clipped, _ = parts(call, clipper.adaptive_clip([None, tensor([30.0, 40.0])]), RETURNS)
    expect(f"clipped of {call}", clipped, [None, [3.0, 4.0]], "keep a None where it is.")


@graded("None also in steps that are not finite", points=0.5, hidden=True)
def test_none_hidden(AdaptiveGradientClipper):
    clipper = AdaptiveGradientClipper(percentile=50, warm_up=1)
    size = float(draw("none").uniform(20, 40))
    feed(clipper, [4.0] * 9)
    about = "A list with None entries is not handled; read section 4 again."
    clipped, _ = parts(about, clipper.adaptive_clip([None, tensor([size])]), RETURNS)
    expect_hidden(clipped, [None, [4.0]], about, rtol=1e-4)
    lost = clipper.adaptive_clip([None, tensor([float("nan"), 1.0])])
    expect_hidden(parts(about, lost, RETURNS)[0], [None, [0.0, 0.0]], about)
