"""The outer loop: the meta-loss over tasks, its gradient, and the step on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from solutions.maml.inner import inner_update
from solutions.maml.network import task_loss
from solutions.maml.sinusoids import Task


def meta_loss(
    params: list[tf.Tensor],
    tasks: Sequence[Task],
    alpha: float,
    steps: int = 1,
    first_order: bool = False,
) -> tf.Tensor:
    """Return the query loss after adaptation, averaged over the tasks.

    J = mean over tasks of task_loss(phi, x_query, y_query),
    phi = inner_update(params, x_support, y_support, alpha, steps, first_order)

    Every task starts from the same ``params``. ``first_order`` changes the gradient of the result,
    never its value.

    Args:
        params: the meta-parameters ``[W_1, b_1, ...]``.
        tasks: one or more (x_support, y_support, x_query, y_query).
        alpha: inner learning rate, positive.
        steps: inner steps, 0 or more. Defaults to 1.
        first_order: passed on to ``inner_update``. Defaults to ``False``.

    Returns:
        A scalar tensor.

    Raises:
        ValueError: if there is no task, or ``inner_update`` refuses ``alpha`` or ``steps``.

    Example:
        >>> task = Task([[1.0]], [[3.0]], [[1.0]], [[3.0]])
        >>> params = [tf.constant([[1.0]]), tf.constant([0.0])]
        >>> print(f"{float(meta_loss(params, [task], alpha=0.1)):.2f}")  # (1.4 + 0.4 - 3)^2
        1.44

    Reference:
        Finn et al. 2017, Section 2.2. The paper sums over the tasks; here they are averaged, so
        that beta does not depend on how many there are.
    """
    if len(tasks) == 0:
        raise ValueError("tasks must hold at least one task. Received: none.")
    # BEGIN SOLUTION
    losses = []
    for x_support, y_support, x_query, y_query in tasks:
        adapted = inner_update(params, x_support, y_support, alpha, steps, first_order)
        losses.append(task_loss(adapted, x_query, y_query))
    return tf.reduce_mean(losses)
    # END SOLUTION


def meta_gradient(
    params: list[tf.Tensor],
    tasks: Sequence[Task],
    alpha: float,
    steps: int = 1,
    first_order: bool = False,
) -> list[tf.Tensor]:
    """Return the gradient of the meta-loss with respect to the meta-parameters.

    Second order: d meta_loss / d params through every inner step. First order: the query gradient
    at the adapted parameters, taken as if these did not depend on ``params``.

    Args:
        params: the meta-parameters, tensors or variables; not modified.
        tasks: one or more (x_support, y_support, x_query, y_query).
        alpha: inner learning rate, positive.
        steps: inner steps; with 0 this is the ordinary gradient of the query loss. Defaults to 1.
        first_order: leave out the second derivatives. Defaults to ``False``.

    Returns:
        One tensor for each parameter, of its shape and dtype, averaged over the tasks.

    Raises:
        ValueError: where ``meta_loss`` does.

    Example:
        >>> task = Task([[1.0]], [[3.0]], [[1.0]], [[3.0]])
        >>> params = [tf.constant([[1.0]]), tf.constant([0.0])]
        >>> kernel, bias = meta_gradient(params, [task], alpha=0.1)
        >>> print(f"{float(kernel[0, 0]):.2f} {float(bias[0]):.2f}")
        -1.44 -1.44
        >>> kernel, bias = meta_gradient(params, [task], alpha=0.1, first_order=True)
        >>> print(f"{float(kernel[0, 0]):.2f} {float(bias[0]):.2f}")  # 2 (1.4 + 0.4 - 3)
        -2.40 -2.40

    Reference:
        Finn et al. 2017, Algorithm 1, line 8; the first-order approximation is in Section 5.2.
    """
    # BEGIN SOLUTION
    params = [tf.convert_to_tensor(p) for p in params]
    with tf.GradientTape() as tape:
        tape.watch(params)
        loss = meta_loss(params, tasks, alpha, steps, first_order)
    return tape.gradient(loss, params)
    # END SOLUTION


def meta_step(params: list[tf.Tensor], gradient: list[tf.Tensor], beta: float) -> list[tf.Tensor]:
    """Return the meta-parameters after one step against the meta-gradient.

    theta <- theta - beta * gradient

    Args:
        params: the meta-parameters; not modified.
        gradient: one tensor for each parameter, of its shape.
        beta: outer learning rate, positive.

    Returns:
        New tensors with the shapes and dtypes of ``params``.

    Raises:
        ValueError: if ``beta`` is not positive, or the two lists differ in length or in a shape.

    Example:
        >>> [p.numpy().tolist() for p in meta_step([tf.constant([1.0])], [tf.constant([4.0])], 0.5)]
        [[-1.0]]
    """
    if not beta > 0:
        raise ValueError(f"beta must be positive. Received: beta={beta}.")
    if len(params) != len(gradient):
        raise ValueError(
            "gradient must hold one tensor for each parameter. "
            f"Received: {len(params)} parameters, {len(gradient)} gradients."
        )
    shapes = [[tuple(np.shape(tensor)) for tensor in tensors] for tensors in (params, gradient)]
    if shapes[0] != shapes[1]:
        raise ValueError(
            "each gradient must have the shape of its parameter. "
            f"Received: parameters {shapes[0]}, gradients {shapes[1]}."
        )
    # BEGIN SOLUTION
    return [p - beta * g for p, g in zip(params, gradient, strict=True)]
    # END SOLUTION


class MAML:
    """The meta-parameters with the two learning rates that belong to them.

    The lecture's ``MAML`` calls ``adapt`` ``inner_loop_update`` and ``update`` ``meta_update``.

    Args:
        params: the start of meta-training, ``[W_1, b_1, ...]``.
        alpha: inner learning rate, positive. Defaults to 0.01.
        beta: outer learning rate, positive. Defaults to 0.001.
        steps: inner steps of meta-training, 0 or more. Defaults to 1.
        first_order: use the first-order meta-gradient. Defaults to ``False``.

    Raises:
        ValueError: if a learning rate is not positive or ``steps`` is negative.

    Example:
        >>> task = Task([[1.0]], [[3.0]], [[1.0]], [[3.0]])
        >>> maml = MAML([tf.constant([[1.0]]), tf.constant([0.0])], alpha=0.1, beta=0.5)
        >>> maml.update([task])
        >>> kernel, bias = maml.params  # 1 + 0.5 * 1.44, 0 + 0.5 * 1.44
        >>> print(f"{float(kernel[0, 0]):.2f} {float(bias[0]):.2f}")
        1.72 0.72

    Reference:
        Finn et al. 2017, Algorithm 1.
    """

    def __init__(
        self,
        params: list[tf.Tensor],
        alpha: float = 0.01,
        beta: float = 0.001,
        steps: int = 1,
        first_order: bool = False,
    ):
        if not (alpha > 0 and beta > 0):
            raise ValueError(
                f"alpha and beta must be positive. Received: alpha={alpha}, beta={beta}."
            )
        if steps < 0:
            raise ValueError(f"steps must be 0 or more. Received: steps={steps}.")
        self.params = [tf.convert_to_tensor(p) for p in params]
        self.alpha = alpha
        self.beta = beta
        self.steps = steps
        self.first_order = first_order
        # Compiled once: rates, steps and order are Python values, so changing one retraces.
        self.compiled_gradient = tf.function(meta_gradient)

    def adapt(self, x: tf.Tensor, y: tf.Tensor, steps: int | None = None) -> list[tf.Tensor]:
        """Return parameters adapted to one task; ``self.params`` stays as it is.

        Args:
            x: support inputs of shape (n, in).
            y: support targets of shape (n, out).
            steps: number of inner steps, 0 or more. Defaults to ``self.steps``.

        Returns:
            The adapted parameters, as ``inner_update`` returns them.
        """
        # BEGIN SOLUTION
        steps = self.steps if steps is None else steps
        return inner_update(self.params, x, y, self.alpha, steps)
        # END SOLUTION

    def update(self, tasks: Sequence[Task]) -> None:
        """Make one meta-step on these tasks and store the result in ``self.params``.

        Args:
            tasks: one or more (x_support, y_support, x_query, y_query).

        ``self.compiled_gradient`` is ``meta_gradient`` with the same arguments, compiled: use it.
        """
        # BEGIN SOLUTION
        gradient = self.compiled_gradient(
            self.params, tasks, self.alpha, self.steps, self.first_order
        )
        self.params = meta_step(self.params, gradient, self.beta)
        # END SOLUTION
