"""a08_q3_clip_by_global_norm: one factor for all, so that the direction stays."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, parts, tensor

OK_FORMAT = False
name = "a08_q3_clip_by_global_norm"
section = "3. The bungee cord: by global norm"
outcome, co, po, part = "LO-2", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"

RETURNS = ("clipped", "norm")


@graded("long gradients shrink by one common factor", points=0.5)
def test_long_public(clip_by_global_norm):
    call = "clip_by_global_norm([[3, 4], [[12]]], 6.5)"
    answer = clip_by_global_norm([tensor([3.0, 4.0]), tensor([[12.0]])], 6.5)
    clipped, _ = parts(call, answer, RETURNS)
    # the norm is 13, the limit 6.5: one factor of a half for every element
    expect(
        f"clipped of {call}",
        clipped,
        [[1.5, 2.0], [[6.0]]],
        "multiply every tensor by the same factor, limit / norm of ALL tensors together.",
    )


@graded("the result has the length of the limit and the old direction", points=0.5, hidden=True)
def test_long_hidden(clip_by_global_norm):
    rng = draw("long")
    gradients = [rng.normal(size=shape) * 10 for shape in ((7,), (4, 3), (1,))]
    limit = float(rng.uniform(0.5, 4.0))
    norm = np.sqrt(sum(float(np.sum(g**2)) for g in gradients))
    about = "Long gradients are not shortened by one common factor; read section 3 again."
    clipped, _ = parts(about, clip_by_global_norm([tensor(g) for g in gradients], limit), RETURNS)
    expect_hidden(clipped, [g * (limit / norm) for g in gradients], about, rtol=1e-4)


@graded("the norm that is returned is the one before clipping", points=0.5)
def test_norm_public(clip_by_global_norm):
    call = "clip_by_global_norm([[30], [40]], 5)"
    _, norm = parts(call, clip_by_global_norm([tensor([30.0]), tensor([40.0])], 5.0), RETURNS)
    expect(f"norm of {call}", norm, 50.0, "return the norm that you measured before you scaled.")


@graded("the norm before clipping, again", points=0.5, hidden=True)
def test_norm_hidden(clip_by_global_norm):
    values = draw("norm").uniform(2, 9, size=6)
    about = "The second thing returned is not the norm before clipping; read section 3 again."
    _, norm = parts(about, clip_by_global_norm([tensor(values)], 1.0), RETURNS)
    expect_hidden(norm, np.linalg.norm(values), about, rtol=1e-4)


@graded("short gradients come back unchanged", points=0.5)
def test_short_public(clip_by_global_norm):
    call = "clip_by_global_norm([[0.3, -0.4]], 5)"
    clipped, norm = parts(call, clip_by_global_norm([tensor([0.3, -0.4])], 5.0), RETURNS)
    expect(f"clipped of {call}", clipped, [[0.3, -0.4]], "a cord that is not taut does not pull.")
    expect(f"norm of {call}", norm, 0.5, "the norm is measured also where nothing is clipped.")


@graded("short gradients of several tensors", points=0.5, hidden=True)
def test_short_hidden(clip_by_global_norm):
    rng = draw("short")
    gradients = [rng.normal(size=(3, 2)) * 0.1, rng.normal(size=4) * 0.1]
    about = "Gradients shorter than the limit are changed; read section 3 again."
    answer = clip_by_global_norm([tensor(g) for g in gradients], 7.0)
    clipped, norm = parts(about, answer, RETURNS)
    expect_hidden(clipped, gradients, about, rtol=1e-5)
    expect_hidden(norm, np.sqrt(sum(float(np.sum(g**2)) for g in gradients)), about, rtol=1e-4)


@graded("all-zero gradients stay zero, not NaN", points=0.5)
def test_zeros_public(clip_by_global_norm):
    call = "clip_by_global_norm([[0, 0], [0]], 1)"
    answer = clip_by_global_norm([tensor([0.0, 0.0]), tensor([0.0])], 1.0)
    clipped, norm = parts(call, answer, RETURNS)
    cause = "0 / 0 is NaN: divide by the larger of norm and limit, or test the norm first."
    expect(f"clipped of {call}", clipped, [[0.0, 0.0], [0.0]], cause)
    expect(f"norm of {call}", norm, 0.0, cause)


@graded("all-zero gradients of other shapes", points=0.5, hidden=True)
def test_zeros_hidden(clip_by_global_norm):
    shape = tuple(int(n) for n in draw("zeros").integers(1, 5, size=3))
    about = "All-zero gradients are not handled; read section 3 again."
    clipped, norm = parts(about, clip_by_global_norm([tensor(np.zeros(shape))], 0.5), RETURNS)
    expect_hidden(clipped, [np.zeros(shape)], about)
    expect_hidden(norm, 0.0, about)


@graded("None stays None, in its place", points=0.5)
def test_none_public(clip_by_global_norm):
    call = "clip_by_global_norm([None, [6, 8]], 5)"
    clipped, _ = parts(call, clip_by_global_norm([None, tensor([6.0, 8.0])], 5.0), RETURNS)
    expect(f"clipped of {call}", clipped, [None, [3.0, 4.0]], "keep a None where it is.")


@graded("None anywhere in the list", points=0.5, hidden=True)
def test_none_hidden(clip_by_global_norm):
    values = draw("none").uniform(3, 5, size=4)
    about = "A list with None entries is not handled; read section 3 again."
    clipped, _ = parts(about, clip_by_global_norm([None, tensor(values), None], 1.0), RETURNS)
    expect_hidden(clipped, [None, values / np.linalg.norm(values), None], about, rtol=1e-4)
