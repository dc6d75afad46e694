"""Glorot, He and LeCun as Keras initializers."""

from __future__ import annotations

import keras

from solutions.initializers.fans import compute_fans
from solutions.initializers.sampling import check_distribution, draw_weights
from solutions.initializers.variance import glorot_variance, he_variance, lecun_variance


class ScaledInitializer(keras.initializers.Initializer):
    """Base of the three schemes: draws weights whose variance follows from their fans.

    W ~ a distribution of mean 0 and variance ``variance(*compute_fans(shape))``; a subclass defines
    ``variance(fan_in, fan_out)``.

    Args:
        distribution: "uniform", "normal" (not truncated) or "truncated_normal" (cut at two
            standard deviations, widened so that the variance is right; what Keras calls normal).
            Defaults to "truncated_normal". See ``draw_weights``.
        seed: integer, ``keras.random.SeedGenerator`` or ``None``, as in ``draw_weights``. Defaults
            to ``None``.

    Raises:
        ValueError: if ``distribution`` is unknown.

    Example:
        >>> class One(ScaledInitializer):
        ...     def variance(self, fan_in, fan_out):
        ...         return 1.0
        >>> One("uniform", seed=0)((2, 3)).shape
        TensorShape([2, 3])

    Reference:
        Keras' ``VarianceScaling``, which does the same for variances of the form scale / fan.

    Note:
        With an integer seed, two weights of one shape get the same values, as with Keras' own
        initializers. Give each layer its own seed, or share a ``SeedGenerator``.
    """

    def __init__(self, distribution: str = "truncated_normal", seed=None):
        if isinstance(seed, dict):
            seed = keras.saving.deserialize_keras_object(seed)
        check_distribution(distribution)
        self.distribution = distribution
        self.seed = seed

    def variance(self, fan_in: int, fan_out: int) -> float:
        """Return the variance of a weight with these fans."""
        raise NotImplementedError("define variance(fan_in, fan_out) in the subclass")

    def __call__(self, shape, dtype=None):
        """Draw a weight: fans, then ``self.variance``, then ``draw_weights``.

        Args:
            shape: the shape of the weight.
            dtype: floating type. Defaults to ``keras.config.floatx()``.

        Returns:
            A tensor of this shape.

        Raises:
            ValueError: if a dimension is below 1.
        """
        # BEGIN SOLUTION
        variance = self.variance(*compute_fans(shape))
        return draw_weights(shape, variance, self.distribution, self.seed, dtype)
        # END SOLUTION

    def get_config(self) -> dict:
        """Return the arguments, so that a saved layer can be loaded."""
        return {
            "distribution": self.distribution,
            "seed": keras.saving.serialize_keras_object(self.seed),
        }


@keras.saving.register_keras_serializable(package="initializers")
class Glorot(ScaledInitializer):
    """Glorot (Xavier): variance 2 / (fan_in + fan_out), for tanh and linear layers.

    Args:
        distribution: as in ``ScaledInitializer``. Defaults to "truncated_normal".
        seed: as in ``ScaledInitializer``; mind the note there. Defaults to ``None``.

    Raises:
        ValueError: if ``distribution`` is unknown.

    Example:
        >>> kernel = Glorot("uniform", seed=0)((100, 200))
        >>> bool(abs(kernel.numpy()).max() <= (6 / 300) ** 0.5)
        True

    Reference:
        X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
        networks, 2010, equations 12 and 16.
    """

    def variance(self, fan_in: int, fan_out: int) -> float:
        """Return ``glorot_variance(fan_in, fan_out)``."""
        return glorot_variance(fan_in, fan_out)


@keras.saving.register_keras_serializable(package="initializers")
class He(ScaledInitializer):
    """He (Kaiming): variance 2 / fan_in, for ReLU layers.

    Args:
        distribution: as in ``ScaledInitializer``. Defaults to "truncated_normal".
        seed: as in ``ScaledInitializer``; mind the note there. Defaults to ``None``.

    Raises:
        ValueError: if ``distribution`` is unknown.

    Example:
        >>> He("normal", seed=0)((3, 3, 16, 32)).shape
        TensorShape([3, 3, 16, 32])

    Reference:
        K. He et al., Delving deep into rectifiers, 2015, arXiv:1502.01852, equation 10.
    """

    def variance(self, fan_in: int, fan_out: int) -> float:
        """Return ``he_variance(fan_in)``."""
        return he_variance(fan_in)


@keras.saving.register_keras_serializable(package="initializers")
class LeCun(ScaledInitializer):
    """LeCun: variance 1 / fan_in, for linear and self-normalising layers.

    Args:
        distribution: as in ``ScaledInitializer``. Defaults to "truncated_normal".
        seed: as in ``ScaledInitializer``; mind the note there. Defaults to ``None``.

    Raises:
        ValueError: if ``distribution`` is unknown.

    Example:
        >>> LeCun(seed=0)((10, 5), dtype="float64").dtype.name
        'float64'

    Reference:
        Y. LeCun et al., Efficient backprop, 1998, section 4.6.
    """

    def variance(self, fan_in: int, fan_out: int) -> float:
        """Return ``lecun_variance(fan_in)``."""
        return lecun_variance(fan_in)
