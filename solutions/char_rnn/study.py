"""One training run: a network that is stopped early, and its perplexities."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from solutions.char_rnn.model import build_char_model
from solutions.char_rnn.perplexity import perplexity
from solutions.char_rnn.vocabulary import windows
from solutions.regularization import EarlyStopping

UNITS, WINDOW, STRIDE, RATE, EPOCHS, PATIENCE = 64, 40, 8, 1e-2, 12, 2
CONTEXTS = (1, 2, 4, 8, 16, 32)


class Run(NamedTuple):
    """One trained network, with its perplexities."""

    parameters: tuple[int, int]  # of the network, and of its recurrent layer

    predict: Callable[[np.ndarray], tf.Tensor]  # the network, compiled, as it was at its best epoch
    train: list[float]  # on the windows, after each epoch
    validation: list[float]
    best: int  # epoch, from 1
    test: float
    by_context: list[float]  # on the test text, for each of CONTEXTS


def split(ids: np.ndarray) -> list[np.ndarray]:
    """Return the first 80 %, the next 10 % and the last 10 % of the text, shape (T,) each."""
    return np.split(ids, [int(0.8 * len(ids)), int(0.9 * len(ids))])


def train_model(kind: str, parts: list[np.ndarray], classes: int, seed: int) -> Run:
    """Train with early stopping; measure.

    Args:
        kind: ``"lstm"`` or ``"gru"``.
        parts: encoded texts to train on, to stop by and to test on; from ``split``.
        classes: size of the vocabulary.
        seed: of the initial weights and of the order of the windows.

    Returns:
        The network as it was at its best epoch, and its perplexities.
    """
    train, validation, test = parts
    model = build_char_model(kind, classes, UNITS, seed=100 * seed)
    keras.utils.set_random_seed(seed)
    model.compile(
        keras.optimizers.Adam(RATE),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=False,
    )
    predict = tf.function(model, input_signature=[tf.TensorSpec((None, None), tf.int32)])
    stopping, curves = EarlyStopping(PATIENCE), ([], [])
    for _ in range(EPOCHS):
        model.fit(*windows(train, WINDOW, STRIDE), batch_size=32, epochs=1, verbose=0)
        for curve, part in zip(curves, (train, validation), strict=True):
            curve.append(text_perplexity(predict, part))
        if stopping.update(np.log(curves[1][-1]), model.get_weights()):
            break
    model.set_weights(stopping.best_weights)
    return Run(
        (model.count_params(), model.layers[1].count_params()),
        predict,
        *curves,
        best=int(np.argmin(curves[1])) + 1,
        test=text_perplexity(predict, test),
        by_context=[context_perplexity(predict, test, length) for length in CONTEXTS],
    )


def text_perplexity(predict: Callable, ids: np.ndarray) -> float:
    """Return the perplexity of a text that is read window after window, each from state zero."""
    inputs, targets = windows(ids, WINDOW, stride=WINDOW)
    return perplexity(predict(inputs), targets)


def context_perplexity(predict: Callable, ids: np.ndarray, length: int) -> float:
    """Return the perplexity if only the last ``length`` characters are read.

    Every length predicts the same characters: those that have the longest context before them.
    """
    inputs, targets = windows(ids[max(CONTEXTS) - length :], length)
    return perplexity(predict(inputs)[:, -1], targets[:, -1])
