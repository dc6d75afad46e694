"""Scaled dot-product attention with a mask."""

from __future__ import annotations

import tensorflow as tf

from solutions.attention.masks import check_mask


def scaled_dot_product_attention(
    q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, mask: tf.Tensor | None = None
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the attention output and the attention weights.

    weights = softmax(q k^T / sqrt(d_k)) over the keys,    output = weights v

    Where the mask is False the weight is exactly 0 and the rest of the row sums to 1. A row with
    nothing to attend to gets weights 0 and output 0, and passes no gradient: never NaN.

    Args:
        q: queries of shape (..., T_q, d_k), float32 or float64.
        k: keys of shape (..., T_k, d_k).
        v: values of shape (..., T_k, d_v).
        mask: boolean, broadcastable to (..., T_q, T_k); True = the query may attend to the key.
            Defaults to ``None``: every query attends to all keys.

    Returns:
        The output of shape (..., T_q, d_v) and the weights of shape (..., T_q, T_k).

    Raises:
        ValueError: if the widths of ``q`` and ``k`` or the lengths of ``k`` and ``v`` differ.
        TypeError: if the mask is not boolean.

    Example:
        >>> q = tf.constant([[0.0, 0.0]])
        >>> k = v = tf.constant([[1.0, 0.0], [0.0, 1.0], [5.0, 5.0]])
        >>> output, weights = scaled_dot_product_attention(q, k, v, [[True, True, False]])
        >>> weights.numpy().tolist(), output.numpy().tolist()
        ([[0.5, 0.5, 0.0]], [[0.5, 0.5]])

    Reference:
        Vaswani et al. 2017, Eq. 1.

    Note:
        Conventions differ: Keras' ``attention_mask`` and PyTorch's boolean ``attn_mask`` of
        ``scaled_dot_product_attention`` also mean True = may attend; PyTorch's
        ``MultiheadAttention`` and ``key_padding_mask`` mean the opposite. Code that adds -1e9 to
        masked scores gives a fully masked row uniform weights; with -inf it gives NaN.
    """
    q, k, v = (tf.convert_to_tensor(part) for part in (q, k, v))
    if q.shape[-1] != k.shape[-1] or k.shape[-2] != v.shape[-2]:
        raise ValueError(
            "q and k must have the same width, k and v the same length. Received shapes: "
            f"q={tuple(q.shape)}, k={tuple(k.shape)}, v={tuple(v.shape)}."
        )
    mask = check_mask(mask)
    # BEGIN SOLUTION
    scale = tf.sqrt(tf.cast(tf.shape(k)[-1], q.dtype))
    scores = tf.matmul(q, k, transpose_b=True) / scale  # (..., T_q, T_k)
    if mask is not None:
        scores = tf.where(mask, scores, scores.dtype.min)
    weights = tf.nn.softmax(scores, axis=-1)
    if mask is not None:
        weights = tf.where(mask, weights, 0)  # a row without any key is uniform until here
    return tf.matmul(weights, v), weights
    # END SOLUTION
