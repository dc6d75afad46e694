"""A step size for each parameter, from its own squared gradients: AdaGrad and RMSprop.

A sum of squares never shrinks, so AdaGrad's steps do: with a constant gradient step t has length
eta / sqrt(t). An average forgets: RMSprop's steps settle at eta. But its v starts at 0 and is too
small at first, so the first step has length eta / sqrt(1 - rho), 3.2 eta. Adam corrects for that.

One convention in this package: epsilon is added to the root, sqrt(v) + epsilon. Keras adds it
under the root in these two, sqrt(v + epsilon).
"""

from __future__ import annotations

import tensorflow as tf

from solutions.optimizers.base import Optimizer, check_fraction, check_not_negative


class AdaGrad(Optimizer):
    r"""Divide by the root of the sum of all squared gradients so far.

    .. math::
        v_t &= v_{t-1} + g_t^2 \qquad (v_0 = 0) \\
        \theta_t &= \theta_{t-1} - \eta\, \frac{g_t}{\sqrt{v_t} + \epsilon}

    Args:
        learning_rate: η, a positive number. Defaults to 0.01.
        epsilon: ε, not negative, added after the root. Defaults to 1e-8.

    Attributes:
        v: the sums of squares, by index of the parameter; a missing one is zero.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        >>> optimizer = AdaGrad(learning_rate=1.0, epsilon=0.0)
        >>> w = optimizer.update([tf.constant(0.0)], [tf.constant(3.0)])  # -3 / sqrt(9)
        >>> optimizer.update(w, [tf.constant(4.0)])[0].numpy()  # -1 - 4 / sqrt(9 + 16)
        np.float32(-1.8)

    Reference:
        Duchi, Hazan, Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic
        Optimization", 2011, Figure 1 (diagonal form).

    Note:
        Keras starts v at 0.1 and divides by sqrt(v + epsilon), with epsilon 1e-7.
    """

    def __init__(self, learning_rate: float = 0.01, epsilon: float = 1e-8):
        super().__init__(learning_rate)
        check_not_negative(epsilon=epsilon)
        self.epsilon = epsilon
        self.v: dict[int, tf.Tensor] = {}

    def step(self, i: int, w: tf.Tensor, g: tf.Tensor) -> tf.Tensor:
        """Store v_t in ``self.v[i]`` and return θ_t, by the equations of the class."""
        # BEGIN SOLUTION
        self.v[i] = self.v.get(i, 0.0) + tf.square(g)
        return w - self.lr * g / (tf.sqrt(self.v[i]) + self.epsilon)
        # END SOLUTION


class RMSprop(Optimizer):
    r"""Divide by the root of a moving average of squared gradients.

    .. math::
        v_t &= \rho\, v_{t-1} + (1 - \rho)\, g_t^2 \qquad (v_0 = 0) \\
        \theta_t &= \theta_{t-1} - \eta\, \frac{g_t}{\sqrt{v_t} + \epsilon}

    Args:
        learning_rate: η, a positive number. Defaults to 0.001.
        rho: ρ in [0, 1). Defaults to 0.9.
        epsilon: ε, not negative, added after the root. Defaults to 1e-8.

    Attributes:
        v: the moving averages, by index of the parameter; a missing one is zero.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        >>> optimizer = RMSprop(learning_rate=1.0, rho=0.75, epsilon=0.0)
        >>> optimizer.update([tf.constant(0.0)], [tf.constant(3.0)])[0].numpy()  # -3/sqrt(9/4)
        np.float32(-2.0)

    Reference:
        Tieleman, Hinton, "Lecture 6.5: rmsprop", COURSERA: Neural Networks for Machine Learning,
        2012.

    Note:
        Keras divides by sqrt(v + epsilon), with epsilon 1e-7.
    """

    def __init__(self, learning_rate: float = 0.001, rho: float = 0.9, epsilon: float = 1e-8):
        super().__init__(learning_rate)
        check_fraction(rho=rho)
        check_not_negative(epsilon=epsilon)
        self.rho = rho
        self.epsilon = epsilon
        self.v: dict[int, tf.Tensor] = {}

    def step(self, i: int, w: tf.Tensor, g: tf.Tensor) -> tf.Tensor:
        """Store v_t in ``self.v[i]`` and return θ_t, by the equations of the class."""
        # BEGIN SOLUTION
        self.v[i] = self.rho * self.v.get(i, 0.0) + (1 - self.rho) * tf.square(g)
        return w - self.lr * g / (tf.sqrt(self.v[i]) + self.epsilon)
        # END SOLUTION
