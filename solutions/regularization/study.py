"""One training run of a small network with a chosen set of techniques."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from solutions.regularization.dropout import drop_connect, dropout
from solutions.regularization.early_stopping import EarlyStopping
from solutions.regularization.label_smoothing import smooth_labels
from solutions.regularization.penalties import elastic_net_penalty
from solutions.regularization.proximal import soft_threshold
from solutions.regularization.spectral import spectral_normalize
from solutions.regularization.weight_decay import decoupled_decay_step

CLASSES, HIDDEN = 10, 64
LEARNING_RATE, EPOCH, EPOCHS = 0.1, 20, 20  # an "epoch" is 20 full-batch steps


@dataclass(frozen=True)
class Technique:
    """What is switched on; the defaults are no regularization at all."""

    name: str
    dropout: float = 0.0
    drop_connect: float = 0.0
    l1: float = 0.0
    l2: float = 0.0
    proximal_l1: float = 0.0
    decay: float = 0.0
    spectral: bool = False
    smoothing: float = 0.0
    patience: int = 0


class Outcome(NamedTuple):
    """What one run ended with."""

    train: float  # accuracy
    test: float  # accuracy
    zeros: float  # share of kernel entries that are exactly zero
    sigma: float  # product of the kernels' largest singular values
    epochs: int
    weights: list[np.ndarray]


class Study:
    """A 64-64-64-10 ReLU network that is trained with one technique, seed after seed.

    Args:
        technique: what to switch on.
    """

    def __init__(self, technique: Technique):
        self.technique = technique
        self._epoch = tf.function(self._train_epoch)

    def run(self, data: tuple[np.ndarray, ...], seed: int) -> Outcome:
        """Train from one start and measure.

        Args:
            data: (x, y, x_validation, y_validation, x_test, y_test): inputs of shape (n, 64) with
                integer labels of shape (n,), to train on, to stop by and to test on.
            seed: of the weights and of the masks.

        Returns:
            What the run ended with; with a patience, at its best epoch.
        """
        x, y, x_validation, y_validation, x_test, y_test = data
        weights, u = _initial(x.shape[1], seed)
        targets = smooth_labels(tf.one_hot(y, CLASSES), self.technique.smoothing)
        stopping = EarlyStopping(self.technique.patience or EPOCHS)
        for epoch in range(EPOCHS):
            weights, u = self._epoch(weights, u, x, targets, tf.constant([seed, epoch]))
            logits = self._logits(self._normalized(weights, u)[0], x_validation)
            loss = tf.nn.sparse_softmax_cross_entropy_with_logits(y_validation, logits)
            if stopping.update(float(tf.reduce_mean(loss)), weights):
                break
        if self.technique.patience:
            weights = [tf.constant(weight) for weight in stopping.best_weights]
        weights = [weight.numpy() for weight in self._normalized(weights, u)[0]]
        kernels = weights[::2]
        return Outcome(
            train=_accuracy(self._logits(weights, x), y),
            test=_accuracy(self._logits(weights, x_test), y_test),
            zeros=float(np.mean(np.concatenate([k.ravel() for k in kernels]) == 0)),
            sigma=float(np.prod([np.linalg.norm(k, 2) for k in kernels])),
            epochs=stopping.epoch,
            weights=weights,
        )

    def _train_epoch(self, weights, u, x, targets, seed):
        for step in tf.range(EPOCH):
            weights, u = self._step(weights, u, x, targets, seed * 1000 + step)
        return weights, u

    def _step(self, weights, u, x, targets, seed):
        technique = self.technique
        with tf.GradientTape() as tape:
            tape.watch(weights)
            used, u = self._normalized(weights, u)
            losses = tf.nn.softmax_cross_entropy_with_logits(targets, self._logits(used, x, seed))
            loss = tf.reduce_mean(losses)
            for kernel in weights[::2]:
                loss += elastic_net_penalty(kernel, technique.l1, technique.l2)[0]
        gradients = tape.gradient(loss, weights)
        moved = []
        for weight, gradient in zip(weights, gradients, strict=True):
            if weight.shape.rank == 2:
                weight = decoupled_decay_step(weight, gradient, LEARNING_RATE, technique.decay)
                weight = soft_threshold(weight, LEARNING_RATE * technique.proximal_l1)
            else:  # biases are never regularized
                weight = weight - LEARNING_RATE * gradient
            moved.append(weight)
        return moved, u

    def _normalized(self, weights, u):
        """Return the weights as the network uses them: kernels spectrally normalised or not."""
        if not self.technique.spectral:
            return weights, u
        pairs = [spectral_normalize(k, v) for k, v in zip(weights[::2], u, strict=True)]
        used = [w for (k, _), b in zip(pairs, weights[1::2], strict=True) for w in (k, b)]
        return used, [v for _, v in pairs]

    def _logits(self, weights, x, seed=None):
        """Return the logits; with a seed as in training, without one as in use."""
        training = seed is not None

        def kept(shape, rate, number):
            if not training:
                return None
            return tf.random.stateless_uniform(shape, seed + number) >= rate

        h, last = x, len(weights) // 2 - 1
        for i in range(last + 1):
            W, b = weights[2 * i], weights[2 * i + 1]
            rate = self.technique.drop_connect
            h = drop_connect(h, W, b, rate, training, kept(W.shape, rate, 100 + i))
            if i < last:
                rate = self.technique.dropout
                h = dropout(tf.nn.relu(h), rate, training, kept(h.shape, rate, 200 + i))
        return h


def _initial(width: int, seed: int) -> tuple[list[tf.Tensor], list[tf.Tensor]]:
    """Return He-normal kernels with zero biases, and a random u for each kernel."""
    rng = np.random.default_rng(seed)
    weights, u = [], []
    for fan_in, fan_out in ((width, HIDDEN), (HIDDEN, HIDDEN), (HIDDEN, CLASSES)):
        kernel = rng.normal(scale=np.sqrt(2 / fan_in), size=(fan_in, fan_out))
        weights += [tf.constant(kernel, tf.float32), tf.zeros(fan_out)]
        u.append(tf.constant(rng.normal(size=fan_out), tf.float32))
    return weights, u


def _accuracy(logits, y) -> float:
    return float(np.mean(np.argmax(logits, axis=-1) == y))
