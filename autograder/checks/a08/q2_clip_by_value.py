"""a08_q2_clip_by_value: every element for itself."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a08_q2_clip_by_value"
section = "2. The blunt cut: by value"
outcome, co, po, part = "LO-2", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"


@graded("every element ends within the limits, the others stay", points=0.5)
def test_limits_public(clip_by_value):
    expect(
        "clip_by_value([[-7, 0.5, 3], [[2]]], 2)",
        clip_by_value([tensor([-7.0, 0.5, 3.0]), tensor([[2.0]])], 2.0),
        [[-2.0, 0.5, 2.0], [[2.0]]],
        "an element over the limit becomes the limit, one under minus the limit becomes minus the "
        "limit, and every other element stays as it is.",
    )


@graded("the same for other limits and shapes", points=0.5, hidden=True)
def test_limits_hidden(clip_by_value):
    rng = draw("limits")
    gradients = [rng.normal(size=shape) * 4 for shape in ((6,), (3, 4), (2, 2, 2))]
    limit = float(rng.uniform(1.0, 3.0))
    want = [np.clip(g, -limit, limit) for g in gradients]
    about = "Some elements are not limited as they should be; read section 2 again."
    expect_hidden(clip_by_value([tensor(g) for g in gradients], limit), want, about)


@graded("None stays None, in its place", points=0.5)
def test_none_public(clip_by_value):
    expect(
        "clip_by_value([None, [5]], 1)",
        clip_by_value([None, tensor([5.0])], 1.0),
        [None, [1.0]],
        "the optimizer pairs gradients and variables by position: keep a None where it is.",
    )


@graded("None anywhere in the list", points=0.5, hidden=True)
def test_none_hidden(clip_by_value):
    a, b = draw("none").uniform(0.5, 2.0, size=2)
    about = "A list with None entries is not handled; read section 2 again."
    clipped = clip_by_value([tensor([a]), None, None, tensor([b])], 1.0)
    expect_hidden(clipped, [[min(a, 1.0)], None, None, [min(b, 1.0)]], about)
