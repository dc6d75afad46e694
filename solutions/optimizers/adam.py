"""Momentum over an own step size for each parameter: Adam and AdamW."""

from __future__ import annotations

import tensorflow as tf

from solutions.optimizers.base import Optimizer, check_fraction, check_not_negative


class Adam(Optimizer):
    r"""Adaptive moment estimation (the lecture's ``SimpleAdam``).

    .. math::
        m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \qquad (m_0 = 0) \\
        v_t &= \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \qquad (v_0 = 0) \\
        \hat m_t &= m_t / (1 - \beta_1^t) \\
        \hat v_t &= v_t / (1 - \beta_2^t) \\
        \theta_t &= \theta_{t-1} - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}

    m and v start at zero and are therefore too small at first; dividing by 1 - βᵗ takes that
    out. The first step has length η whatever the size of the gradient.

    Args:
        learning_rate: η, a positive number. Defaults to 0.001.
        beta1: β₁ in [0, 1). Defaults to 0.9.
        beta2: β₂ in [0, 1). Defaults to 0.999.
        epsilon: ε, not negative, added to the root of the *corrected* second moment. Defaults to
            1e-8.

    Attributes:
        m: the first moments, not corrected, by index of the parameter; a missing one is zero.
        v: the second moments, likewise.
        t: the number of steps; 1 in the first one.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        >>> adam = Adam(learning_rate=0.1, epsilon=0.0)
        >>> w = adam.update([tf.constant([0.0, 0.0])], [tf.constant([5.0, -1e-3])])
        >>> w[0].numpy().round(6).tolist()
        [-0.10000000149011612, 0.10000000149011612]

    Reference:
        Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2015, arXiv:1412.6980,
        Algorithm 1.

    Note:
        Keras uses the form at the end of the paper's Section 2, which adds "epsilon hat" to the
        root of the uncorrected v: its epsilon acts as epsilon / sqrt(1 - beta2^t) does here, 31.6
        times as strong in the first step. Its default is 1e-7.
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        super().__init__(learning_rate)
        check_fraction(beta1=beta1, beta2=beta2)
        check_not_negative(epsilon=epsilon)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.m: dict[int, tf.Tensor] = {}
        self.v: dict[int, tf.Tensor] = {}

    def step(self, i: int, w: tf.Tensor, g: tf.Tensor) -> tf.Tensor:
        """Store m_t and v_t in ``self.m[i]``, ``self.v[i]`` and return θ_t, by the equations."""
        # BEGIN SOLUTION
        self.m[i] = self.beta1 * self.m.get(i, 0.0) + (1 - self.beta1) * g
        self.v[i] = self.beta2 * self.v.get(i, 0.0) + (1 - self.beta2) * tf.square(g)
        m_hat = self.m[i] / (1 - self.beta1**self.t)
        v_hat = self.v[i] / (1 - self.beta2**self.t)
        return w - self.lr * m_hat / (tf.sqrt(v_hat) + self.epsilon)
        # END SOLUTION


class AdamW(Adam):
    r"""Adam with decoupled weight decay.

    .. math::
        \theta_t = \theta_{t-1}
            - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon} - \eta \lambda\, \theta_{t-1}

    with m̂ and v̂ as in Adam. The decay does not pass through the moments: an L2 term in the loss
    would be divided by the root of v̂ as well, and so decay little where gradients are large.

    Args:
        learning_rate: η, a positive number. Defaults to 0.001.
        beta1: β₁ in [0, 1). Defaults to 0.9.
        beta2: β₂ in [0, 1). Defaults to 0.999.
        epsilon: ε, not negative, added to the root of the corrected second moment. Defaults to
            1e-8.
        weight_decay: λ, not negative. 0 is Adam. Defaults to 0.004, as in Keras.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        >>> adamw = AdamW(learning_rate=0.1, epsilon=0.0, weight_decay=0.5)
        >>> adamw.update([tf.constant(2.0)], [tf.constant(3.0)])[0].numpy()  # 2 - 0.1 - 0.1
        np.float32(1.8)

    Reference:
        Loshchilov, Hutter, "Decoupled Weight Decay Regularization", 2019, arXiv:1711.05101,
        Algorithm 2.

    Note:
        In the paper the schedule multiplies the decay and the learning rate does not. Keras and
        PyTorch multiply it by the learning rate, and so does this.
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        weight_decay: float = 0.004,
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon)
        check_not_negative(weight_decay=weight_decay)
        self.weight_decay = weight_decay

    def step(self, i: int, w: tf.Tensor, g: tf.Tensor) -> tf.Tensor:
        """Do Adam's step (``super().step``), take off the decay of the old ``w``, return θ_t."""
        # BEGIN SOLUTION
        return super().step(i, w, g) - self.lr * self.weight_decay * w
        # END SOLUTION
