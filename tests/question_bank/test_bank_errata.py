"""The numbers and counterexamples of ERRATA.md, computed. Test names begin with the entry's number.

Oracles are NumPy only: small ports of the course's fragments beside what they should do.
"""

import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

ERRATA = Path(__file__).parents[2] / "question_bank" / "ERRATA.md"


def entries():
    text = ERRATA.read_text(encoding="utf-8")
    parts = re.split(r"^### (\d+)\. ", text, flags=re.MULTILINE)[1:]
    return {int(n): body for n, body in zip(parts[::2], parts[1::2], strict=True)}


@pytest.mark.parametrize("number", sorted(entries()))
def test_every_entry_says_what_is_right_and_how_it_is_proved(number):
    body = entries()[number]
    for heading in ("Material", "Right", "Proof"):
        assert f"**{heading}" in body, heading
    proof = body.split("**Proof")[1]
    tests = re.findall(r"`(test_\d+\w*)`", proof)
    assert all(name in globals() for name in tests)
    assert all(name.startswith(f"test_{number:02d}_") for name in tests)
    assert tests or re.search(r"Source:|By reading:", proof)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def gradient_norms(widths, seed, weights, activation):
    """Kernel gradient norms of a dense network with MSE loss, first layer first (float64)."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(100, widths[0])), rng.uniform(size=(100, 1))
    Ws = [weights(rng, m, n) for m, n in pairwise(widths)]
    hs = [x]
    for W in Ws:
        hs.append(activation(hs[-1] @ W))
    slope = (lambda h: h * (1 - h)) if activation is sigmoid else np.ones_like
    delta, norms = 2 * (hs[-1] - y) / y.size * slope(hs[-1]), []
    for W, h in zip(Ws[::-1], hs[-2::-1], strict=True):
        norms.append(np.linalg.norm(h.T @ delta))
        delta = delta @ W.T * slope(h)
    return norms[::-1]


def glorot(rng, m, n):
    limit = math.sqrt(6 / (m + n))
    return rng.uniform(-limit, limit, size=(m, n))


def test_the_simulation_agrees_with_central_differences():
    widths, h = [3, 4, 1], 1e-5
    rng = np.random.default_rng(7)
    x, y = rng.normal(size=(100, 3)), rng.uniform(size=(100, 1))
    W1, W2 = glorot(rng, 3, 4), glorot(rng, 4, 1)

    def loss(W):
        return np.mean((sigmoid(sigmoid(x @ W) @ W2) - y) ** 2)

    numeric = np.zeros_like(W1)
    for i in np.ndindex(W1.shape):
        e = np.zeros_like(W1)
        e[i] = h
        numeric[i] = (loss(W1 + e) - loss(W1 - e)) / (2 * h)
    expected = np.linalg.norm(numeric)
    assert gradient_norms(widths, 7, glorot, sigmoid)[0] == pytest.approx(expected, rel=1e-6)


def test_01_running_statistics_never_exist():
    class Port:  # the lecture's layer: build() makes gamma and beta, call() reads moving_mean
        def __init__(self):
            self.gamma, self.beta = 1.0, 0.0

        def call(self, x, training):
            mean = x.mean(axis=0) if training else self.moving_mean
            return self.gamma * (x - mean) + self.beta

    x = np.arange(6.0).reshape(3, 2)
    assert Port().call(x, training=True).shape == x.shape
    with pytest.raises(AttributeError, match="moving_mean"):
        Port().call(x, training=False)


def test_02_nan_is_never_above_a_threshold():
    assert not math.nan > 100.0
    assert not math.nan <= 100.0  # so `not norm <= threshold` does catch it
    assert math.inf > 100.0


def test_03_a_six_layer_network_has_twelve_tensors():
    norms = [1e-7, 0.0] * 6  # a kernel and a bias for each layer
    assert sum(norm < 1e-6 for norm in norms) == 12 > 6


def test_04_a_dead_layer_makes_the_ratio_infinite_and_thresholds_disagree():
    with np.errstate(divide="ignore"):
        assert np.float32(1.0) / np.float32(0.0) == np.inf
    assert {weak for weak in (2, 3) if weak > 2} != {2, 3}  # the code against the guide


def test_05_a_spike_raises_its_own_limit_and_a_nan_poisons_the_history():
    history = [1.0] * 19 + [1000.0]  # the clipper appends the current norm first
    assert np.percentile(history, 95) > 10 * np.percentile(history[:-1], 95)
    poisoned = [1.0] * 19 + [math.nan]
    assert math.isnan(np.percentile(poisoned, 95))
    assert not np.percentile(poisoned, 95) < 1000.0  # so nothing is clipped while it stays


def test_06_the_meta_gradient_needs_the_factor_of_the_inner_step():
    # inner loss (w - a)^2 / 2, outer loss (w' - b)^2 / 2 with w' = w - alpha (w - a)
    alpha, a, b, w, h = 0.3, 1.0, -2.0, 0.7, 1e-5

    def outer(w):
        return 0.5 * (w - alpha * (w - a) - b) ** 2

    adapted = w - alpha * (w - a)
    numeric = (outer(w + h) - outer(w - h)) / (2 * h)
    assert numeric == pytest.approx((1 - alpha) * (adapted - b), rel=1e-6)
    assert adapted - b != pytest.approx(numeric, rel=0.1)  # what assigning the weights leaves


def test_07_the_first_dropout_rate_is_ignored_and_choice_returns_numpy_types():
    rates = [0.3, 0.1, 0.2]
    assert rates[0] not in [rates[i] for i in range(1, 3)]  # the lecture's loop begins at 1
    assert type(np.random.default_rng(0).choice(["relu", "tanh"])) is np.str_
    assert not isinstance(np.random.default_rng(0).choice([16, 32]), int)


def test_08_a_sigmoid_layer_cannot_reach_mean_square_one():
    rng = np.random.default_rng(0)
    x, W = rng.normal(size=(100, 16)), rng.normal(size=(16, 1)) / 4
    sizes = []
    for _ in range(10):
        h = sigmoid(x @ W)
        assert np.mean(h**2) < 1
        W = W / np.sqrt(np.mean(h**2) + 1e-8)
        sizes.append(np.linalg.norm(W))
    assert all(a < b for a, b in pairwise(sizes))
    relu = np.maximum(rng.normal(size=100_000), 0)
    # mean square 0.5, variance 0.5 - 1/(2 pi) = 0.341; standard errors below 0.004
    assert np.mean(relu**2) == pytest.approx(0.5, abs=0.02)
    assert np.var(relu) == pytest.approx(0.5 - 1 / (2 * np.pi), abs=0.02)


def test_10_relu_after_the_addition_stops_the_skip_path():
    def post(x):  # F(x) = -2x, so the sum is negative for x > 0
        return np.maximum(x - 2 * x, 0)

    x, h = 1.0, 1e-5
    assert (post(x + h) - post(x - h)) / (2 * h) == 0
    assert not (np.eye(3) + -np.eye(3)).any()  # F' = -I cancels the identity


def test_12_a_quarter_to_the_tenth_in_per_cent():
    assert pytest.approx(9.5367431640625e-05, rel=1e-12) == 100 * 0.25**10


def test_13_the_demonstration_outputs_do_not_appear():
    def first(widths, weights, activation):
        return np.median([gradient_norms(widths, s, weights, activation)[0] for s in range(40)])

    six = first([10] + [64] * 5 + [1], glorot, sigmoid)
    twelve = first([10] + [64] * 11 + [1], glorot, sigmoid)
    # the median of 40 draws varies by about 7 %; the lecture prints 1.2e-07 for six layers
    assert six == pytest.approx(4.0e-5, rel=0.25)
    assert twelve == pytest.approx(7.5e-9, rel=0.25)
    four = [10, 64, 64, 64, 1]
    norms = [
        gradient_norms(four, s, lambda rng, m, n: rng.normal(0, 2.0, (m, n)), lambda z: z)
        for s in range(40)
    ]
    assert np.median(np.min(norms, axis=1)) == pytest.approx(2.1e8, rel=0.5)
    assert np.min(norms) > 1.23e5  # the lecture's largest


def test_14_a_mean_is_at_least_the_maximum_over_n():
    for mean, maximum in ((2.34e-05, 4.56e-02), (1.23e-01, 8.91e-01)):
        assert mean < maximum / 6


def test_15_the_cookie_factory():
    for x in (0.0, 1.0, -4.0):
        assert (2 * x + 3) * 0.5 == x + 1.5


def test_16_alternating_gradients_settle_at_one_over_one_plus_beta():
    v, third = 0.0, None
    for k in range(400):
        v = 0.9 * v + (-1) ** k
        third = v if k == 2 else third
    assert third == pytest.approx(0.91, rel=1e-12)
    assert abs(v) == pytest.approx(1 / 1.9, rel=1e-12)


def test_17_amplification_by_wide_weights():
    rng = np.random.default_rng(0)
    W, x = rng.normal(0, 2.0, size=(1000, 1000)), rng.normal(size=1000)
    gain = np.linalg.norm(W @ x) / np.linalg.norm(x)
    # relative standard deviation of the gain: about 1/sqrt(2 * 1000) = 2.2 %; five of them
    assert gain == pytest.approx(2 * math.sqrt(1000), rel=0.11)
    assert 2 * math.sqrt(1000) == pytest.approx(63.2, abs=0.05)


def test_19_clipping_divides_by_the_norm_once():
    g, limit = np.array([3.0, 4.0]) * 10, 5.0
    assert np.linalg.norm(limit * g / np.linalg.norm(g)) == pytest.approx(limit, rel=1e-12)
    assert np.linalg.norm(limit * g / np.linalg.norm(g) ** 2) == pytest.approx(limit / 50)


def test_20_with_a_plus_sign_the_discriminator_is_paid_for_being_fooled():
    fake = np.array([0.01, 0.5, 0.99])  # D(G(z))
    right, printed = -np.log(1 - fake), np.log(1 - fake)
    assert np.all(np.diff(right) > 0)
    assert np.all(np.diff(printed) < 0)


def test_22_early_stopping_equals_l2_to_first_order_only():
    # quadratic loss with curvature c, t steps of size eta, L2 strength 1 / (eta t): the shares kept
    def difference(c, eta=1e-4, t=100):
        stopped, decayed = 1 - (1 - eta * c) ** t, c / (c + 1 / (eta * t))
        return abs(stopped - decayed) / decayed

    assert difference(0.1) < 1e-3
    assert difference(100.0) > 0.1


def test_23_subgradient_steps_miss_zero_and_proximal_steps_hit_it():
    w_sub = w_prox = 0.55
    for _ in range(100):
        w_sub -= 0.1 * np.sign(w_sub)
        w_prox = np.sign(w_prox) * max(abs(w_prox) - 0.1, 0.0)
    assert w_prox == 0.0
    assert abs(w_sub) > 0.01


def test_24_adams_second_moment_forgets_and_adagrads_does_not():
    adam = adagrad = 0.0
    steps = {}
    for k in range(2000):
        g = 1.0 if k < 1000 else 0.01
        adam, adagrad = 0.999 * adam + 0.001 * g**2, adagrad + g**2
        steps[k] = (1 / math.sqrt(adam), 1 / math.sqrt(adagrad))
    assert steps[1999][0] > steps[999][0]
    assert steps[1999][1] < steps[999][1]


def test_25_bias_is_against_the_true_function():
    rng = np.random.default_rng(0)
    n, f, noise = 400_000, 2.0, 0.5
    y, prediction = f + noise * rng.normal(size=n), 1.5 + 0.3 * rng.normal(size=n)
    bias2, variance = (prediction.mean() - f) ** 2, prediction.var()
    total = np.mean((y - prediction) ** 2)
    # standard error of the total is below 0.002
    assert total == pytest.approx(bias2 + variance + noise**2, abs=0.01)
    against_y = np.mean((prediction.mean() - y) ** 2)
    assert against_y + variance + noise**2 > total + 0.2  # counts the noise twice


def test_26_square_root_scaling_is_not_linear():
    assert 0.01 * math.sqrt(256 / 32) == pytest.approx(0.0282842712, rel=1e-8)
    assert pytest.approx(0.08) == 0.01 * (256 / 32)
    g = np.random.default_rng(0).normal(size=64)
    full = [g[np.random.default_rng(s).permutation(64)].mean() for s in range(5)]
    assert np.ptp(full) < 1e-15  # nothing is sampled, so nothing varies
    assert g.var() / 64 > 0.01


def test_27_glorots_variance_is_the_harmonic_mean():
    n_in, n_out = 100.0, 400.0
    harmonic = 2 / (1 / (1 / n_in) + 1 / (1 / n_out))
    assert 2 / (n_in + n_out) == pytest.approx(harmonic, rel=1e-12)
    assert math.sqrt(1 / n_in * 1 / n_out) == pytest.approx(0.005)
    assert harmonic == pytest.approx(0.004)


def test_29_conditions_on_leaky_relu_and_elu():
    z, alpha = np.array([-2.0, 3.0]), 2.0
    assert not np.allclose(np.maximum(alpha * z, z), np.where(z > 0, z, alpha * z))
    h = 1e-7
    for alpha, smooth in ((1.0, True), (0.5, False)):
        left = (0 - alpha * np.expm1(-h)) / h  # ELU slope from the left at 0; from the right: 1
        assert bool(abs(left - 1) < 1e-6) is smooth


def test_30_a_sigmoid_network_does_not_follow_the_bars():  # layer 6: 30 %, layer 1: 1 %
    norms = np.median(
        [gradient_norms([10] + [64] * 9 + [1], s, glorot, sigmoid) for s in range(20)], axis=0
    )
    share = norms / norms[-1]
    assert share[0] == pytest.approx(4.5e-7, rel=0.4)
    assert share[5] == pytest.approx(0.0038, rel=0.4)
