"""The three ways to limit a gradient: by value, by the norm of a tensor, by the global norm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf


def check_gradients(gradients: Sequence[Any]) -> None:
    """Refuse what is not a list of gradients with at least one that is not None.

    Args:
        gradients: list or tuple of floating point tensors or arrays; an entry may be None, as
            ``tape.gradient`` returns it for a variable that the loss does not depend on.

    Raises:
        TypeError: if ``gradients`` is not a list or a tuple (a tensor would be read row by row), or
            an entry is not floating point (an integer norm would be cut to whole numbers).
        ValueError: if it is empty or holds nothing but None.

    Example:
        >>> check_gradients([None])
        Traceback (most recent call last):
        ...
        ValueError: gradients must hold at least one tensor. Received: 1 entry, all None.
    """
    if not isinstance(gradients, (list, tuple)):
        raise TypeError(
            "gradients must be a list or tuple, one entry per variable; put a single tensor in "
            f"brackets. Received: gradients of type {type(gradients).__name__}."
        )
    if all(gradient is None for gradient in gradients):
        count = len(gradients)
        received = f"{count} {'entry' if count == 1 else 'entries'}, all None"
        raise ValueError(
            "gradients must hold at least one tensor. "
            f"Received: {received if count else 'an empty list'}."
        )
    dtypes = [
        tf.convert_to_tensor(gradient).dtype for gradient in gradients if gradient is not None
    ]
    if not all(dtype.is_floating for dtype in dtypes):
        received = ", ".join(dtype.name for dtype in dtypes)
        raise TypeError(f"gradients must be floating point. Received: dtypes {received}.")


def global_norm(gradients: Sequence[Any]) -> tf.Tensor:
    r"""Return the Euclidean norm of all gradients taken as one long vector.

    .. math:: \|g\| = \sqrt{\textstyle\sum_i \sum_k g_{i,k}^2}

    The squares are summed in float64 and the root is cast back, so a float32 gradient of 1e25
    has a finite norm although its square does not fit in float32.

    Args:
        gradients: list of tensors or arrays of any shape and one floating dtype. None entries
            are skipped.

    Returns:
        The norm, a scalar tensor of the gradients' dtype. It is Inf or NaN where an entry is, and
        Inf where the norm itself is too large for the dtype, above 3.4e38 in float32.

    Raises:
        TypeError: if ``gradients`` is not a list or a tuple, or not floating point.
        ValueError: if ``gradients`` is empty or holds nothing but None.

    Example:
        >>> float(global_norm([tf.constant([3.0, 0.0]), None, tf.constant([[4.0]])]))
        5.0

    Reference:
        Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks, 2013,
        arXiv:1211.5063, Algorithm 1, the norm in its condition.
    """
    check_gradients(gradients)
    # BEGIN SOLUTION
    tensors = [tf.convert_to_tensor(g) for g in gradients if g is not None]
    squares = [tf.reduce_sum(tf.square(tf.cast(g, tf.float64))) for g in tensors]
    return tf.cast(tf.sqrt(tf.add_n(squares)), tensors[0].dtype)
    # END SOLUTION


def clip_by_value(gradients: Sequence[Any], clip_value: float) -> list[tf.Tensor | None]:
    r"""Limit every element to the interval [-clip_value, clip_value].

    .. math:: g_k \leftarrow \min(\max(g_k, -c), c)

    Each element is clipped by itself, so the direction of the gradient changes.

    Args:
        gradients: list of tensors or arrays of any shape. None entries stay None.
        clip_value: the limit c, a positive finite number.

    Returns:
        A new list of tensors with the shapes and dtypes of ``gradients``.

    Raises:
        TypeError: if ``gradients`` is not a list or a tuple, or not floating point.
        ValueError: if ``gradients`` is empty or all None, or ``clip_value`` is not a
            positive finite number.

    Example:
        >>> [g.numpy().tolist() for g in clip_by_value([tf.constant([10.0, -15.0, 2.0])], 5.0)]
        [[5.0, -5.0, 2.0]]

    Reference:
        T. Mikolov, Statistical language models based on neural networks, PhD thesis, Brno, 2012; as
        told in Pascanu et al. 2013, arXiv:1211.5063, Section 3.2.
    """
    check_gradients(gradients)
    if not 0 < clip_value < float("inf"):
        raise ValueError(
            f"clip_value must be positive and finite. Received: clip_value={clip_value}."
        )
    # BEGIN SOLUTION
    return [None if g is None else tf.clip_by_value(g, -clip_value, clip_value) for g in gradients]
    # END SOLUTION


def clip_by_norm(gradients: Sequence[Any], clip_norm: float) -> list[tf.Tensor | None]:
    r"""Shorten each tensor on its own to a norm of at most ``clip_norm``.

    .. math:: g_i \leftarrow g_i \cdot \frac{c}{\max(\|g_i\|, c)}

    A tensor that is short enough is returned unchanged, an all-zero tensor stays zero. The
    direction within a tensor is kept; the proportions between tensors are not.

    Args:
        gradients: list of tensors or arrays of any shape. None entries stay None.
        clip_norm: the limit c, a positive finite number.

    Returns:
        A new list of tensors with the shapes and dtypes of ``gradients``.

    Raises:
        TypeError: if ``gradients`` is not a list or a tuple, or not floating point.
        ValueError: if ``gradients`` is empty or all None, or ``clip_norm`` is not a
            positive finite number.

    Example:
        >>> clipped = clip_by_norm([tf.constant([30.0, 40.0]), tf.constant([0.3, 0.4])], 5.0)
        >>> [g.numpy().round(3).tolist() for g in clipped]
        [[3.0, 4.0], [0.30000001192092896, 0.4000000059604645]]

    Reference:
        Pascanu et al. 2013, arXiv:1211.5063, Algorithm 1, tensor by tensor.
    """
    check_gradients(gradients)
    if not 0 < clip_norm < float("inf"):
        raise ValueError(f"clip_norm must be positive and finite. Received: clip_norm={clip_norm}.")
    # BEGIN SOLUTION
    return [None if g is None else clip_by_global_norm([g], clip_norm)[0][0] for g in gradients]
    # END SOLUTION


def clip_by_global_norm(
    gradients: Sequence[Any], clip_norm: float
) -> tuple[list[tf.Tensor | None], tf.Tensor]:
    r"""Shorten all gradients by one common factor to a global norm of at most ``clip_norm``.

    .. math:: g_i \leftarrow g_i \cdot \frac{c}{\max(\|g\|, c)}, \qquad \|g\| = global\_norm(g)

    Gradients that are short enough are returned unchanged and all-zero gradients stay zero. One
    factor for all keeps the direction of the whole step: it becomes shorter, nothing else.

    Args:
        gradients: list of tensors or arrays of any shape. None entries stay None.
        clip_norm: the limit c, a positive finite number.

    Returns:
        ``(clipped, norm)``: a new list of tensors with the shapes and dtypes of ``gradients``,
        and the global norm before clipping. An Inf or NaN in the gradients cannot be scaled
        away: the norm and the clipped gradients are then not finite either, so test the norm.

    Raises:
        TypeError: if ``gradients`` is not a list or a tuple, or not floating point.
        ValueError: if ``gradients`` is empty or all None, or ``clip_norm`` is not a
            positive finite number.

    Example:
        >>> clipped, norm = clip_by_global_norm([tf.constant([30.0]), tf.constant([40.0])], 5.0)
        >>> [g.numpy().tolist() for g in clipped], float(norm)
        ([[3.0], [4.0]], 50.0)

    Reference:
        Pascanu et al. 2013, arXiv:1211.5063, Algorithm 1, on all gradients as one vector.

    Note:
        The course's Chapter 5, exercise 14, divides by the square of the norm. Such a gradient
        has the norm c / ||g||: the larger it was, the smaller it becomes.
    """
    check_gradients(gradients)
    if not 0 < clip_norm < float("inf"):
        raise ValueError(f"clip_norm must be positive and finite. Received: clip_norm={clip_norm}.")
    # BEGIN SOLUTION
    norm = global_norm(gradients)
    factor = clip_norm / tf.maximum(norm, clip_norm)  # exactly 1 when short, never 0 / 0
    tensors = [None if g is None else tf.convert_to_tensor(g) for g in gradients]
    return [None if g is None else g * tf.cast(factor, g.dtype) for g in tensors], norm
    # END SOLUTION
