"""Weight initialization: a variance for the weights, a distribution that has it, and the proof.

Theory of operation
-------------------
For z = W h with n_in inputs, independent weights of mean 0 and variance v:

    Var(z) = n_in v E[h^2]   forwards,       Var(dL/dh) = n_out v Var(dL/dz)   backwards.

LeCun takes v = 1/n_in (forwards, linear units), He v = 2/n_in (ReLU halves E[h^2]), Glorot
v = 2/(n_in + n_out), the harmonic mean of 1/n_in and 1/n_out, between forwards and backwards. A
variance is turned into numbers by one of three distributions, whose standard deviation is exactly
sqrt(v): "uniform" on [-sqrt(3 v), sqrt(3 v)]; "normal", not truncated; "truncated_normal", cut at
two standard deviations and widened by 1/0.8796 to make up for what was cut off, which is what
Keras' ``HeNormal`` and the like do.

An orthogonal matrix preserves lengths exactly, not on average. LSUV starts from one in each layer
and rescales it until the layer's measured output has variance 1.

``fans.py``         fan-in and fan-out of a kernel (the convention of Keras)
``variance.py``     the three variances, as pure functions
``sampling.py``     weights of a given variance, in the three distributions
``schemes.py``      Glorot, He, LeCun as Keras initializers
``orthogonal.py``   the orthogonal matrix, and its Keras initializer
``lsuv.py``         layer-sequential unit variance
``propagation.py``  variances layer by layer, forwards and backwards
``demo.py``         the comparison of script 05
"""

from solutions.initializers.fans import compute_fans
from solutions.initializers.lsuv import (
    LayerReport,
    check_target,
    lsuv,
    output_variance,
    scale_to_unit_variance,
)
from solutions.initializers.orthogonal import Orthogonal, orthogonal_matrix
from solutions.initializers.propagation import Propagation, variance_propagation
from solutions.initializers.sampling import check_distribution, draw_weights, truncated_normal_std
from solutions.initializers.schemes import Glorot, He, LeCun, ScaledInitializer
from solutions.initializers.variance import glorot_variance, he_variance, lecun_variance

__all__ = [
    "Glorot",
    "He",
    "LayerReport",
    "LeCun",
    "Orthogonal",
    "Propagation",
    "ScaledInitializer",
    "check_distribution",
    "check_target",
    "compute_fans",
    "draw_weights",
    "glorot_variance",
    "he_variance",
    "lecun_variance",
    "lsuv",
    "orthogonal_matrix",
    "output_variance",
    "scale_to_unit_variance",
    "truncated_normal_std",
    "variance_propagation",
]
