"""a02_q1_gradient_statistics: what one gradient tensor looks like, in five numbers."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a02_q1_gradient_statistics"
section = "1. A gradient in five numbers"
outcome, co, po, part = "LO-1", ["CO-1", "CO-4"], ["PO-1", "PO-2"], "practical"


@graded("the norm is Euclidean, over all elements of a tensor", points=0.5)
def test_norm_public(gradient_statistics):
    expect(
        "gradient_statistics([[[3, 4], [0, 12]]])",
        gradient_statistics([tensor([[3.0, 4.0], [0.0, 12.0]])]),
        {"tensors": [{"norm": 13.0}]},  # sqrt(9 + 16 + 0 + 144) = sqrt(169)
        "lay all elements of the tensor, whatever its shape, end to end: the root of the sum of "
        "their squares.",
    )


@graded("the norms of several tensors, in their order", points=0.5, hidden=True)
def test_norm_hidden(gradient_statistics):
    rng = draw("norm")
    gradients = [rng.normal(size=shape) for shape in ((5,), (3, 4), (2, 3, 2), (6, 2))]
    want = {"tensors": [{"norm": np.sqrt(np.sum(g**2))} for g in gradients]}
    about = "The norm of a tensor is off; read section 1 again."
    expect_hidden(gradient_statistics([tensor(g) for g in gradients]), want, about, rtol=1e-4)


@graded("mean, population std, share of zeros, largest absolute value", points=0.5)
def test_description_public(gradient_statistics):
    expect(
        "gradient_statistics([[1, -3, 0, 0]])",
        gradient_statistics([tensor([1.0, -3.0, 0.0, 0.0])]),
        # deviations from the mean: 1.5, -2.5, 0.5, 0.5; the mean of their squares: 9 / 4
        {"tensors": [{"mean": -0.5, "std": 1.5, "zeros": 0.5, "max_abs": 3.0}]},
        "mean keeps the signs, std divides by the number of elements (4), zeros is a share "
        "between 0 and 1, max_abs looks at the size without the sign.",
    )


@graded("the same four numbers of other tensors", points=0.5, hidden=True)
def test_description_hidden(gradient_statistics):
    g = draw("description").normal(size=(4, 3)) - 1.0
    g[1, :2] = 0.0
    g[3, 2] = -9.0
    want = {"mean": np.mean(g), "std": np.std(g), "zeros": 2 / 12, "max_abs": 9.0}
    about = "Mean, std, zeros or max_abs of a tensor is off; read section 1 again."
    expect_hidden(gradient_statistics([tensor(g)]), {"tensors": [want]}, about, rtol=1e-4)


@graded("None keeps its place and is counted as missing", points=0.5)
def test_none_public(gradient_statistics):
    expect(
        "gradient_statistics([None, [-5], None])",
        gradient_statistics([None, tensor([-5.0]), None]),
        {"tensors": [None, {"norm": 5.0}, None], "missing": 2},
        "the entry of a gradient that is None is None, so that entries and variables still pair "
        "up; missing says how many there are.",
    )


@graded("None anywhere in the list", points=0.5, hidden=True)
def test_none_hidden(gradient_statistics):
    before, after = (int(n) for n in draw("none").integers(1, 4, size=2))
    gradients = [None] * before + [tensor([[-10.0]])] + [None] * after
    want = [None] * before + [{"norm": 10.0}] + [None] * after
    about = "A list with None entries is not handled; read section 1 again."
    got = gradient_statistics(gradients)
    expect_hidden(got, {"tensors": want, "missing": before + after}, about)


@graded("a huge float32 gradient has a finite norm", points=0.5)
def test_overflow_public(gradient_statistics):
    expect(
        "gradient_statistics([[3e25]])",
        gradient_statistics([tensor([3e25])]),
        {"tensors": [{"norm": 3e25, "max_abs": 3e25}]},
        "the square of 3e25 does not fit in float32 (its largest number is 3.4e38): convert the "
        "gradient to float64 first.",
        rtol=1e-4,
    )


@graded("huge gradients among small ones", points=0.5, hidden=True)
def test_overflow_hidden(gradient_statistics):
    sizes = [1.0, *draw("overflow").uniform(1e24, 9e24, size=2), 2.0]
    want = {"tensors": [{"norm": size} for size in sizes]}
    about = "The squares of large float32 gradients overflow; read section 1 again."
    got = gradient_statistics([tensor([[size]]) for size in sizes])
    expect_hidden(got, want, about, rtol=1e-4)
