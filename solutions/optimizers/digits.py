"""A network on the digits that every optimizer trains from the same start, on the same batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import tensorflow as tf

from solutions.data import load
from solutions.optimizers.base import Optimizer

STEPS, BATCH = 60, 64


class DigitsTraining:
    """Training of a fully connected network on the digits, as a list of tensors.

    Kernels are normal with variance gain / fan_in, biases 0; the loss is the mean cross-entropy of
    a softmax over ten classes. Start and batches come from a fixed seed.

    Args:
        widths: from the 64 pixels to the ten classes. Defaults to one hidden layer of 32.
        activation: of the hidden layers. Defaults to ReLU.
        gain: positive; 2 is He's initialization. Defaults to 2.

    Attributes:
        start: ``[W_1, b_1, W_2, b_2, ...]``, float32.

    Example:
        >>> from solutions.optimizers import SGD
        >>> losses = DigitsTraining().losses(SGD(0.3))
        >>> losses.shape, bool(losses[-1] < 0.2 * losses[0])
        ((61,), True)
    """

    def __init__(
        self,
        widths: Sequence[int] = (64, 32, 10),
        activation: Callable[[tf.Tensor], tf.Tensor] = tf.nn.relu,
        gain: float = 2.0,
    ):
        rng, split = np.random.default_rng(0), load("digits")
        self.x, self.y = split.x_train, split.y_train
        self.start = []
        for fan_in, fan_out in pairwise(widths):
            kernel = rng.normal(0, np.sqrt(gain / fan_in), (fan_in, fan_out))
            self.start += [tf.constant(kernel, tf.float32), tf.zeros(fan_out)]
        self.picks = [rng.integers(0, len(self.x), BATCH) for _ in range(STEPS)]
        self.activation = activation
        self._compiled_loss = tf.function(self._loss)
        self._compiled_gradients = tf.function(self._gradients)

    def _loss(self, w: list[tf.Tensor], x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        h = x
        for layer in range(0, len(w) - 2, 2):
            h = self.activation(h @ w[layer] + w[layer + 1])
        logits = h @ w[-2] + w[-1]
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))

    def _gradients(self, w: list[tf.Tensor], x: tf.Tensor, y: tf.Tensor) -> list[tf.Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(w)
            loss = self._loss(w, x, y)
        return tape.gradient(loss, w)

    def walk(self, optimizer: Optimizer) -> Iterator[list[tf.Tensor]]:
        """Yield the weights at the start and after each of the 60 steps.

        Args:
            optimizer: a fresh one; its state is used up.
        """
        w = self.start
        yield w
        for pick in self.picks:
            w = optimizer.update(w, self._compiled_gradients(w, self.x[pick], self.y[pick]))
            yield w

    def loss(self, w: list[tf.Tensor]) -> float:
        """Return the loss of these weights on all training digits, in nats."""
        return float(self._compiled_loss(w, self.x, self.y))

    def losses(self, optimizer: Optimizer) -> np.ndarray:
        """Return the loss before the first step and after each of the 60, shape (61,)."""
        return np.array([self.loss(w) for w in self.walk(optimizer)])

    def kernel_gradient_norms(self) -> list[float]:
        """Return the gradient norm of each kernel at the start, input side first."""
        kernels = self._compiled_gradients(self.start, self.x, self.y)[::2]
        return [float(tf.norm(g)) for g in kernels]
