"""The character model: windows, perplexity and its baselines, temperature, writing."""

from itertools import pairwise

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.char_rnn import (
    TEXT,
    bigram_perplexity,
    build_char_model,
    decode,
    encode,
    generate,
    perplexity,
    sample,
    tempered_probabilities,
    unigram_perplexity,
    vocabulary,
    windows,
)

# vocabulary and windows


@settings(deadline=None, max_examples=30)
@given(st.text(min_size=1, max_size=60))
def test_encoding_is_a_round_trip(text):
    characters = vocabulary(text)
    assert len(characters) == len(set(text))
    assert decode(encode(text, characters), characters) == text


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 40), st.integers(1, 12), st.integers(1, 7))
def test_windows_match_slices(T, length, stride):
    length = min(length, T - 1)
    ids = np.arange(100, 100 + T)
    inputs, targets = windows(ids, length, stride)
    starts = [s for s in range(0, T, stride) if s + length + 1 <= T]
    assert inputs.tolist() == [ids[s : s + length].tolist() for s in starts]
    assert targets.tolist() == [ids[s + 1 : s + 1 + length].tolist() for s in starts]
    assert len(inputs) == (T - 1 - length) // stride + 1


def test_text_is_a_few_thousand_characters_of_lower_case():
    assert 4000 < len(TEXT) < 8000
    assert set(vocabulary(TEXT)) <= set("abcdefghijklmnopqrstuvwxyz ,.:\n")


# perplexity


def test_perplexity_by_hand():
    # probabilities 1/4 and 3/4 of the targets: exp(-(log 1/4 + log 3/4) / 2) = 4 / sqrt 3
    logits = np.log([[1.0, 3.0], [1.0, 3.0]])
    assert perplexity(logits, np.array([0, 1])) == pytest.approx(4 / np.sqrt(3), rel=1e-12)


def test_perplexity_matches_keras():
    rng = np.random.default_rng(0)
    logits, y = rng.normal(size=(3, 8, 5)).astype("float32"), rng.integers(0, 5, (3, 8))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, logits)
    assert perplexity(logits, y) == pytest.approx(float(np.exp(loss)), rel=1e-5)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 100), st.floats(-1e3, 1e3))
def test_perplexity_is_at_least_one_and_shift_invariant(seed, shift):
    rng = np.random.default_rng(seed)
    logits, y = 10 * rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    assert perplexity(logits, y) >= 1
    assert perplexity(logits + shift, y) == pytest.approx(perplexity(logits, y), rel=1e-9)
    assert perplexity(np.zeros((6, 4)), y) == pytest.approx(4, rel=1e-12)


def test_unigram_matches_a_loop_and_the_entropy():
    rng = np.random.default_rng(0)
    train, test = rng.integers(0, 4, 50), rng.integers(0, 5, 20)
    p = [(np.sum(train == c) + 1) / 55 for c in range(5)]
    want = np.exp(-np.mean([np.log(p[c]) for c in test]))
    assert unigram_perplexity(train, test, 5) == pytest.approx(want, rel=1e-12)
    # a large text that predicts itself: the exponential of its entropy
    text = np.repeat([0, 1], [10_000, 30_000])
    entropy = -(0.25 * np.log(0.25) + 0.75 * np.log(0.75))
    assert unigram_perplexity(text, text, 2) == pytest.approx(np.exp(entropy), rel=1e-4)


def test_bigram_matches_a_loop():
    rng = np.random.default_rng(1)
    train, test = rng.integers(0, 3, 60), rng.integers(0, 4, 15)
    logs = []
    for a, b in pairwise(test):
        pairs = sum(u == a and v == b for u, v in pairwise(train))
        logs.append(np.log((pairs + 1) / (np.sum(train[:-1] == a) + 4)))
    assert bigram_perplexity(train, test, 4) == pytest.approx(np.exp(-np.mean(logs)), rel=1e-12)


# model


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("lstm", 4 * (3 + 5 + 1) * 5),  # four gates: kernel, recurrent kernel, bias
        ("gru", 3 * (3 + 5 + 2) * 5),  # three, with two biases (Keras: reset_after)
    ],
)
def test_model_has_the_right_size_and_start(kind, parameters):
    model, same, other = (build_char_model(kind, 7, 5, 3, seed=s) for s in (1, 1, 50))
    assert model.count_params() == 7 * 3 + parameters + (5 + 1) * 7
    for a, b in zip(model.get_weights(), same.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(model.get_weights()[0], other.get_weights()[0])


@pytest.mark.parametrize("kind", ["lstm", "gru"])
def test_model_reads_from_left_to_right_only(kind):
    model = build_char_model(kind, 6, units=8)
    ids = np.array([[0, 1, 2, 3, 4]])
    changed = np.array([[0, 1, 2, 5, 4]])
    before, after = np.asarray(model(ids)), np.asarray(model(changed))
    assert before.shape == (1, 5, 6)
    np.testing.assert_allclose(before[:, :3], after[:, :3], atol=1e-6)
    assert np.abs(before[:, 3:] - after[:, 3:]).max() > 1e-4


def test_model_learns_what_a_bigram_cannot():
    text = "aabb" * 30  # after a comes a or b: only the character before that tells which
    characters = vocabulary(text)
    ids = encode(text, characters)
    model = build_char_model("gru", 2, units=8)
    keras.utils.set_random_seed(0)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.03), loss, jit_compile=False)
    x, y = windows(ids, length=8)
    model.fit(x, y, batch_size=16, epochs=12, verbose=0)
    learned = perplexity(model(x)[:, 2:], y[:, 2:])
    assert learned < 1.2 < 1.9 < bigram_perplexity(ids, ids, 2)


# sampling


@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
def test_temperature_matches_powers_of_the_probabilities(temperature):
    p = np.array([0.1, 0.2, 0.7])
    want = p ** (1 / temperature) / np.sum(p ** (1 / temperature))
    np.testing.assert_allclose(tempered_probabilities(np.log(p), temperature), want, rtol=1e-12)


def test_temperature_limits():
    logits = np.array([1.0, 3.0, 3.0, -1e4])
    assert tempered_probabilities(logits, 0).tolist() == [0.0, 1.0, 0.0, 0.0]
    np.testing.assert_allclose(tempered_probabilities(logits[:3], 1e9), 1 / 3, rtol=1e-6)
    np.testing.assert_allclose(tempered_probabilities(logits[:2], 1e-3), [0, 1], atol=1e-12)


def test_sample_has_the_right_distribution():
    rng, n = np.random.default_rng(0), 4000
    draws = np.bincount([sample(np.log([1.0, 3.0]), 0.5, rng) for _ in range(n)], minlength=2) / n
    # p = (0.1, 0.9); standard error 0.0047, z = 5: one false alarm in two million
    assert abs(draws[0] - 0.1) < 5 * np.sqrt(0.1 * 0.9 / n)
    assert type(sample(np.zeros(2), 1.0, rng)) is int


def test_generate_appends_repeats_and_limits_its_context():
    seen = []

    def predict(ids):
        seen.append(ids.shape)
        return np.random.default_rng(int(ids.sum())).normal(size=(*ids.shape, 5))

    prompt = np.array([1, 2, 3])
    first, again = (
        generate(predict, prompt, 6, 1.0, np.random.default_rng(7), context=4) for _ in range(2)
    )
    assert first.tolist() == again.tolist()
    assert (len(first), first[:3].tolist()) == (9, [1, 2, 3])
    assert seen[:6] == [(1, 3), (1, 4), (1, 4), (1, 4), (1, 4), (1, 4)]


@pytest.mark.parametrize(
    "call",
    [
        lambda: vocabulary(""),
        lambda: encode("abc", ["a", "b"]),
        lambda: windows(np.arange(5), 5),
        lambda: windows(np.arange(5), 0),
        lambda: windows(np.arange(5), 2, stride=0),
        lambda: perplexity(np.zeros((2, 3)), np.zeros(3, int)),
        lambda: perplexity(np.zeros((0, 3)), np.zeros(0, int)),
        lambda: unigram_perplexity(np.array([0]), np.array([], int), 1),
        lambda: bigram_perplexity(np.array([0, 1]), np.array([0]), 2),
        lambda: build_char_model("rnn", 3),
        lambda: build_char_model("gru", 0),
        lambda: perplexity(np.zeros((2, 3)), np.array([0, -1])),
        lambda: perplexity(np.zeros((2, 3)), np.array([0, 3])),
        lambda: unigram_perplexity(np.array([0, 4]), np.array([0]), 4),
        lambda: bigram_perplexity(np.array([0, 1]), np.array([0, -1]), 2),
        lambda: decode([-1], ["a", "b"]),
        lambda: decode([2], ["a", "b"]),
        lambda: tempered_probabilities(np.zeros((2, 2)), 1.0),
        lambda: tempered_probabilities(np.zeros(2), -0.1),
        lambda: generate(None, np.array([]), 1, 1.0, None),
        lambda: generate(None, np.array([1]), -1, 1.0, None),
        lambda: generate(None, np.array([1]), 1, 1.0, None, context=0),
    ],
)
def test_wrong_input_is_refused(call):
    with pytest.raises(ValueError, match="Received: "):
        call()
