"""Steps along the gradient and along its running sum: SGD, Momentum, Nesterov.

The velocity v holds the learning rate, as in the course and in Keras (whose v has the other
sign): v <- beta v + eta g. PyTorch keeps it outside; the two differ when eta changes.

A gradient that stays g ends at the velocity eta g / (1 - beta), ten times that of SGD for a beta of
0.9; one that alternates +g, -g ends at +-eta g / (1 + beta), about half of it.
"""

from __future__ import annotations

import tensorflow as tf

from solutions.optimizers.base import Optimizer, check_fraction


class SGD(Optimizer):
    r"""Stochastic gradient descent.

    .. math:: \theta_t = \theta_{t-1} - \eta\, g_t

    Args:
        learning_rate: η, a positive number. Defaults to 0.01.

    Raises:
        ValueError: if ``learning_rate`` is not positive.

    Example:
        >>> SGD(0.1).update([tf.constant([1.0, 2.0])], [tf.constant([10.0, 0.0])])[0].numpy()
        array([0., 2.], dtype=float32)

    Reference:
        Robbins, Monro, "A Stochastic Approximation Method", 1951.
    """

    def __init__(self, learning_rate: float = 0.01):
        super().__init__(learning_rate)

    def step(self, i: int, w: tf.Tensor, g: tf.Tensor) -> tf.Tensor:
        """Return θ_t for parameter ``i``, by the equation of the class."""
        # BEGIN SOLUTION
        return w - self.lr * g
        # END SOLUTION


class Momentum(Optimizer):
    r"""Gradient descent with momentum ("heavy ball").

    .. math::
        v_t &= \beta v_{t-1} + \eta\, g_t \qquad (v_0 = 0) \\
        \theta_t &= \theta_{t-1} - v_t

    Args:
        learning_rate: η, a positive number. Defaults to 0.01.
        beta: β in [0, 1). 0 is SGD. Defaults to 0.9.

    Attributes:
        v: the velocities, by index of the parameter; a missing one is zero.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        >>> optimizer = Momentum(learning_rate=1.0, beta=0.5)
        >>> w, g = [tf.constant(0.0)], [tf.constant(1.0)]
        >>> for _ in range(3):
        ...     w = optimizer.update(w, g)
        ...     print(w[0].numpy())  # v = 1, 1.5, 1.75
        -1.0
        -2.5
        -4.25

    Reference:
        Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    """

    def __init__(self, learning_rate: float = 0.01, beta: float = 0.9):
        super().__init__(learning_rate)
        check_fraction(beta=beta)
        self.beta = beta
        self.v: dict[int, tf.Tensor] = {}

    def step(self, i: int, w: tf.Tensor, g: tf.Tensor) -> tf.Tensor:
        """Store v_t in ``self.v[i]`` and return θ_t, by the equations of the class."""
        # BEGIN SOLUTION
        self.v[i] = self.beta * self.v.get(i, 0.0) + self.lr * g
        return w - self.v[i]
        # END SOLUTION


class Nesterov(Momentum):
    r"""Nesterov's accelerated gradient, in the form that needs no gradient at another point.

    .. math::
        v_t &= \beta v_{t-1} + \eta\, g_t \qquad (v_0 = 0) \\
        \theta_t &= \theta_{t-1} - (\beta v_t + \eta\, g_t)

    The textbook form takes the gradient at the look-ahead point φ - βv. This one, which is also
    Keras' and PyTorch's, *is* the textbook form written for θ = φ - βv: the parameters that the
    caller holds, and at which the gradient is taken, are the look-ahead point.

    Args:
        learning_rate: η, a positive number. Defaults to 0.01.
        beta: β in [0, 1). 0 is SGD. Defaults to 0.9.

    Attributes:
        v: the velocities, by index of the parameter; a missing one is zero.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        >>> optimizer = Nesterov(learning_rate=1.0, beta=0.5)
        >>> optimizer.update([tf.constant(0.0)], [tf.constant(1.0)])[0].numpy()  # -(0.5 + 1)
        np.float32(-1.5)

    Reference:
        Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in
        deep learning", 2013, equations 3 and 4 (textbook form). Bengio, Boulanger-Lewandowski,
        Pascanu, "Advances in optimizing recurrent networks", 2012, arXiv:1212.0901 (this form).
    """

    def step(self, i: int, w: tf.Tensor, g: tf.Tensor) -> tf.Tensor:
        """Store v_t in ``self.v[i]`` and return θ_t, by the equations of the class."""
        # BEGIN SOLUTION
        self.v[i] = self.beta * self.v.get(i, 0.0) + self.lr * g
        return w - (self.beta * self.v[i] + self.lr * g)
        # END SOLUTION
