"""Spectral normalisation: a dense layer that stretches no direction by more than one."""

from __future__ import annotations

import tensorflow as tf


def power_iteration(kernel: tf.Tensor, u: tf.Tensor, steps: int = 1) -> tuple[tf.Tensor, tf.Tensor]:
    """Estimate the largest singular value of a kernel.

    repeat: v = K u / ||K u||,  u = K^T v / ||K^T v||;    sigma = v . K u

    v and u are constants to a tape (``tf.stop_gradient``), so d sigma / d K = v u^T.

    The error shrinks by the factor (sigma_2 / sigma_1)^2 in each step. u is kept from one training
    step to the next, so that one iteration a step follows the kernel; where the largest singular
    values lie close together it lags behind, and sigma is too small.

    Args:
        kernel: shape (..., out): a dense kernel (in, out), or a convolution's, whose leading axes
            are taken together to one.
        u: start vector of shape (out,), not orthogonal to the first right singular vector; a
            random one is not.
        steps: 1 or more. Defaults to 1.

    Returns:
        sigma, a scalar, and the new u of shape (out,). A kernel of zeros has sigma 0 and u 0.

    Raises:
        ValueError: if ``steps`` is less than 1 or ``u`` does not fit the kernel.

    Example:
        >>> sigma, u = power_iteration(tf.constant([[3.0, 0.0], [0.0, 1.0]]), [1.0, 1.0], steps=20)
        >>> f"{sigma:.3f}", u.numpy().round(3).tolist()
        ('3.000', [1.0, 0.0])

    Reference:
        Miyato et al., "Spectral Normalization for Generative Adversarial Networks", ICLR 2018,
        arXiv:1802.05957, Algorithm 1; their W is the transpose of this kernel.
    """
    kernel = tf.convert_to_tensor(kernel)
    u = tf.cast(u, kernel.dtype)
    if steps < 1 or u.shape != (kernel.shape[-1],):
        raise ValueError(
            f"steps must be at least 1 and u of shape ({kernel.shape[-1]},), the kernel's outputs. "
            f"Received: steps={steps}, u of shape {tuple(u.shape)}."
        )
    # BEGIN SOLUTION
    K = tf.reshape(kernel, (-1, kernel.shape[-1]))  # (in, out)
    for _ in range(steps):
        v = tf.linalg.matvec(K, u)
        v = tf.stop_gradient(tf.math.divide_no_nan(v, tf.norm(v)))
        u = tf.linalg.matvec(K, v, transpose_a=True)
        u = tf.stop_gradient(tf.math.divide_no_nan(u, tf.norm(u)))
    sigma = tf.tensordot(v, tf.linalg.matvec(K, u), axes=1)
    return sigma, u
    # END SOLUTION


def spectral_normalize(
    kernel: tf.Tensor, u: tf.Tensor, steps: int = 1
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the kernel divided by its largest singular value, and the u to go on with.

    kernel / sigma,    sigma and u from ``power_iteration``

    The gradient goes through sigma too: making the whole kernel longer, a move along K itself,
    changes nothing. A kernel of zeros stays zero.

    Args:
        kernel: shape (..., out).
        u: start vector of shape (out,).
        steps: power iterations, 1 or more. Defaults to 1.

    Returns:
        The normalised kernel, of the shape and dtype of ``kernel``, and u of shape (out,).

    Raises:
        ValueError: as ``power_iteration``.

    Example:
        >>> kernel, u = spectral_normalize(tf.constant([[3.0, 0.0], [0.0, 1.0]]), [1.0, 1.0], 20)
        >>> [f"{entry:.3f}" for entry in kernel.numpy().ravel()]
        ['1.000', '0.000', '0.000', '0.333']

    Reference:
        Miyato et al. 2018, Eq. 8.
    """
    # BEGIN SOLUTION
    sigma, u = power_iteration(kernel, u, steps)
    return tf.math.divide_no_nan(kernel, sigma), u
    # END SOLUTION
