"""Clipping against NumPy, TensorFlow, hand arithmetic and its own invariants."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from solutions.clipping import clip_by_global_norm, clip_by_norm, clip_by_value, global_norm

DTYPES = (np.float32, np.float64)
# one number at least is not tiny, so that the norm can be divided by
gradient_lists = st.lists(
    arrays(
        np.float64,
        st.sampled_from([(1,), (3,), (2, 2), (2, 1, 2)]),
        elements=st.floats(-1e3, 1e3, allow_subnormal=False),
    ),
    min_size=1,
    max_size=3,
).map(lambda parts: [*parts, np.array([1.0])])
limits = st.floats(1e-3, 1e3)
few = settings(deadline=None, max_examples=30)


def flat(gradients):
    return np.concatenate([np.ravel(g) for g in gradients if g is not None]).astype(np.float64)


def random_gradients(dtype, seed=0):
    rng = np.random.default_rng(seed)
    scales = {(4, 3): 10.0, (3,): 1.0, (2, 2, 2): 0.1}
    return [(scale * rng.normal(size=shape)).astype(dtype) for shape, scale in scales.items()]


# --- global_norm --------------------------------------------------------------------------------


def test_global_norm_of_a_known_vector():
    # sqrt(3^2 + 4^2 + 12^2) = 13
    assert float(global_norm([tf.constant([3.0, 4.0]), None, tf.constant([[12.0]])])) == 13.0


@pytest.mark.parametrize("dtype", DTYPES)
def test_global_norm_matches_numpy_and_tensorflow(dtype):
    gradients = random_gradients(dtype)
    norm = global_norm(gradients)
    assert norm.dtype == dtype
    # float32 rounding of the result: 6e-8; the sum of the norms differs by 10 %
    np.testing.assert_allclose(norm, np.linalg.norm(flat(gradients)), rtol=1e-6)
    np.testing.assert_allclose(norm, tf.linalg.global_norm(gradients), rtol=1e-6)


@pytest.mark.parametrize("size", [1e25, 1e-25])
def test_global_norm_survives_squares_outside_float32(size):
    gradients = [tf.constant([3.0 * size]), tf.constant([4.0 * size])]
    # float32 rounding is 6e-8; the naive sum gives Inf or 0
    np.testing.assert_allclose(global_norm(gradients), 5.0 * size, rtol=1e-6)


def test_global_norm_overflows_only_with_the_norm_itself():
    size = 3e38  # the largest float32 is 3.4e38; two such numbers have a norm of 4.2e38
    assert np.isfinite(global_norm([tf.constant([size])]))
    assert np.isposinf(global_norm([tf.constant([size, size])]))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_global_norm_shows_what_is_not_finite(bad):
    assert not np.isfinite(global_norm([tf.constant([1.0, bad])]))


# --- clip_by_value ------------------------------------------------------------------------------


def test_clip_by_value_limits_each_element():
    [clipped] = clip_by_value([tf.constant([10.0, -15.0, 25.0, 0.5])], 10.0)
    assert clipped.numpy().tolist() == [10.0, -10.0, 10.0, 0.5]


@few
@given(gradient_lists, limits)
def test_clip_by_value_matches_numpy_and_is_idempotent(gradients, limit):
    once = clip_by_value(gradients, limit)
    for g, clipped, twice in zip(gradients, once, clip_by_value(once, limit), strict=True):
        np.testing.assert_array_equal(clipped, np.clip(g, -limit, limit))
        np.testing.assert_array_equal(twice, clipped)


# --- clip_by_norm -------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
def test_clip_by_norm_matches_tensorflow_tensor_by_tensor(dtype):
    gradients = random_gradients(dtype)
    assert min(map(np.linalg.norm, gradients)) < 1.0 < max(map(np.linalg.norm, gradients))
    for g, clipped in zip(gradients, clip_by_norm(gradients, 1.0), strict=True):
        assert clipped.dtype == dtype
        # float32 rounding is 1e-7; one factor for all tensors differs by a factor of 10
        np.testing.assert_allclose(clipped, tf.clip_by_norm(g, 1.0), rtol=1e-6)


def test_clip_by_norm_looks_at_each_tensor_alone():
    # norms 50 and 0.5, limit 5: the first is divided by 10, the second untouched
    clipped = clip_by_norm([tf.constant([30.0, 40.0]), tf.constant([0.3, 0.4])], 5.0)
    np.testing.assert_allclose(clipped[0], [3.0, 4.0], rtol=1e-6)
    np.testing.assert_array_equal(clipped[1], np.float32([0.3, 0.4]))


# --- clip_by_global_norm ------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("limit", [0.5, 5.0, 500.0])
def test_clip_by_global_norm_matches_tensorflow(dtype, limit):
    gradients = random_gradients(dtype)
    ours, norm = clip_by_global_norm(gradients, limit)
    theirs, their_norm = tf.clip_by_global_norm(gradients, limit)
    np.testing.assert_allclose(norm, their_norm, rtol=1e-6)
    for mine, other, g in zip(ours, theirs, gradients, strict=True):
        assert mine.dtype == dtype
        assert mine.shape == g.shape
        # float32 rounding is 2e-7; clipping tensor by tensor differs by a factor of 10
        np.testing.assert_allclose(mine, other, rtol=3e-6)


def test_clip_by_global_norm_of_the_course_example():
    [clipped], norm = clip_by_global_norm([tf.constant([1000.0, 2000.0, -3000.0])], 1.0)
    np.testing.assert_allclose(norm, 1000 * np.sqrt(14), rtol=1e-6)
    np.testing.assert_allclose(clipped, np.array([1, 2, -3]) / np.sqrt(14), rtol=1e-6)


@few
@given(gradient_lists, limits)
def test_clip_by_global_norm_never_exceeds_the_limit_and_keeps_the_direction(gradients, limit):
    clipped, norm = clip_by_global_norm(gradients, limit)
    before, after = flat(gradients), flat(clipped)
    # float64: rounding 1e-15
    assert np.linalg.norm(after) <= limit * (1 + 1e-12)
    np.testing.assert_allclose(np.linalg.norm(after), min(float(norm), limit), rtol=1e-12)
    np.testing.assert_allclose(after * np.linalg.norm(before), before * np.linalg.norm(after),
                               rtol=1e-12, atol=1e-9)  # fmt: skip


@few
@given(gradient_lists, limits)
def test_clip_by_global_norm_is_idempotent_and_scale_equivariant(gradients, limit):
    clipped, _ = clip_by_global_norm(gradients, limit)
    again, _ = clip_by_global_norm(clipped, limit)
    doubled, _ = clip_by_global_norm([2 * g for g in gradients], 2 * limit)
    # float64 rounding: 1e-15; atol only for what is flushed to zero below 1e-308
    np.testing.assert_allclose(flat(again), flat(clipped), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(flat(doubled), 2 * flat(clipped), rtol=1e-12, atol=1e-300)


# --- what the four have in common ---------------------------------------------------------------

CLIPS = {
    "value": clip_by_value,
    "norm": clip_by_norm,
    "global_norm": lambda gradients, limit: clip_by_global_norm(gradients, limit)[0],
}
every_clip = pytest.mark.parametrize("clip", CLIPS.values(), ids=CLIPS)


@every_clip
@pytest.mark.parametrize("dtype", DTYPES)
def test_short_gradients_are_returned_unchanged(clip, dtype):
    gradients = [g / 100 for g in random_gradients(dtype)]
    for g, clipped in zip(gradients, clip(gradients, 5.0), strict=True):
        np.testing.assert_array_equal(clipped, g)


@every_clip
def test_zero_gradients_stay_zero_and_finite(clip):
    clipped = clip([tf.zeros((2, 2)), tf.zeros(3)], 1.0)
    assert [g.numpy().tolist() for g in clipped] == [[[0.0, 0.0], [0.0, 0.0]], [0.0] * 3]


@every_clip
def test_none_stays_none_in_its_place(clip):
    clipped = clip([None, tf.constant([30.0, 40.0]), None], 1.0)
    assert [g is None for g in clipped] == [True, False, True]


@every_clip
def test_inputs_are_not_modified(clip):
    gradients = random_gradients(np.float64)
    before = [g.copy() for g in gradients]
    clip(gradients, 0.1)
    for g, old in zip(gradients, before, strict=True):
        np.testing.assert_array_equal(g, old)


@every_clip
@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan"), float("inf")])
def test_a_limit_must_be_positive_and_finite(clip, limit):
    with pytest.raises(ValueError, match="must be positive and finite"):
        clip([tf.ones(2)], limit)


@pytest.mark.parametrize(
    "function",
    [global_norm, *(lambda g, clip=clip: clip(g, 1.0) for clip in CLIPS.values())],
    ids=["norm_itself", *CLIPS],
)
def test_gradients_must_be_a_list_with_a_tensor(function):
    with pytest.raises(ValueError, match="Received: an empty list"):
        function([])
    with pytest.raises(ValueError, match="Received: 2 entries, all None"):
        function([None, None])
    with pytest.raises(TypeError, match="must be a list or tuple"):
        function(tf.ones((2, 2)))
    with pytest.raises(TypeError, match=r"floating point\. Received: dtypes float32, int64"):
        function([tf.ones(2), None, np.array([3, 4, 1])])
