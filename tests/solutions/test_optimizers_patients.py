"""The training on digits against Keras, and what is concluded from sick and healthy networks."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from solutions.optimizers import SGD
from solutions.optimizers.digits import STEPS, DigitsTraining
from solutions.optimizers.patients import Course, patients_claims, patients_table
from solutions.vanishing import kernel_gradient_norms

LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@pytest.fixture(scope="module")
def training():
    return DigitsTraining(widths=(64, 16, 12, 10), activation=tf.tanh, gain=1.5)


def as_keras(training):
    layers = [
        keras.layers.Dense(16, "tanh"),
        keras.layers.Dense(12, "tanh"),
        keras.layers.Dense(10),
    ]
    model = keras.Sequential([keras.Input((64,)), *layers])
    model.set_weights(training.parts(training.start))
    return model


def test_the_start_has_the_variance_of_the_gain(training):
    kernel, *others = training.parts(training.start)
    kernel = kernel.numpy()  # 1024 draws: standard error of the variance 4.4 %
    assert kernel.var() == pytest.approx(1.5 / 64, rel=0.22)
    assert not any(bias.numpy().any() for bias in others[::2])


def test_gradient_norms_match_keras(training):
    expected = kernel_gradient_norms(as_keras(training), *training.everything, LOSS)
    np.testing.assert_allclose(training.kernel_gradient_norms(), expected, rtol=1e-4)


def test_losses_match_the_training_loop_of_keras(training):
    model = as_keras(training)
    model.compile(keras.optimizers.SGD(0.1), LOSS)
    losses = training.losses(SGD(0.1))
    assert losses.shape == (STEPS + 1,)
    x, y = training.everything
    for step, batch in enumerate(training.batches):
        if step in (0, 1, 10):
            found = float(LOSS(y, model(x)))
            assert losses[step] == pytest.approx(found, rel=1e-4)
        if step < 10:
            model.train_on_batch(*batch)


def courses(adam_on_the_sick):
    """Made-up results: SGD moves the first kernel by 1e-5, Adam by ``moved``."""
    loss, moved = adam_on_the_sick
    return [
        Course(f"{patient}: made up", optimizer, [1e-5, 1.0], 0.1, end, [way, 0.5])
        for patient in ("vanishing", "exploding")
        for optimizer, end, way in (("SGD", 2.3, 1e-5), ("Adam", loss, moved))
    ] + [Course("healthy: made up", o, [1.0, 1.0], 0.1, 0.6, [0.5, 0.5]) for o in ("SGD", "Adam")]


@pytest.mark.parametrize(
    ("adam_on_the_sick", "verdicts"),
    [((1.9, 1.5), [True, False, False]), ((0.5, 1e-4), [False, True, True])],
)
def test_claims_follow_the_numbers(adam_on_the_sick, verdicts):
    claims = patients_claims(courses(adam_on_the_sick))
    assert [claim.holds for claim in claims] == verdicts
    assert f"Adam {adam_on_the_sick[0]:.2f} nats" in claims[1].measured


def test_the_table_shows_every_course():
    cells = patients_table(courses((1.9, 1.5))).cells()
    assert [row[2] for row in cells] == ["SGD", "Adam"] * 3
    assert cells[1][4] == "1.9"
