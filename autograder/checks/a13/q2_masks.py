"""a13_q2_masks: who may read whom."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a13_q2_masks"
section = "2. Who may read whom"
outcome, co, po, part = "LO-5", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"


def kind(mask):
    """Return the dtype and the shape of a mask."""
    array = np.asarray(mask)
    return [str(array.dtype), list(array.shape)]


@graded("causal: the past and oneself", points=0.5)
def test_causal_public(causal_mask):
    expect(
        "causal_mask(3)",
        causal_mask(3),
        np.array([[True, False, False], [True, True, False], [True, True, True]]),
        "row i is the reader: it may read columns 0 to i, its own included (j <= i).",
    )


@graded("causal masks of other lengths", points=0.5, hidden=True)
def test_causal_hidden(causal_mask):
    about = "A causal mask is off; read section 2 again."
    for length in (1, int(draw("causal").integers(4, 9))):
        expect_hidden(causal_mask(length), np.tril(np.ones((length, length))), about)


@graded("padding: as many keys as the sequence is long", points=0.5)
def test_padding_public(padding_mask):
    expect(
        "padding_mask([1, 3], 4)",
        padding_mask(tensor([1, 3], "int32"), 4),
        np.array([[[True, False, False, False]], [[True, True, True, False]]]),
        "a sequence of length n has positions 0 to n - 1, so j < n may be read; the filling is at "
        "the end; the shape is (batch, 1, T).",
    )


@graded("other lengths, also 0 and the longest", points=0.5, hidden=True)
def test_padding_hidden(padding_mask):
    rng = draw("padding")
    longest = int(rng.integers(4, 8))
    lengths = [0, longest, *rng.integers(1, longest, size=2).tolist()]
    want = np.array([[[1] * n + [0] * (longest - n)] for n in lengths])
    about = "A padding mask is off; read section 2 again."
    expect_hidden(padding_mask(tensor(lengths, "int32"), longest), want, about)


@graded("both masks are boolean, and fit together", points=0.5)
def test_kind_public(causal_mask, padding_mask):
    cause = "compare positions: <= and < give booleans, and & needs them."
    got = kind(causal_mask(4))
    expect("dtype and shape of causal_mask(4)", got, ["bool", [4, 4]], cause)
    got = kind(padding_mask(tensor([2, 4, 3], "int32"), 4))
    cause += " The 1 in the middle stands for all readers: [:, None, None] or tf.expand_dims."
    expect("dtype and shape of padding_mask([2, 4, 3], 4)", got, ["bool", [3, 1, 4]], cause)


@graded("dtype and shape for other lengths", points=0.5, hidden=True)
def test_kind_hidden(causal_mask, padding_mask):
    rng = draw("kind")
    length, batch = int(rng.integers(5, 9)), int(rng.integers(2, 5))
    lengths = tensor(rng.integers(1, length, size=batch), "int32")
    about = "A mask does not have the dtype or the shape that it should; read section 2 again."
    expect_hidden(kind(causal_mask(length)), ["bool", [length, length]], about)
    expect_hidden(kind(padding_mask(lengths, length)), ["bool", [batch, 1, length]], about)
