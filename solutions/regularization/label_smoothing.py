"""Label smoothing: targets that do not ask for certainty."""

from __future__ import annotations

import tensorflow as tf


def smooth_labels(one_hot: tf.Tensor, smoothing: float) -> tf.Tensor:
    """Mix one-hot labels with the uniform distribution over the classes.

    y_smooth = (1 - smoothing) * y + smoothing / K

    Args:
        one_hot: labels of shape (..., K), float; each row sums to 1.
        smoothing: share of the uniform distribution, in [0, 1).

    Returns:
        Tensor of the shape and dtype of ``one_hot``; each row still sums to 1.

    Raises:
        ValueError: if ``smoothing`` is outside [0, 1).
        TypeError: if ``one_hot`` holds integers.

    Example:
        >>> smooth_labels([[0.0, 1.0, 0.0, 0.0]], smoothing=0.5).numpy().tolist()
        [[0.125, 0.625, 0.125, 0.125]]

    Reference:
        Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", CVPR 2016,
        arXiv:1512.00567, Section 7.
    """
    if not 0 <= smoothing < 1:
        raise ValueError(f"smoothing must be in [0, 1). Received: smoothing={smoothing}.")
    one_hot = tf.convert_to_tensor(one_hot)
    if not one_hot.dtype.is_floating:
        raise TypeError(
            "one_hot must hold floats, one row of K for each label; tf.one_hot makes them of "
            f"integer labels. Received: dtype {one_hot.dtype.name}."
        )
    # BEGIN SOLUTION
    return (1 - smoothing) * one_hot + smoothing / one_hot.shape[-1]
    # END SOLUTION
