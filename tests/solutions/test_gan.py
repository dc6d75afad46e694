"""The game: signs and slopes of the losses, one step, distances of samples."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import energy_distance as scipy_energy_distance

from solutions.gan import (
    build_discriminator,
    build_generator,
    discriminator_loss,
    energy_distance,
    frechet_distance,
    gan_step,
    generator_loss,
    saturating_generator_loss,
    train_gan,
)
from solutions.scratch_network import numerical_gradient


def sigmoid(d):
    return 1 / (1 + np.exp(-np.asarray(d, "float64")))


REAL, FAKE = np.array([1.5, -0.5, 3.0]), np.array([-2.0, 0.7])

# losses


def test_losses_match_the_equations_in_float64():
    d_loss = -np.log(sigmoid(REAL)).mean() - np.log(1 - sigmoid(FAKE)).mean()
    assert float(discriminator_loss(REAL, FAKE)) == pytest.approx(d_loss, rel=1e-12)
    assert float(generator_loss(FAKE)) == pytest.approx(-np.log(sigmoid(FAKE)).mean(), rel=1e-12)
    saturating = np.log(1 - sigmoid(FAKE)).mean()
    assert float(saturating_generator_loss(FAKE)) == pytest.approx(saturating, rel=1e-12)


def test_losses_match_keras_binary_crossentropy():
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    real, fake = REAL.astype("float32"), FAKE.astype("float32")
    both = float(bce(np.ones(3), real)) + float(bce(np.zeros(2), fake))
    assert float(discriminator_loss(real, fake)) == pytest.approx(both, rel=1e-5)
    assert float(generator_loss(fake)) == pytest.approx(float(bce(np.ones(2), fake)), rel=1e-5)


def test_discriminator_loss_falls_with_every_right_answer():
    d = tf.Variable([0.3], dtype="float64")
    with tf.GradientTape(persistent=True) as tape:
        on_real, on_fake = discriminator_loss(d, FAKE), discriminator_loss(REAL, d)
    # a plus sign before the second term would turn the second slope round
    assert float(tape.gradient(on_real, d)[0]) == pytest.approx(sigmoid(0.3) - 1, rel=1e-12)
    assert float(tape.gradient(on_fake, d)[0]) == pytest.approx(sigmoid(0.3), rel=1e-12)


@pytest.mark.parametrize(
    ("loss", "slope"),
    [
        (generator_loss, lambda d: sigmoid(d) - 1),
        (saturating_generator_loss, lambda d: -sigmoid(d)),
    ],
)
@pytest.mark.parametrize("d", [-30.0, -1.0, 0.0, 2.0])
def test_generator_slopes_match_the_formula_and_differences(loss, slope, d):
    v = tf.Variable(d, dtype="float64")
    with tf.GradientTape() as tape:
        value = loss(v)
    got, h = float(tape.gradient(value, v)), 1e-5
    assert got == pytest.approx(slope(d), rel=1e-9, abs=1e-15)
    difference = float(loss(tf.constant(d + h, tf.float64)) - loss(tf.constant(d - h, tf.float64)))
    assert got == pytest.approx(difference / (2 * h), rel=1e-6, abs=1e-10)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_losses_are_finite_at_any_scale_and_keep_their_type(dtype):
    d = tf.constant([-1e4, 1e4], dtype)
    for value in (discriminator_loss(d, d), generator_loss(d), saturating_generator_loss(d)):
        assert np.isfinite(value.numpy())
        assert value.dtype == dtype


@pytest.mark.parametrize("loss", [generator_loss, saturating_generator_loss,
                                  lambda d: discriminator_loss(d, tf.zeros(2)),
                                  lambda d: discriminator_loss(tf.zeros(2), d)])  # fmt: skip
@pytest.mark.parametrize(("wrong", "error"), [(tf.zeros(0), ValueError), ([1, 2], TypeError)])
def test_losses_refuse(loss, wrong, error):
    with pytest.raises(error, match="Received: "):
        loss(wrong)


# one step, and the loop


def tiny(seed=0, dtype="float32"):
    def dense(inputs, outputs, seed):
        start = keras.initializers.GlorotUniform(seed)
        layer = keras.layers.Dense(outputs, kernel_initializer=start, dtype=dtype)
        return keras.Sequential([keras.Input((inputs,), dtype=dtype), layer])

    return dense(2, 3, seed), dense(3, 1, seed + 1)


def test_gan_step_matches_the_two_updates_by_hand():
    generator, discriminator = tiny()
    rng = np.random.default_rng(0)
    real, z_d, z_g = (rng.normal(size=(4, k)).astype("float32") for k in (3, 2, 2))
    (A, a), (w, b) = generator.get_weights(), discriminator.get_weights()
    optimizers = keras.optimizers.SGD(0.5), keras.optimizers.SGD(0.1)
    d_loss, g_loss = gan_step(generator, discriminator, *optimizers, real, z_d, z_g)

    fake = z_d @ A + a
    on_real, on_fake = sigmoid(real @ w + b) - 1, sigmoid(fake @ w + b)
    loss = -np.log(sigmoid(real @ w + b)).mean() - np.log(1 - sigmoid(fake @ w + b)).mean()
    new_w = w - 0.1 * (real.T @ on_real + fake.T @ on_fake) / 4
    new_b = b - 0.1 * (on_real + on_fake).mean(axis=0)
    d = (z_g @ A + a) @ new_w + new_b  # against the updated discriminator
    delta = (sigmoid(d) - 1) @ new_w.T / 4
    assert float(d_loss) == pytest.approx(loss, rel=1e-5)
    assert float(g_loss) == pytest.approx(-np.log(sigmoid(d)).mean(), rel=1e-5)
    expected = (A - 0.5 * z_g.T @ delta, a - 0.5 * delta.sum(axis=0), new_w, new_b)
    got = (*generator.get_weights(), *discriminator.get_weights())
    for value, want in zip(got, expected, strict=True):
        np.testing.assert_allclose(value, want, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("loss_fn", [generator_loss, saturating_generator_loss])
def test_gan_step_follows_the_central_differences_of_both_losses(loss_fn):
    generator, discriminator = tiny(dtype="float64")
    rng = np.random.default_rng(3)
    real, z_d, z_g = (rng.normal(size=(4, k)) for k in (3, 2, 2))
    old = [w.numpy() for w in (*discriminator.weights, *generator.weights)]
    rates = keras.optimizers.SGD(0.5), keras.optimizers.SGD(0.25)
    gan_step(generator, discriminator, *rates, real, z_d, z_g, loss_fn)
    new = [w.numpy() for w in (*discriminator.weights, *generator.weights)]

    def d_loss(w, b, A, a):
        return float(discriminator_loss(real @ w + b, (z_d @ A + a) @ w + b))

    def g_loss(w, b, A, a):
        return float(loss_fn((z_g @ A + a) @ w + b))

    for i, (loss, rate) in enumerate([(d_loss, 0.25)] * 2 + [(g_loss, 0.5)] * 2):
        at = old if loss is d_loss else [*new[:2], *old[2:]]  # the generator's turn comes second
        slope = numerical_gradient(
            lambda v, i=i, at=at, loss=loss: loss(*at[:i], v, *at[i + 1 :]), at[i]
        )
        # Keras keeps the rate in float32, exactly: 0.5 and 0.25 are powers of 2
        np.testing.assert_allclose((old[i] - new[i]) / rate, slope, rtol=1e-6, atol=1e-9)


def test_train_gan_moves_the_mean_and_repeats():
    target = np.random.default_rng(1).normal(3.0, 0.5, size=(256, 3)).astype("float32")
    z = np.random.default_rng(2).normal(size=(500, 2)).astype("float32")

    def run(seed):
        generator, discriminator = tiny()
        history = train_gan(
            generator, discriminator, target, epochs=40, learning_rate=0.02, seed=seed
        )
        return history, generator(z).numpy()

    (history, samples), (again, _), (other, _) = run(0), run(0), run(1)
    assert history == again != other
    assert len(history["generator"]) == len(history["discriminator"]) == 40
    start = tiny()[0](z).numpy()
    # a linear discriminator can teach the mean and nothing else
    assert abs(samples.mean() - 3) < 0.5 * abs(start.mean() - 3)


@pytest.mark.parametrize(
    "wrong", [{"epochs": 0}, {"batch_size": 0}, {"learning_rate": 0.0}, {"batch_size": 9}]
)
def test_train_gan_refuses(wrong):
    with pytest.raises(ValueError, match="Received: "):
        train_gan(*tiny(), np.zeros((8, 3), "float32"), **{"epochs": 1, "batch_size": 4, **wrong})


def test_networks_have_the_documented_shapes_and_seeds():
    generator, discriminator = build_generator(latent=5, width=8, seed=3), build_discriminator(8)
    images = generator(np.ones((1, 5), "float32"))
    assert images.shape == (1, 64)
    assert np.abs(images).max() <= 1
    assert discriminator(images).shape == (1, 1)
    same = build_generator(latent=5, width=8, seed=3)
    np.testing.assert_array_equal(same.get_weights()[0], generator.get_weights()[0])
    for wrong in ({"latent": 0}, {"width": 0}):
        with pytest.raises(ValueError, match="must be positive"):
            build_generator(**wrong)
    with pytest.raises(ValueError, match="must be positive"):
        build_discriminator(0)


# distances


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1000), st.integers(2, 20), st.integers(2, 20), st.integers(1, 5))
def test_energy_distance_matches_a_loop_and_is_symmetric(seed, n, m, d):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(n, d)), rng.normal(1, 2, size=(m, d))

    def mean_distance(a, b, skip):
        return np.mean(
            [
                np.linalg.norm(p - q)
                for i, p in enumerate(a)
                for j, q in enumerate(b)
                if not (skip and i == j)
            ]
        )

    want = 2 * mean_distance(x, y, False) - mean_distance(x, x, True) - mean_distance(y, y, True)
    assert energy_distance(x, y) == pytest.approx(want, rel=1e-6, abs=1e-6)
    assert energy_distance(y, x) == pytest.approx(energy_distance(x, y), abs=1e-9)


def test_energy_distance_of_large_samples_matches_scipy():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=2000), rng.normal(1, 1, size=2000)
    # SciPy's is the root of the biased estimate; the bias is about 1 / n of a mean distance
    want = scipy_energy_distance(x, y) ** 2
    assert energy_distance(x[:, None], y[:, None]) == pytest.approx(want, abs=5e-3)


def test_energy_distance_is_unbiased():
    rng = np.random.default_rng(0)
    values = [energy_distance(*rng.normal(size=(2, 10, 3))) for _ in range(2000)]
    # with the pairs of a point with itself the mean would be 0.45, over 100 standard errors away
    assert abs(np.mean(values)) < 5 * np.std(values) / np.sqrt(len(values))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1000), st.integers(1, 6))
def test_frechet_distance_of_a_shift_and_of_a_scaling(seed, d):
    rng = np.random.default_rng(seed)
    x, shift = rng.normal(size=(30, d)), rng.normal(size=d)
    assert frechet_distance(x, x) == pytest.approx(0, abs=1e-8)
    assert frechet_distance(x, x + shift) == pytest.approx(shift @ shift, rel=1e-6, abs=1e-6)
    # y = 3 (x - mean) + mean: C_y = 9 C, tr(C + 9 C - 2 * 3 C) = 4 tr C
    y = 3 * (x - x.mean(axis=0)) + x.mean(axis=0)
    want = 4 * np.sum(x.var(axis=0, ddof=1))
    assert frechet_distance(x, y) == pytest.approx(want, rel=1e-6)


def test_frechet_distance_takes_singular_covariances():
    x = np.array([[0.0, 1.0], [2.0, 1.0], [4.0, 1.0]])  # the second feature never varies
    # means (2, 1) and (1, 2): 2; variances 4 and 1 along different axes: 4 + 1 - 0
    y = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]])
    assert frechet_distance(x, y) == pytest.approx(7.0, abs=1e-9)


@pytest.mark.parametrize("distance", [energy_distance, frechet_distance])
@pytest.mark.parametrize(
    ("x", "y"),
    [
        (np.zeros((3, 2)), np.zeros((3, 3))),
        (np.zeros((1, 2)), np.zeros((3, 2))),
        (np.zeros(3), np.zeros(3)),
    ],
)
def test_distances_refuse(distance, x, y):
    with pytest.raises(ValueError, match="Received: "):
        distance(x, y)
