"""a13_q4_self_attention: a sequence that reads itself, in several heads."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a13_q4_self_attention"
section = "4. A self-attention layer"
outcome, co, po, part = "LO-5", ["CO-2", "CO-3"], ["PO-3", "PO-4"], "practical"

LN3 = 1.0986123  # e to this power is 3, so scores 0 and LN3 give weights 1/4 and 3/4


@probe
def attended(MultiHeadSelfAttention, num_heads, x, kernels, mask=None):
    """Return the output of a layer with these kernels: query, key, value, output projection."""
    import numpy as np
    import tensorflow as tf

    x = tf.constant(np.asarray(x, "float32"))
    layer = MultiHeadSelfAttention(num_heads)
    layer.build(tuple(x.shape))
    own = (layer.query, layer.key, layer.value, layer.output_projection)
    for projection, kernel in zip(own, kernels, strict=True):
        projection.kernel.assign(np.asarray(kernel, "float32"))
    mask = None if mask is None else tf.constant(np.asarray(mask, "bool"))
    return np.asarray(layer(x, attention_mask=mask))


def oracle(heads, x, kernels, mask):
    """Return the same output in float64, a position and a head at a time; mask: (batch, T, T)."""
    q, k, v, o = kernels
    batch, length, width = x.shape
    found, part = np.zeros(x.shape), width // heads
    for b, i, h in np.ndindex(batch, length, heads):
        own = slice(h * part, (h + 1) * part)
        seen = np.flatnonzero(mask[b, i])
        scores = (x[b, seen] @ k[:, own]) @ (x[b, i] @ q[:, own]) / part**0.5
        e = np.exp(scores - scores.max())
        found[b, i, own] = e @ (x[b, seen] @ v[:, own]) / e.sum()
    return found @ o


def scene(salt, batch, heads, length):
    """Return random inputs (batch, length, 2 heads) and four kernels."""
    rng, width = draw(salt), 2 * heads
    return rng, rng.normal(size=(batch, length, width)), rng.normal(size=(4, width, width)) * 0.7


@graded("two heads, each with its own scores, and the output projection", points=1)
def test_layer_public(MultiHeadSelfAttention):
    kernels = [
        [[LN3, 0.0], [0.0, LN3]],
        [[1.0, 0.0], [0.0, 1.0]],
        [[4.0, 0.0], [0.0, 4.0]],
        [[0.0, 10.0], [1.0, 0.0]],
    ]
    # head 0 sees the features 0, 1: scores 0, 0 and 0, ln 3; values 0, 4: it finds 2, then 3.
    # head 1 sees 1, 0 and finds 3, then 2. [2, 3] and [3, 2] times [[0, 10], [1, 0]]
    expect(
        "a layer with 2 heads on [[0, 1], [1, 0]], W_q = ln 3, W_k = 1, W_v = 4 times the "
        "identity, W_o = [[0, 10], [1, 0]]",
        attended(MultiHeadSelfAttention, 2, [[[0.0, 1.0], [1.0, 0.0]]], kernels),
        [[[3.0, 20.0], [2.0, 30.0]]],
        "split query, key and value, each after its own projection; attend; merge; then comes "
        "self.output_projection ([[2, 3], [3, 2]] is what goes into it). With attention_mask=None "
        "there is nothing to expand.",
        rtol=1e-4,
    )


@graded("other heads, lengths and weights", points=1, hidden=True)
def test_layer_hidden(MultiHeadSelfAttention):
    about = "The output of the layer is off; read section 4 again."
    for heads, length in ((2, 4), (3, 5)):
        _, x, kernels = scene(f"layer {heads}", 2, heads, length)
        want = oracle(heads, x, kernels, np.ones((2, length, length)))
        got = attended(MultiHeadSelfAttention, heads, x.tolist(), kernels.tolist())
        expect_hidden(got, want, about, rtol=1e-3, atol=1e-4)


@graded("one mask for all sequences and heads", points=0.5)
def test_causal_public(MultiHeadSelfAttention):
    one = [[1.0, 0.0], [0.0, 1.0]]
    expect(
        "a layer with 2 heads and W_q = 0 on [[2, 4], [6, 8]], causal mask of shape (2, 2)",
        attended(
            MultiHeadSelfAttention,
            2,
            [[[2.0, 4.0], [6.0, 8.0]]],
            [[[0.0, 0.0], [0.0, 0.0]], one, one, one],
            [[True, False], [True, True]],
        ),
        [[[2.0, 4.0], [4.0, 6.0]]],  # equal scores: the first alone, then the mean of both
        "hand the mask on; its new head axis is the third from the END (-3), also where the mask "
        "has no batch axis.",
        rtol=1e-4,
    )


@graded("causal masks of other lengths", points=0.5, hidden=True)
def test_causal_hidden(MultiHeadSelfAttention):
    _, x, kernels = scene("causal", 2, 3, 5)
    mask = np.tril(np.ones((5, 5), bool))
    about = "A mask of shape (T, T) is not obeyed; read section 4 again."
    got = attended(MultiHeadSelfAttention, 3, x.tolist(), kernels.tolist(), mask.tolist())
    want = oracle(3, x, kernels, np.stack([mask] * 2))
    expect_hidden(got, want, about, rtol=1e-3, atol=1e-4)


@graded("a mask for each sequence, the same for all heads", points=0.5)
def test_padding_public(MultiHeadSelfAttention):
    one = [[1.0, 0.0], [0.0, 1.0]]
    expect(
        "a layer with 2 heads and W_q = 0 on [[2, 4], [6, 8]] and [[1, 3], [5, 7]], padding mask "
        "for lengths 1 and 2, of shape (2, 1, 2)",
        attended(
            MultiHeadSelfAttention,
            2,
            [[[2.0, 4.0], [6.0, 8.0]], [[1.0, 3.0], [5.0, 7.0]]],
            [[[0.0, 0.0], [0.0, 0.0]], one, one, one],
            [[[True, False]], [[True, True]]],
        ),
        [[[2.0, 4.0], [2.0, 4.0]], [[3.0, 5.0], [3.0, 5.0]]],  # the first alone; the mean
        "the scores are (batch, H, T, T), the mask is (batch, 1, T): without a head axis of its "
        "own, the batch axis of the mask meets the head axis of the scores.",
        rtol=1e-4,
    )


@graded("a mask for each of other sequences", points=0.5, hidden=True)
def test_padding_hidden(MultiHeadSelfAttention):
    rng, x, kernels = scene("padding", 2, 2, 4)
    lengths = rng.permutation([2, 4])
    mask = np.arange(4) < lengths[:, None, None]
    about = "A mask with a batch axis is not obeyed; read section 4 again."
    got = attended(MultiHeadSelfAttention, 2, x.tolist(), kernels.tolist(), mask.tolist())
    want = oracle(2, x, kernels, np.repeat(mask, 4, axis=1))
    expect_hidden(got, want, about, rtol=1e-3, atol=1e-4)
