"""Orthogonal weights: lengths and angles survive a layer exactly."""

from __future__ import annotations

import math

import keras
import tensorflow as tf


def orthogonal_matrix(rows: int, columns: int, seed=None, dtype: str = "float32") -> tf.Tensor:
    """Return a random matrix with orthonormal columns, or rows where there are fewer of them.

    Q of the QR decomposition of a tall matrix of N(0, 1) numbers, its columns multiplied by the
    signs of the diagonal of R (without which Q would not be uniformly distributed); transposed
    if rows < columns. So Q^T Q = I for rows >= columns, Q Q^T = I else.

    Args:
        rows: at least 1.
        columns: at least 1.
        seed: as in ``draw_weights``. Defaults to ``None``.
        dtype: floating type. Defaults to float32.

    Returns:
        A tensor of shape (rows, columns).

    Raises:
        ValueError: if a dimension is below 1.

    Example:
        >>> q = orthogonal_matrix(4, 2, seed=0, dtype="float64").numpy()
        >>> (q.T @ q).round(12).tolist()
        [[1.0, 0.0], [0.0, 1.0]]

    Reference:
        A. Saxe et al., Exact solutions to the nonlinear dynamics of learning in deep linear neural
        networks, 2014, arXiv:1312.6120. The signs: F. Mezzadri, How to generate random matrices
        from the classical compact groups, 2007, arXiv:math-ph/0609050, section 5.
    """
    if min(rows, columns) < 1:
        raise ValueError(
            f"rows and columns must be at least 1. Received: rows={rows}, columns={columns}."
        )
    # BEGIN SOLUTION
    tall = (max(rows, columns), min(rows, columns))
    q, r = tf.linalg.qr(keras.random.normal(tall, dtype=dtype, seed=seed))
    q = q * tf.sign(tf.linalg.diag_part(r))
    return q if rows >= columns else tf.transpose(q)
    # END SOLUTION


@keras.saving.register_keras_serializable(package="initializers")
class Orthogonal(keras.initializers.Initializer):
    """Orthogonal initializer: ``gain`` times an orthogonal matrix.

    A convolution kernel (..., c_in, c_out) is filled as the matrix (prod(shape[:-1]), c_out), as in
    Keras.

    Args:
        gain: factor, positive and finite. Defaults to 1; sqrt(2) suits ReLU.
        seed: integer, ``keras.random.SeedGenerator`` or ``None``, as in ``ScaledInitializer``.
            Defaults to ``None``.

    Raises:
        ValueError: if ``gain`` is not positive and finite.

    Example:
        >>> Orthogonal(seed=0)((3, 3, 4, 8)).shape
        TensorShape([3, 3, 4, 8])

    Reference:
        A. Saxe et al., 2014, arXiv:1312.6120; see ``orthogonal_matrix``.
    """

    def __init__(self, gain: float = 1.0, seed=None):
        if not 0 < gain < math.inf:
            raise ValueError(f"gain must be positive and finite. Received: gain={gain}.")
        if isinstance(seed, dict):
            seed = keras.saving.deserialize_keras_object(seed)
        self.gain = gain
        self.seed = seed

    def __call__(self, shape, dtype=None):
        """Draw a weight.

        Args:
            shape: at least two dimensions.
            dtype: floating type. Defaults to ``keras.config.floatx()``.

        Returns:
            A tensor of this shape.

        Raises:
            ValueError: if the shape has fewer than two dimensions.
        """
        if len(shape) < 2:
            raise ValueError(f"shape must have at least two dimensions. Received: shape={shape}.")
        dtype = dtype or keras.config.floatx()
        # BEGIN SOLUTION
        matrix = orthogonal_matrix(math.prod(shape[:-1]), shape[-1], self.seed, dtype)
        return self.gain * tf.reshape(matrix, shape)
        # END SOLUTION

    def get_config(self) -> dict:
        """Return the arguments, so that a saved layer can be loaded."""
        return {"gain": self.gain, "seed": keras.saving.serialize_keras_object(self.seed)}
