"""a13_q3_heads: the width in parts, and back."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a13_q3_heads"
section = "3. Several spotlights"
outcome, co, po, part = "LO-5", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"


@graded("each head gets neighbouring features of every position", points=0.5)
def test_split_public(split_heads):
    x = [[[0.0, 1.0, 2.0, 3.0, 4.0, 5.0], [6.0, 7.0, 8.0, 9.0, 10.0, 11.0]]]
    want = [[[0.0, 1.0], [6.0, 7.0]], [[2.0, 3.0], [8.0, 9.0]], [[4.0, 5.0], [10.0, 11.0]]]
    expect(
        "split_heads of one sequence of two positions, [0 ... 5] and [6 ... 11], in 3 heads",
        split_heads(tensor(x), 3),
        np.float32([want]),  # head 0 has features 0 and 1 of both positions
        "first cut the last axis into (heads, d / heads), heads first; then move the heads in "
        "front of the positions with tf.transpose. A reshape alone mixes the positions.",
    )


@graded("other widths and numbers of heads", points=0.5, hidden=True)
def test_split_hidden(split_heads):
    rng = draw("split")
    heads, wide, length = int(rng.integers(2, 4)), int(rng.integers(2, 4)), int(rng.integers(3, 6))
    x = rng.normal(size=(2, length, heads * wide))
    want = np.stack([x[:, :, h * wide : (h + 1) * wide] for h in range(heads)], axis=1)
    about = "The heads do not get the features that they should; read section 3 again."
    expect_hidden(split_heads(tensor(x), heads), want, about)


@graded("merging puts the heads of a position side by side", points=0.5)
def test_merge_public(merge_heads):
    heads = [[[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]], [[6.0, 7.0], [8.0, 9.0], [10.0, 11.0]]]
    expect(
        "merge_heads of two heads with positions [0, 1], [2, 3], [4, 5] and [6, 7], [8, 9], "
        "[10, 11]",
        merge_heads(tensor([heads])),
        np.float32([[[0.0, 1.0, 6.0, 7.0], [2.0, 3.0, 8.0, 9.0], [4.0, 5.0, 10.0, 11.0]]]),
        "first move the heads back behind the positions with tf.transpose, then join the last two "
        "axes: the steps of split_heads backwards.",
    )


@graded("other heads, more sequences", points=0.5, hidden=True)
def test_merge_hidden(merge_heads):
    rng = draw("merge")
    heads, length, wide = int(rng.integers(2, 4)), int(rng.integers(4, 6)), int(rng.integers(2, 4))
    x = rng.normal(size=(3, heads, length, wide))
    want = np.concatenate([x[:, h] for h in range(heads)], axis=-1)
    about = "The merged heads are not in their places; read section 3 again."
    expect_hidden(merge_heads(tensor(x)), want, about)
