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
    """Training of a fully connected network on the digits, as one long vector.

    Kernels are normal with variance gain / fan_in, biases 0; the loss is the mean cross-entropy of
    a softmax over ten classes. Start and batches come from a fixed seed. All weights stand in one
    tensor: each optimizer works coordinate by coordinate, so it takes the same steps as on a list,
    several times faster.

    Args:
        widths: from the 64 pixels to the ten classes. Defaults to one hidden layer of 32.
        activation: of the hidden layers. Defaults to ReLU.
        gain: positive; 2 is He's initialization. Defaults to 2.

    Attributes:
        start: all weights at the start, float32; ``parts`` takes them apart.

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
        self.shapes, start = [], []
        for fan_in, fan_out in pairwise(widths):
            self.shapes += [(fan_in, fan_out), (fan_out,)]
            start += [rng.normal(0, np.sqrt(gain / fan_in), fan_in * fan_out), np.zeros(fan_out)]
        self.start = tf.constant(np.concatenate(start), tf.float32)
        self.everything = tf.constant(split.x_train), tf.constant(split.y_train)
        picks = [rng.integers(0, len(split.x_train), BATCH) for _ in range(STEPS)]
        self.batches = [[tf.gather(part, pick) for part in self.everything] for pick in picks]
        self.activation = activation
        self._compiled_loss = tf.function(self._loss)
        self._compiled_gradient = tf.function(self._gradient)

    def parts(self, w: tf.Tensor) -> list[tf.Tensor]:
        """Return ``[W_1, b_1, W_2, b_2, ...]`` of a vector like ``start``."""
        pieces = tf.split(w, [int(np.prod(shape)) for shape in self.shapes])
        return [tf.reshape(p, shape) for p, shape in zip(pieces, self.shapes, strict=True)]

    def _loss(self, w: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        h, parts = x, self.parts(w)
        for layer in range(0, len(parts) - 2, 2):
            h = self.activation(h @ parts[layer] + parts[layer + 1])
        logits = h @ parts[-2] + parts[-1]
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits))

    def _gradient(self, w: tf.Tensor, x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            tape.watch(w)
            loss = self._loss(w, x, y)
        return tape.gradient(loss, w)

    def walk(self, optimizer: Optimizer) -> Iterator[tf.Tensor]:
        """Yield the weights at the start and after each of the 60 steps.

        Args:
            optimizer: a fresh one; its state is used up.
        """
        w = self.start
        yield w
        for batch in self.batches:
            [w] = optimizer.update([w], [self._compiled_gradient(w, *batch)])
            yield w

    def loss(self, w: tf.Tensor) -> float:
        """Return the loss of these weights on all training digits, in nats."""
        return float(self._compiled_loss(w, *self.everything))

    def losses(self, optimizer: Optimizer) -> np.ndarray:
        """Return the loss before the first step and after each of the 60, shape (61,)."""
        return np.array([self.loss(w) for w in self.walk(optimizer)])

    def kernel_gradient_norms(self) -> list[float]:
        """Return the gradient norm of each kernel at the start, input side first."""
        gradient = self._compiled_gradient(self.start, *self.everything)
        return [float(tf.norm(g)) for g in self.parts(gradient)[::2]]
