"""Reduction on a plateau: by hand, against Keras' callback, and its state."""

import math

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.schedules import CosineAnnealing, PlateauCallback, ReduceOnPlateau


def rates(metrics, **options):
    plateau = ReduceOnPlateau(1.0, factor=0.5, **options)
    return [plateau.update(metric) for metric in metrics]


def test_patience_by_hand():
    # best 3; 4 and 3 are the first and second bad epoch; 2 is an improvement; 2 and 2 are bad
    assert rates([3, 4, 3, 2, 2, 2], patience=2) == [1, 1, 0.5, 0.5, 0.5, 0.25]
    # an improvement in between starts the count again
    assert rates([3, 4, 2, 4, 1, 4], patience=2) == [1] * 6
    assert rates([3, 3, 3], patience=1) == [1, 0.5, 0.25]


def test_min_delta_is_strict():
    # 4.75 improves on 5 by 0.25, which is not more than 0.25; 4.5 improves on 5 by 0.5
    assert rates([5, 4.75], patience=1, min_delta=0.25) == [1, 0.5]
    assert rates([5, 4.5], patience=1, min_delta=0.25) == [1, 1]


def test_small_steps_add_up_against_the_best():
    # best stays 5 until the sum of the steps is over min_delta
    assert rates([5, 4.9, 4.8, 4.7], patience=3, min_delta=0.25) == [1, 1, 1, 1]


def test_cooldown_leaves_out_that_many_epochs():
    assert rates([1] * 7, patience=1, cooldown=2) == [1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25]


def test_best_is_followed_while_resting():
    plateau = ReduceOnPlateau(1.0, patience=1, cooldown=3)
    for metric in (5, 5, 2):
        plateau.update(metric)
    assert (plateau.best, plateau.rest, plateau.waited) == (2, 2, 0)


def test_min_rate_is_the_floor():
    assert rates([1] * 5, patience=1, min_rate=0.2) == [1, 0.5, 0.25, 0.2, 0.2]


def test_nan_is_never_an_improvement():
    assert rates([math.nan] * 3, patience=2) == [1, 0.5, 0.5]
    assert rates([math.nan, 1, 1], patience=2) == [1, 1, 1]


class Recorder:
    """What Keras' callback needs of a model: an optimizer with a rate that can be set."""

    def __init__(self):
        self.optimizer = keras.optimizers.SGD(1.0)


def keras_rates(metrics, **options):
    callback = keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.5, **options)
    callback.set_model(Recorder())
    callback.on_train_begin()
    seen = []
    for epoch, metric in enumerate(metrics):
        callback.on_epoch_end(epoch, {"loss": metric})
        seen.append(float(callback.model.optimizer.learning_rate))
    return seen


@given(st.lists(st.integers(0, 8), min_size=1, max_size=30), st.integers(1, 4), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_matches_keras(metrics, patience, cooldown):
    # Keras counts the last epoch of its cooldown, so ours of c epochs is its c + 1 (0 is 0).
    ours = rates(metrics, patience=patience, cooldown=cooldown, min_delta=0.5)
    theirs = keras_rates(
        metrics, patience=patience, cooldown=cooldown and cooldown + 1, min_delta=0.5
    )
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)


def test_keras_cooldown_of_one_is_none():
    # the difference of conventions that the docstring names
    assert keras_rates([1] * 4, patience=1, cooldown=1, min_delta=0) == [1, 0.5, 0.25, 0.125]
    assert rates([1] * 4, patience=1, cooldown=1, min_delta=0) == [1, 0.5, 0.5, 0.25]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rate": 0}, "rate must be positive.*Received: rate=0"),
        ({"min_rate": 2.0}, r"min_rate in \[0, rate\]"),
        ({"factor": 1}, "factor must be below 1"),
        ({"factor": 0}, r"factor must be in \(0, 1\]"),
        ({"patience": 0}, r"patience must be a whole number of at least 1\. Received: patience=0"),
        ({"patience": 2.5}, r"patience must be a whole number.*patience=2.5"),
        ({"patience": math.nan}, r"patience must be a whole number.*patience=nan"),
        ({"min_delta": -1}, "min_delta must not be negative"),
        ({"cooldown": -1}, "cooldown must be a whole number of at least 0"),
        ({"cooldown": 0.5}, "cooldown must be a whole number of at least 0"),
        ({"rate": math.nan}, "rate must be positive"),
    ],
)
def test_wrong_settings_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        ReduceOnPlateau(**{"rate": 1.0, **options})


def fitted(callback, epochs=12):
    """Return the rates that training used, epoch by epoch, and the weights that it ended with.

    A rate of 1.2 on a parabola overshoots: the loss oscillates and grows until the rate is lowered.
    """
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(keras.optimizers.SGD(1.2), "mse")
    x, used = np.ones((4, 1), "float32"), []
    record = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: used.append(float(model.optimizer.learning_rate))
    )
    model.fit(x, 3 * x, epochs=epochs, batch_size=4, callbacks=[record, callback], verbose=0)
    return used, np.concatenate([w.ravel() for w in model.get_weights()])


@pytest.mark.parametrize(("patience", "cooldown"), [(1, 0), (2, 1)])
def test_the_callback_trains_as_the_one_of_keras(patience, cooldown):
    plateau = ReduceOnPlateau(1.2, 0.5, patience, min_delta=1e-4, cooldown=cooldown)
    used, weights = fitted(PlateauCallback(plateau, monitor="loss"))
    theirs = keras.callbacks.ReduceLROnPlateau(
        "loss", 0.5, patience, min_delta=1e-4, cooldown=cooldown and cooldown + 1
    )
    expected, their_weights = fitted(theirs)
    assert len(set(used)) > 2  # it was lowered more than once
    np.testing.assert_allclose(used, expected, rtol=1e-6)
    np.testing.assert_allclose(weights, their_weights, rtol=1e-6)


def test_the_callback_starts_at_the_rate_of_its_plateau_and_goes_on_from_there():
    callback = PlateauCallback(ReduceOnPlateau(0.25, 0.5, patience=1), monitor="loss")
    used, _ = fitted(callback, epochs=2)
    assert used[0] == 0.25
    callback.plateau.rate = 0.125
    assert fitted(callback, epochs=1)[0] == [0.125]


def test_the_callback_refuses_what_it_cannot_watch_or_set():
    with pytest.raises(
        TypeError, match=r"plateau must be a ReduceOnPlateau\. Received: plateau=0.1"
    ):
        PlateauCallback(0.1)
    plateau = ReduceOnPlateau(0.1)
    with pytest.raises(
        ValueError, match=r"must be one of \['loss'\]\. Received: monitor='val_loss'"
    ):
        fitted(PlateauCallback(plateau), epochs=1)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(CosineAnnealing(0.1, 10)), "mse")
    with pytest.raises(TypeError, match="LearningRateSchedule"):
        model.fit(np.ones((1, 1)), np.ones((1, 1)), callbacks=[PlateauCallback(plateau)], verbose=0)
