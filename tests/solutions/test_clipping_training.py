"""The adaptive clipper, the training loop and the threshold study."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from solutions.clipping import (
    AdaptiveGradientClipper,
    clip_by_global_norm,
    threshold_study,
    train_with_clipping,
)


def feed(clipper, sizes):
    """Clip gradients of one element, of these sizes; return (size after, was_clipped) of each."""
    results = [clipper.adaptive_clip([tf.constant([size], tf.float64)]) for size in sizes]
    return [(float(clipped[0][0]), was_clipped) for clipped, was_clipped in results]


# --- AdaptiveGradientClipper --------------------------------------------------------------------


def test_nothing_is_clipped_during_the_warm_up():
    clipper = AdaptiveGradientClipper(warm_up=5)
    assert clipper.threshold() is None
    assert feed(clipper, [1.0, 1e6, 1.0, 1e6, 1.0]) == [
        (1.0, False),
        (1e6, False),
        (1.0, False),
        (1e6, False),
        (1.0, False),
    ]
    assert clipper.threshold() is not None


def test_a_spike_does_not_lift_its_own_limit():
    clipper = AdaptiveGradientClipper()
    feed(clipper, [1.0] * 10)
    # the 95th percentile of ten ones and the spike would be 500.5
    assert feed(clipper, [1000.0]) == [(pytest.approx(1.0, rel=1e-12), True)]


def test_the_threshold_is_the_percentile_of_the_last_norms():
    rng = np.random.default_rng(0)
    sizes = rng.lognormal(size=50)
    clipper = AdaptiveGradientClipper(percentile=90, history_length=20, warm_up=10)
    for k, (after, was_clipped) in enumerate(feed(clipper, sizes)):
        limit = np.percentile(sizes[max(0, k - 20) : k], 90) if k >= 10 else np.inf
        # float64 rounding is 1e-16; the clipped norms or 19 of them change the limit by percents
        assert after == pytest.approx(min(sizes[k], limit), rel=1e-12)
        assert was_clipped == (sizes[k] > limit)
    assert list(clipper.history) == pytest.approx(sizes[-20:], rel=1e-12)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_gradient_that_is_not_finite_becomes_zero_and_is_not_remembered(bad):
    clipper = AdaptiveGradientClipper(warm_up=2)
    feed(clipper, [1.0, 2.0])
    gradients = [tf.constant([1.0, bad]), None, tf.constant([[3.0]])]
    clipped, was_clipped = clipper.adaptive_clip(gradients)
    assert was_clipped
    assert [None if g is None else g.numpy().tolist() for g in clipped] == [[0, 0], None, [[0]]]
    assert list(clipper.history) == [1.0, 2.0]
    assert clipper.non_finite_steps == 1
    assert feed(clipper, [1.0]) == [(1.0, False)]


def test_all_tensors_are_shortened_by_one_factor_and_none_stays():
    clipper = AdaptiveGradientClipper(percentile=100, warm_up=1)
    feed(clipper, [5.0])
    gradients = [np.float32([30.0]), None, np.float32([[40.0]])]
    clipped, was_clipped = clipper.adaptive_clip(gradients)
    assert was_clipped
    assert clipped[1] is None
    np.testing.assert_allclose(clipped[0], [3.0], rtol=1e-6)
    np.testing.assert_allclose(clipped[2], [[4.0]], rtol=1e-6)
    assert clipped[0].dtype == tf.float32
    assert gradients[0].tolist() == [30.0]


def test_a_history_of_zeros_is_no_limit():
    clipper = AdaptiveGradientClipper(warm_up=2)
    assert feed(clipper, [0.0, 0.0, 7.0])[-1] == (7.0, False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"percentile": 0}, r"percentile must be in \(0, 100\]. Received: percentile=0"),
        ({"percentile": 101}, "Received: percentile=101"),
        ({"history_length": 0}, "Received: history_length=0"),
        ({"warm_up": 0}, "Received: warm_up=0"),
        ({"history_length": 5, "warm_up": 6}, "Received: warm_up=6"),
    ],
)
def test_adaptive_clipper_refuses_impossible_settings(arguments, message):
    with pytest.raises(ValueError, match=message):
        AdaptiveGradientClipper(**arguments)


@pytest.mark.parametrize(("gradients", "error"), [([], ValueError), ([None], ValueError),
                                                  (tf.ones(2), TypeError)])  # fmt: skip
def test_adaptive_clipper_refuses_what_is_no_gradient(gradients, error):
    clipper = AdaptiveGradientClipper()
    with pytest.raises(error, match="Received"):
        clipper.adaptive_clip(gradients)
    assert not clipper.history


# --- train_with_clipping and threshold_study ----------------------------------------------------


def line(weight):
    """A model y = w x with loss (w x - y)^2, so that everything can be computed by hand."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([np.array([[weight]])])
    return model


def run(weight, steps, rate):
    batch = (np.float32([[2.0]]), np.float32([[0.0]]))
    loss_fn = keras.losses.MeanSquaredError()
    return line(weight), [batch] * steps, loss_fn, keras.optimizers.SGD(rate)


def test_training_matches_hand_arithmetic():
    # loss 4 w^2, gradient 8 w; SGD at 0.01, limit 4: w = 1 -> 0.96 -> 0.92
    model, *rest = run(1.0, 2, 0.01)
    history = train_with_clipping(model, *rest, clip=lambda g: clip_by_global_norm(g, 4.0)[0])
    assert history["loss"] == pytest.approx([4.0, 4 * 0.96**2], rel=1e-6)
    assert history["norm"] == pytest.approx([8.0, 8 * 0.96], rel=1e-6)
    assert history["clipped_norm"] == pytest.approx([4.0, 4.0], rel=1e-6)
    assert model.get_weights()[0].item() == pytest.approx(0.92, rel=1e-6)


def test_training_without_clip_matches_keras_fit():
    x, y = np.random.default_rng(0).normal(size=(2, 8, 1)).astype("float32")
    ours, theirs = line(0.5), line(0.5)
    loss = keras.losses.MeanSquaredError()
    train_with_clipping(ours, [(x, y)] * 3, loss, keras.optimizers.SGD(0.1))
    theirs.compile(keras.optimizers.SGD(0.1), loss)
    theirs.fit(x, y, batch_size=8, epochs=3, verbose=0)
    np.testing.assert_allclose(ours.get_weights()[0], theirs.get_weights()[0], rtol=1e-5)


def test_study_shows_the_rescue_of_a_diverging_run():
    # at rate 0.5 a step is w -> w - 0.5 * 8 w = -3 w: without a limit |w| triples each time
    rows = threshold_study(lambda: run(1.0, 40, 0.5), [0.1, None])
    assert [row["threshold"] for row in rows] == [0.1, None]
    clipped, free = rows
    assert free["final_loss"] == pytest.approx(np.mean([4 * 9.0**k for k in range(36, 40)]), 1e-4)
    assert clipped["final_loss"] < 0.02
    assert free["clipped_share"] == 0.0
    assert clipped["clipped_share"] == np.mean(np.array(clipped["history"]["norm"]) > 0.1) > 0.5


def test_a_run_that_ends_in_nan_is_recorded_to_its_end():
    [row] = threshold_study(lambda: run(1e18, 40, 10.0), [None])
    assert not np.isfinite(row["final_loss"])
    assert len(row["history"]["loss"]) == 40


def test_training_and_study_refuse_empty_or_impossible_input():
    model, _, loss_fn, optimizer = run(1.0, 1, 0.1)
    with pytest.raises(ValueError, match="Received: no batches"):
        train_with_clipping(model, [], loss_fn, optimizer)
    x = np.ones((2, 1), "float32")
    for wrong in (x[:1], np.ones((3, 1))):  # of length 1 it would be repeated, silently
        with pytest.raises(ValueError, match=rf"Received: len\(x\)=2, len\(y\)={len(wrong)}"):
            train_with_clipping(model, [(x, x), (x, wrong)], loss_fn, optimizer)
    assert model.get_weights()[0].item() == 1.0
    for thresholds in ([], [1.0, -1.0]):
        with pytest.raises(ValueError, match="thresholds must be positive"):
            threshold_study(lambda: run(1.0, 1, 0.1), thresholds)
