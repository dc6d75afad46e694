"""Schedules against hand values, Keras, loops and limits; their Keras objects; the plateau."""

import math

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.schedules import (
    CosineAnnealing,
    CosineWarmRestarts,
    ExponentialDecay,
    StepDecay,
    WarmUp,
    cosine_annealing,
    cosine_warm_restarts,
    cycle_position,
    exponential_decay,
    linear_warmup,
    step_decay,
)

keras_schedules = keras.optimizers.schedules
STEPS = np.arange(400)
# Keras computes in float32, off by up to 1e-6 here; a schedule shifted by one step is off by 1e-3.
FLOAT32 = {"rtol": 1e-5, "atol": 1e-6}


def values(schedule):
    return np.array([float(schedule(step)) for step in STEPS])


def restarts_loop(steps, initial, first_cycle, growth, minimum):
    """Walk the cycles one step at a time, as the paper describes them."""
    rates, since, length = [], 0, first_cycle
    for _ in range(steps):
        if since >= length:
            since, length = since - length, length * growth
        rates.append(minimum + (initial - minimum) / 2 * (1 + math.cos(math.pi * since / length)))
        since += 1
    return rates


KERAS = {
    "step": (
        lambda s: step_decay(s, 0.5, 0.6, 30),
        lambda: keras_schedules.ExponentialDecay(0.5, 30, 0.6, staircase=True),
    ),
    "exponential": (
        lambda s: exponential_decay(s, 0.5, 0.6, 30),
        lambda: keras_schedules.ExponentialDecay(0.5, 30, 0.6),
    ),
    "cosine": (
        lambda s: cosine_annealing(s, 0.5, 300, 0.1),
        lambda: keras_schedules.CosineDecay(0.5, 300, alpha=0.2),
    ),
    "restarts": (
        lambda s: cosine_warm_restarts(s, 0.5, 20, 2, 0.1),
        lambda: keras_schedules.CosineDecayRestarts(0.5, 20, t_mul=2.0, alpha=0.2),
    ),
    "equal restarts": (
        lambda s: cosine_warm_restarts(s, 0.5, 25),
        lambda: keras_schedules.CosineDecayRestarts(0.5, 25, t_mul=1.0),
    ),
    "warm-up": (
        lambda s: WarmUp(CosineAnnealing(0.5, 200), 50, start=0.05)(s),
        lambda: keras_schedules.CosineDecay(0.05, 200, warmup_target=0.5, warmup_steps=50),
    ),
}


@pytest.mark.parametrize("name", KERAS)
def test_matches_keras(name):
    ours, theirs = KERAS[name]
    np.testing.assert_allclose(ours(STEPS), values(theirs()), **FLOAT32)


def test_step_decay_by_hand():
    rates = step_decay([0, 2, 3, 5, 6, 300], 0.8, 0.5, 3).numpy()
    assert rates[:5].tolist() == [0.8, 0.8, 0.4, 0.4, 0.2]
    np.testing.assert_allclose(rates[5], 0.8 * 0.5**100, rtol=1e-12)


def test_exponential_decay_meets_step_decay_at_the_drops():
    drops = 7 * np.arange(9)
    np.testing.assert_allclose(
        exponential_decay(drops, 0.3, 0.9, 7), step_decay(drops, 0.3, 0.9, 7), rtol=1e-12
    )
    assert np.all(exponential_decay(STEPS[1:], 0.3, 0.9, 7) < step_decay(STEPS[:-1], 0.3, 0.9, 7))


def test_cosine_by_hand_and_at_its_ends():
    # cos(pi/3) = 1/2, cos(pi/2) = 0: 0.2 + 0.4 * (1 + 1/2), 0.2 + 0.4
    rates = cosine_annealing([0, 2, 3, 6, 7, 10**6], 1.0, 6, minimum=0.2)
    np.testing.assert_allclose(rates, [1.0, 0.8, 0.6, 0.2, 0.2, 0.2], rtol=1e-12)


@given(
    st.integers(1, 40), st.sampled_from([1, 1.5, 2, 3, 10]), st.floats(0.01, 10), st.floats(0, 1)
)
@settings(max_examples=30, deadline=None)
def test_restarts_match_a_loop(first_cycle, growth, initial, share):
    minimum = share * initial
    rates = cosine_warm_restarts(np.arange(2000), initial, first_cycle, growth, minimum)
    expected = restarts_loop(2000, initial, first_cycle, growth, minimum)
    # A restart that comes one step late would be off by nearly initial - minimum.
    np.testing.assert_allclose(rates, expected, rtol=1e-9, atol=1e-9 * initial)


@pytest.mark.parametrize("growth", [2, 3, 5, 7, 10])
@pytest.mark.parametrize("compiled", [False, True])
def test_every_restart_is_on_time_one_step_at_a_time(growth, compiled):
    # The closed form takes a logarithm: at a restart it must not fall short by a rounding error.
    position = lambda step: cycle_position(step, 3, growth)  # noqa: E731
    if compiled:
        position = tf.function(position, jit_compile=True)
    start = 0
    for cycle in range(12):
        assert float(position(tf.constant(start, tf.int64))) == pytest.approx(0, abs=1e-12)
        if start:
            assert float(position(tf.constant(start - 1, tf.int64))) > 0.5
        start += 3 * growth**cycle


def test_equal_cycles_are_periodic():
    rates = cosine_warm_restarts(np.arange(90), 0.4, 30).numpy()
    np.testing.assert_allclose(rates[30:60], rates[:30], rtol=1e-12)
    np.testing.assert_allclose(rates[:30], cosine_annealing(np.arange(30), 0.4, 30), rtol=1e-12)


def test_warm_up_by_hand_is_continuous_and_hands_over():
    # 0.2 + (1.0 - 0.2) * step / 4
    rates = linear_warmup([0, 1, 2, 4, 5], 1.0, 4, start=0.2)
    np.testing.assert_allclose(rates, [0.2, 0.4, 0.6, 1.0, 1.0], rtol=1e-12)
    after = StepDecay(1.0, 0.5, 3)
    rates = [float(WarmUp(after, 4, start=0.2)(step)) for step in range(9)]
    np.testing.assert_allclose(rates[:4], [0.2, 0.4, 0.6, 0.8], rtol=1e-6)
    assert rates[4:] == [float(after(step)) for step in range(5)]


OBJECTS = {
    "step": StepDecay(0.5, 0.6, 30),
    "exponential": ExponentialDecay(0.5, 0.6, 30),
    "cosine": CosineAnnealing(0.5, 300, 0.1),
    "restarts": CosineWarmRestarts(0.5, 20, 2, 0.1),
    "warm-up": WarmUp(CosineAnnealing(0.5, 200), 50, start=0.05),
    "warm-up of keras": WarmUp(keras_schedules.InverseTimeDecay(0.5, 10, 0.3), 50),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_object_agrees_with_its_function_and_survives_serialization(name):
    schedule = OBJECTS[name]
    rates = values(schedule)
    if name in KERAS:
        np.testing.assert_allclose(rates, KERAS[name][0](STEPS), **FLOAT32)
    again = keras_schedules.deserialize(keras_schedules.serialize(schedule))
    assert type(again) is type(schedule)
    np.testing.assert_array_equal(values(again), rates)


@pytest.mark.parametrize("name", OBJECTS)
def test_an_optimizer_takes_the_rate_of_its_own_step(name, tmp_path):
    # loss = w, gradient 1: each step of plain gradient descent moves w by exactly the rate.
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(keras.optimizers.SGD(OBJECTS[name]), loss=lambda y, p: keras.ops.mean(p))
    before = model.get_weights()[0].item()
    x = np.ones((3, 1), "float32")
    model.fit(x, x, batch_size=1, verbose=0)
    moved = before - model.get_weights()[0].item()
    expected = sum(float(OBJECTS[name](step)) for step in (0, 1, 2))
    assert moved == pytest.approx(expected, abs=1e-6)
    path = tmp_path / "model.keras"
    model.compile(keras.optimizers.SGD(OBJECTS[name]), "mse")
    model.save(path)
    loaded = keras.models.load_model(path).optimizer._learning_rate
    np.testing.assert_array_equal(values(loaded), values(OBJECTS[name]))


def test_a_scalar_step_gives_a_scalar_and_inputs_stay():
    steps = np.array([1, 2])
    assert cosine_warm_restarts(3, 0.1, 5).shape == ()
    assert step_decay(steps, 0.1, 0.5, 2).dtype == tf.float64
    assert steps.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: step_decay(0, -0.1, 0.5, 3), r"initial must be positive\. Received: initial=-0.1"),
        (
            lambda: step_decay(0, 0.1, 0.5, 0),
            r"drop_every must be positive\. Received: drop_every=0",
        ),
        (lambda: step_decay(0, 0.1, 1.5, 3), r"factor must be in \(0, 1\].*factor=1.5"),
        (lambda: exponential_decay(0, 0.1, 0.0, 3), r"factor must be in \(0, 1\]"),
        (lambda: exponential_decay(0, 0.1, 0.5, -1), "decay_steps must be positive"),
        (lambda: cosine_annealing(0, 0.1, 10, 0.2), r"minimum must be in \[0, initial\]"),
        (lambda: cosine_warm_restarts(0, 0.1, 10, 0.5), "growth must be at least 1"),
        (lambda: cycle_position(0, 0), "first_cycle must be positive"),
        (lambda: linear_warmup(0, 0.1, 0), "warmup_steps must be positive"),
        (lambda: linear_warmup(0, 0.1, 5, start=0.2), r"start must be in \[0, peak\]"),
        (lambda: step_decay(-1, 0.1, 0.5, 3), r"step must not be negative\. Received: step=-1.0"),
        (lambda: exponential_decay([0, -2], 0.1, 0.5, 3), "step must not be negative"),
        (lambda: cosine_annealing(math.nan, 0.1, 10), "step must not be negative"),
        (lambda: cosine_warm_restarts(-11, 0.1, 10, 2), "step must not be negative"),
        (lambda: cycle_position(-11, 10, 2), "step must not be negative"),
        (lambda: linear_warmup(-1, 0.1, 5), "step must not be negative"),
        (lambda: step_decay(0, math.nan, 0.5, 3), "initial must be positive"),
        (lambda: step_decay(0, 0.1, math.nan, 3), "factor must be in"),
        (lambda: CosineAnnealing(0.1, 0), "decay_steps must be positive"),
        (lambda: WarmUp(StepDecay(0.1, 0.5, 3), 0), "warmup_steps must be positive"),
    ],
)
def test_wrong_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_warm_up_needs_a_schedule():
    with pytest.raises(TypeError, match=r"LearningRateSchedule\. Received: schedule=0.1"):
        WarmUp(0.1, 5)
