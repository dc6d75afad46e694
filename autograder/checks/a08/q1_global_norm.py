"""a08_q1_global_norm: one length for all gradients together."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a08_q1_global_norm"
section = "1. How long is a step?"
outcome, co, po, part = "LO-1", ["CO-1", "CO-4"], ["PO-1", "PO-2"], "practical"


@graded("two tensors: the root of the sum of all squares", points=0.5)
def test_value_public(global_norm):
    expect(
        "global_norm([[3, 4], [[12]]])",
        global_norm([tensor([3.0, 4.0]), tensor([[12.0]])]),
        13.0,  # sqrt(9 + 16 + 144) = sqrt(169)
        "square every element of every tensor, add all of them up, take one root at the end; "
        "17 would be the sum of the two norms.",
    )


@graded("any number of tensors of any shape", points=0.5, hidden=True)
def test_value_hidden(global_norm):
    rng = draw("value")
    shapes = [(int(rng.integers(1, 9)),), (3, int(rng.integers(1, 9))), (2, 3, 4), ()]
    gradients = [rng.normal(size=shape) * 10.0 ** rng.integers(-2, 3) for shape in shapes]
    want = np.sqrt(sum(float(np.sum(g**2)) for g in gradients))
    about = "The norm of several tensors is off; read section 1 again."
    expect_hidden(global_norm([tensor(g) for g in gradients]), want, about, rtol=1e-4)


@graded("a gradient that is None is skipped", points=0.5)
def test_none_public(global_norm):
    expect(
        "global_norm([None, [6, 8]])",
        global_norm([None, tensor([6.0, 8.0])]),
        10.0,
        "a variable that the loss does not depend on has no gradient: leave its None out.",
    )


@graded("None anywhere in the list", points=0.5, hidden=True)
def test_none_hidden(global_norm):
    rng = draw("none")
    values = rng.normal(size=(4, 2)) + 2
    want = np.sqrt(np.sum(values**2))
    about = "A list with None entries is not handled; read section 1 again."
    expect_hidden(global_norm([None, tensor(values), None]), want, about, rtol=1e-4)


@graded("a huge float32 gradient has a finite norm", points=0.5)
def test_overflow_public(global_norm):
    expect(
        "global_norm([[3e25, 4e25]])",
        global_norm([tensor([3e25, 4e25])]),
        5e25,
        "9e50 does not fit in float32 (its largest number is 3.4e38): add the squares in float64.",
        rtol=1e-4,
    )


@graded("huge gradients of another shape", points=0.5, hidden=True)
def test_overflow_hidden(global_norm):
    values = draw("overflow").uniform(1e24, 9e24, size=(2, 3))
    want = np.sqrt(np.sum(values**2))
    about = "The squares of large float32 gradients overflow; read section 1 again."
    expect_hidden(global_norm([tensor(values)]), want, about, rtol=1e-4)


@graded("the norm has the dtype of the gradients", points=0.5)
def test_dtype_public(global_norm):
    norm = global_norm([tensor([3.0, 4.0])])
    call = "global_norm([[3, 4]]) with float32 gradients"
    expect(call, norm, 5.0, "compare with the first check.")
    dtype = str(np.asarray(norm).dtype)
    expect(f"the dtype of {call}", dtype, "float32", "cast the root back to the input's dtype.")


@graded("float32 in, float32 out; float64 in, float64 out", points=0.5, hidden=True)
def test_dtype_hidden(global_norm):
    about = "The norm does not have the dtype of the gradients; read section 1 again."
    for dtype in ("float32", "float64"):
        values = draw("dtype").uniform(1, 2, size=5)
        norm = global_norm([tensor(values, dtype)])
        expect_hidden(norm, np.sqrt(np.sum(values**2)), about)
        expect_hidden(str(np.asarray(norm).dtype), dtype, about)
