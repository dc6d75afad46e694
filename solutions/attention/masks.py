"""Who may read whom: boolean masks, True = may attend."""

from __future__ import annotations

import tensorflow as tf


def check_mask(mask: tf.Tensor | None) -> tf.Tensor | None:
    """Return a mask as a tensor; refuse one that is not boolean, which 0 and 1 would be.

    Args:
        mask: boolean, True = may attend; or ``None``, no mask.

    Returns:
        A boolean tensor, or ``None``.

    Raises:
        TypeError: if the mask is not boolean.

    Example:
        >>> check_mask([True, False]).dtype
        tf.bool
    """
    if mask is None:
        return None
    mask = tf.convert_to_tensor(mask)
    if mask.dtype != tf.bool:
        raise TypeError(f"mask must be boolean, True = may attend. Received: {mask.dtype}.")
    return mask


def causal_mask(length: int) -> tf.Tensor:
    """Return the mask under which position i sees positions 0 ... i, itself included.

    mask[i, j] = (j <= i)

    Args:
        length: number of positions T, at least 1.

    Returns:
        Boolean tensor of shape (T, T): rows are queries, columns are keys.

    Raises:
        ValueError: if ``length`` is less than 1.

    Example:
        >>> causal_mask(3).numpy().astype(int).tolist()
        [[1, 0, 0], [1, 1, 0], [1, 1, 1]]

    Reference:
        Vaswani et al. 2017, Section 3.2.3: the decoder's self-attention.
    """
    if length < 1:
        raise ValueError(f"length must be at least 1. Received: length={length}.")
    # BEGIN SOLUTION
    position = tf.range(length)
    return position[None, :] <= position[:, None]
    # END SOLUTION


def padding_mask(lengths: tf.Tensor, max_length: int) -> tf.Tensor:
    """Return the mask that hides the padding behind the end of each sequence.

    mask[b, 0, j] = (j < lengths[b])

    Combine it with a causal mask by ``&``: both must allow.

    Args:
        lengths: integers of shape (batch,), the true length of each sequence, 0 ... max_length.
        max_length: number of positions T of the padded batch, at least 1.

    Returns:
        Boolean tensor of shape (batch, 1, T): the 1 stands for all queries.

    Raises:
        ValueError: if ``max_length`` is less than 1 or a length lies outside 0 ... max_length.

    Example:
        >>> padding_mask([1, 3], 3).numpy().astype(int).tolist()
        [[[1, 0, 0]], [[1, 1, 1]]]

    Note:
        The lengths are looked at, so this is to be called outside of a ``tf.function``.
    """
    lengths = tf.convert_to_tensor(lengths)
    if max_length < 1 or bool(tf.reduce_any((lengths < 0) | (lengths > max_length))):
        raise ValueError(
            "max_length must be at least 1 and every length in 0 ... max_length. "
            f"Received: lengths={lengths.numpy().tolist()}, max_length={max_length}."
        )
    # BEGIN SOLUTION
    position = tf.range(max_length, dtype=lengths.dtype)
    return position[None, None, :] < lengths[:, None, None]
    # END SOLUTION
