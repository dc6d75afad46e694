"""a13_q1_scaled_dot_product: a query matches every key a little."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, parts, tensor

OK_FORMAT = False
name = "a13_q1_scaled_dot_product"
section = "1. A soft look-up"
outcome, co, po, part = "LO-5", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"

RETURNS = ("output", "weights")
LN3 = 1.0986123  # e to this power is 3, so scores 0 and LN3 give weights 1/4 and 3/4
LN4 = 1.3862944


def attend(q, k, v, mask=None):
    """Return output and weights by loops in float64, for matrices."""
    q, k, v = (np.asarray(part, "float64") for part in (q, k, v))
    output, weights = np.zeros((len(q), v.shape[1])), np.zeros((len(q), len(k)))
    for i, query in enumerate(q):
        allowed = [j for j in range(len(k)) if mask is None or mask[i][j]]
        if allowed:
            scores = np.array([query @ k[j] for j in allowed]) / len(query) ** 0.5
            e = np.exp(scores - scores.max())
            weights[i, allowed] = e / e.sum()
            output[i] = weights[i] @ v
    return output, weights


@graded("the weights: a softmax over the keys, each row adds up to 1", points=0.5)
def test_weights_public(scaled_dot_product_attention):
    call = "attention of queries [[1], [0]], keys [[0], [ln 3], [ln 4]], values [[1], [2], [3]]"
    answer = scaled_dot_product_attention(
        tensor([[1.0], [0.0]]), tensor([[0.0], [LN3], [LN4]]), tensor([[1.0], [2.0], [3.0]])
    )
    _, weights = parts(call, answer, RETURNS)
    expect(
        f"weights of {call}",
        weights,
        [[0.125, 0.375, 0.5], [1 / 3, 1 / 3, 1 / 3]],  # 1, 3, 4 over their sum; equal scores
        "return (output, weights); the weights are what the softmax makes of the scores, along the "
        "last axis: each ROW adds up to 1.",
        rtol=1e-4,
    )


@graded("the weights for other numbers of queries and keys", points=0.5, hidden=True)
def test_weights_hidden(scaled_dot_product_attention):
    rng = draw("weights")
    queries, keys = int(rng.integers(2, 5)), int(rng.integers(5, 8))
    q, k, v = (rng.normal(size=(n, 1)) * 1.5 for n in (queries, keys, keys))
    about = "The weights are off; read section 1 again."
    answer = scaled_dot_product_attention(tensor(q), tensor(k), tensor(v))
    expect_hidden(parts(about, answer, RETURNS)[1], attend(q, k, v)[1], about, rtol=1e-3)


@graded("the scores are divided by the root of the keys' width", points=0.5)
def test_scale_public(scaled_dot_product_attention):
    call = "attention of query [2, 0, 0, 0], keys [0, 0, 0, 0] and [ln 3, 0, 0, 0], values 0 and 4"
    answer = scaled_dot_product_attention(
        tensor([[2.0, 0.0, 0.0, 0.0]]),
        tensor([[0.0, 0.0, 0.0, 0.0], [LN3, 0.0, 0.0, 0.0]]),
        tensor([[0.0], [4.0]]),
    )
    output, _ = parts(call, answer, RETURNS)
    # scores 0 and 2 ln 3 / sqrt(4) = ln 3: weights 1/4 and 3/4
    expect(
        f"output of {call}",
        output,
        [[3.0]],
        "divide q k^T by sqrt(d_k), here 2, before the softmax; 3.6 comes out with no division, "
        "2.54 with a division by d_k itself.",
        rtol=1e-4,
    )


@graded("the scale for other widths", points=0.5, hidden=True)
def test_scale_hidden(scaled_dot_product_attention):
    rng = draw("scale")
    q, k = rng.normal(size=(3, 6)) * 1.5, rng.normal(size=(4, 6)) * 1.5
    v = rng.normal(size=(4, int(rng.integers(2, 4)))) * 3
    about = "The output is off where the keys are wide; read section 1 again."
    answer = scaled_dot_product_attention(tensor(q), tensor(k), tensor(v))
    expect_hidden(parts(about, answer, RETURNS)[0], attend(q, k, v)[0], about, 1e-3, 1e-4)


@graded("what is masked has no weight, and the others share all of it", points=0.5)
def test_mask_public(scaled_dot_product_attention):
    call = "attention of query [1], keys 0, ln 3, 5, values 4, 8, 90, mask [True, True, False]"
    answer = scaled_dot_product_attention(
        tensor([[1.0]]),
        tensor([[0.0], [LN3], [5.0]]),
        tensor([[4.0], [8.0], [90.0]]),
        tensor([[True, True, False]], "bool"),
    )
    output, _ = parts(call, answer, RETURNS)
    # weights 1/4, 3/4, 0: 1 + 6
    expect(
        f"output of {call}",
        output,
        [[7.0]],
        "mask BEFORE the softmax, and give hidden scores a very low number, not 0; True = may be "
        "read. Near 0.2: masked after the softmax, so that the rest no longer adds up to 1.",
        rtol=1e-4,
    )


@graded("other masks, one row for each query", points=0.5, hidden=True)
def test_mask_hidden(scaled_dot_product_attention):
    rng = draw("mask")
    q, k, v = (rng.normal(size=shape) * 2 for shape in ((4, 1), (5, 1), (5, 3)))
    mask = rng.random((4, 5)) < 0.5
    mask[np.arange(4), rng.integers(0, 2, size=4)] = True
    mask[:, 3 + int(rng.integers(2))] = False
    about = "The mask is not obeyed; read section 1 again."
    answer = scaled_dot_product_attention(tensor(q), tensor(k), tensor(v), tensor(mask, "bool"))
    expect_hidden(parts(about, answer, RETURNS)[0], attend(q, k, v, mask)[0], about, 1e-3, 1e-4)


@graded("a query that may read nothing gets zeros", points=0.5)
def test_nothing_public(scaled_dot_product_attention):
    call = "attention of two queries, equal keys, values 4, 8, mask [[False, False], [True, True]]"
    answer = scaled_dot_product_attention(
        tensor([[1.0], [1.0]]),
        tensor([[2.0], [2.0]]),
        tensor([[4.0], [8.0]]),
        tensor([[False, False], [True, True]], "bool"),
    )
    output, _ = parts(call, answer, RETURNS)
    expect(
        f"output of {call}",
        output,
        [[0.0], [6.0]],  # the second query reads both: their mean
        "6 for both: a row of equally low scores has a uniform softmax. NaN: a row of -inf has "
        "none. After the softmax, set the weights to 0 once more where the mask is False.",
    )


@graded("nothing to read, among others", points=0.5, hidden=True)
def test_nothing_hidden(scaled_dot_product_attention):
    rng = draw("nothing")
    q, k, v = (rng.normal(size=(n, 1)) + 2 for n in (4, 3, 3))
    mask = np.ones((4, 3), bool)
    mask[int(rng.integers(4))] = False
    about = "A query that may read nothing is not handled; read section 1 again."
    answer = scaled_dot_product_attention(tensor(q), tensor(k), tensor(v), tensor(mask, "bool"))
    expect_hidden(parts(about, answer, RETURNS)[0], attend(q, k, v, mask)[0], about, 1e-3, 1e-4)


@graded("scores in the thousands stay finite", points=0.5)
def test_large_public(scaled_dot_product_attention):
    call = "attention of query [100], keys 10 and 10, values 1 and 3"
    answer = scaled_dot_product_attention(
        tensor([[100.0]]), tensor([[10.0], [10.0]]), tensor([[1.0], [3.0]])
    )
    output, _ = parts(call, answer, RETURNS)
    expect(
        f"output of {call}",
        output,
        [[2.0]],  # equal scores, equal weights
        "e to the power of 1000 is Inf: use tf.nn.softmax, or subtract the largest score first.",
    )


@graded("other large scores", points=0.5, hidden=True)
def test_large_hidden(scaled_dot_product_attention):
    rng = draw("large")
    k, v = rng.permutation(6)[:, None], rng.normal(size=(6, 2)) + 3
    about = "Large scores are not handled; read section 1 again."
    answer = scaled_dot_product_attention(tensor([[300.0]]), tensor(k), tensor(v))
    expect_hidden(parts(about, answer, RETURNS)[0], v[[np.argmax(k)]], about, 1e-4, 1e-4)


@graded("a batch: every leading axis for itself", points=0.5)
def test_leading_public(scaled_dot_product_attention):
    call = "attention of a batch of two: queries [[1]] and [[0]], keys [[0], [ln 3]], values 4, 8"
    answer = scaled_dot_product_attention(
        tensor([[[1.0]], [[0.0]]]),
        tensor([[[0.0], [LN3]]] * 2),
        tensor([[[4.0], [8.0]]] * 2),
    )
    output, _ = parts(call, answer, RETURNS)
    expect(
        f"output of {call}",
        output,
        [[[7.0]], [[6.0]]],  # 4 / 4 + 3 * 8 / 4, and the mean
        "count axes from the end: softmax over axis=-1; tf.transpose(k) turns ALL axes round, "
        "transpose_b=True only the last two.",
        rtol=1e-4,
    )


@graded("a batch with heads", points=0.5, hidden=True)
def test_leading_hidden(scaled_dot_product_attention):
    rng = draw("leading")
    q, k, v = (rng.normal(size=(2, 3, *shape)) * 2 for shape in ((4, 1), (5, 1), (5, 2)))
    want = [[attend(q[b, h], k[b, h], v[b, h])[0] for h in range(3)] for b in range(2)]
    about = "Inputs with leading axes are not handled; read section 1 again."
    answer = scaled_dot_product_attention(tensor(q), tensor(k), tensor(v))
    expect_hidden(parts(about, answer, RETURNS)[0], np.array(want), about, 1e-3, 1e-4)
