"""The inner loop: a few gradient steps on one task, kept differentiable."""

from __future__ import annotations

import tensorflow as tf

from solutions.maml.network import task_loss


def inner_update(
    params: list[tf.Tensor],
    x: tf.Tensor,
    y: tf.Tensor,
    alpha: float,
    steps: int = 1,
    first_order: bool = False,
) -> list[tf.Tensor]:
    """Adapt the parameters to one task by gradient descent and return the adapted ones.

    phi_0 = params,    phi_{k+1} = phi_k - alpha * grad task_loss(phi_k, x, y),    k < steps

    The result stays a function of ``params``: a tape around the call can differentiate through all
    steps. With ``first_order`` every gradient goes through ``tf.stop_gradient`` before it is used,
    so that d phi_k / d params is the identity.

    Args:
        params: ``[W_1, b_1, ...]``, tensors or variables; not modified.
        x: support inputs of shape (n, in).
        y: support targets of shape (n, out).
        alpha: inner learning rate, positive.
        steps: number of inner steps, 0 or more; 0 returns the parameters' values. Defaults to 1.
        first_order: leave out the second derivatives. Defaults to ``False``.

    Returns:
        The adapted parameters: tensors with the shapes and dtypes of ``params``.

    Raises:
        ValueError: if ``alpha`` is not positive or ``steps`` is negative.

    Example:
        >>> params = [tf.constant([[1.0]]), tf.constant([0.0])]  # f(x) = x; at x = 1 we want 3
        >>> kernel, bias = inner_update(params, [[1.0]], [[3.0]], alpha=0.1)
        >>> print(f"{float(kernel[0, 0]):.2f} {float(bias[0]):.2f}")  # gradient 2 (1 - 3) = -4
        1.40 0.40

    Reference:
        Finn et al. 2017, Section 2.2 and Algorithm 1, line 6.
    """
    if not alpha > 0:
        raise ValueError(f"alpha must be positive. Received: alpha={alpha}.")
    if steps < 0:
        raise ValueError(f"steps must be 0 or more. Received: steps={steps}.")
    # BEGIN SOLUTION
    adapted = [tf.convert_to_tensor(p) for p in params]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(adapted)
            loss = task_loss(adapted, x, y)
        gradients = tape.gradient(loss, adapted)
        if first_order:
            gradients = [tf.stop_gradient(g) for g in gradients]
        adapted = [p - alpha * g for p, g in zip(adapted, gradients, strict=True)]
    return adapted
    # END SOLUTION
