"""Weight decay beside the optimiser, not inside its gradient."""

from __future__ import annotations

import tensorflow as tf

from solutions.regularization.proximal import check_step


def decoupled_decay_step(
    w: tf.Tensor, update: tf.Tensor, learning_rate: float, decay: float
) -> tf.Tensor:
    """Return the weights after an optimiser's step with decoupled weight decay.

    w <- w - learning_rate * (update + decay * w)

    ``update`` is the direction that the optimiser makes of the loss gradient alone: the gradient
    for SGD, m_hat / (sqrt(v_hat) + epsilon) for Adam. For SGD this equals an L2 penalty with
    l2 = decay / 2. For Adam it does not: there the penalty's gradient would be divided by
    sqrt(v_hat), so that weights with large gradients would decay less.

    Args:
        w: weights before the step, float tensor of any shape.
        update: the optimiser's direction, of the shape of ``w``.
        learning_rate: positive.
        decay: 0 or more; multiplied by the learning rate.

    Returns:
        New weights of the shape and dtype of ``w``.

    Raises:
        ValueError: if ``learning_rate`` is not positive, ``decay`` is negative, or the shapes
            differ.

    Example:
        >>> decoupled_decay_step([2.0], [1.0], learning_rate=0.5, decay=0.25).numpy().tolist()
        [1.25]

    Reference:
        Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019,
        arXiv:1711.05101, Algorithm 2. In the paper the decay is multiplied by the schedule only;
        here, as in Keras' and PyTorch's AdamW, by the learning rate.
    """
    w, update = check_step(w, update, learning_rate, decay)
    # BEGIN SOLUTION
    return w - learning_rate * (update + decay * w)
    # END SOLUTION
