"""Activation functions: values and derivatives that hold at any scale, and what they preserve.

Theory of operation
-------------------
Every function here takes an array and returns an array of the same shape and floating type
(integers become float64); its derivative is the function named ``<name>_derivative``. All are
finite and silent for |x| up to 1e4 in float32: exponentials only ever see arguments <= 0, and
sigma(1 - sigma) or 1 - tanh^2, which round to 0 for large x, are written with exponentials
instead.

What an activation does to a gradient in a deep network is two numbers under z ~ N(0, 1):

    E[f(z)^2]    what passes forwards,     E[f'(z)^2]    what passes backwards.

Weights of variance 1 / (n E[f^2]) keep the size of the signal; every layer then multiplies the
squared norm of the gradient by E[f'^2] / E[f^2], the *gradient gain*. It is exactly 1 for ReLU,
0.15 for the sigmoid.

``floating.py``      the type rule
``saturating.py``    sigmoid, tanh
``rectifiers.py``    ReLU, Leaky ReLU, ELU
``prelu.py``         PReLU, and its derivative by the slope
``smooth.py``        Swish (SiLU), GELU (exact, and the tanh form)
``softmax.py``       softmax, its Jacobian, and the product of Jacobian and vector
``preservation.py``  the two numbers, the gain, and a gradient sent through random layers
``matrix.py``        the performance matrix, the ranking and the recommendation
``timing.py``        how long sigmoid and ReLU take
``demo.py``          the comparison of script 04, with training on the digits
"""

from solutions.activations.floating import as_floating
from solutions.activations.matrix import (
    ACTIVATIONS,
    Activation,
    Performance,
    Recommendation,
    performance_matrix,
    rank_by_preservation,
    recommend,
)
from solutions.activations.prelu import prelu, prelu_alpha_derivative, prelu_derivative
from solutions.activations.preservation import (
    gaussian_mean,
    gradient_gain,
    gradient_through_depth,
    mean_squared_derivative,
)
from solutions.activations.rectifiers import (
    elu,
    elu_derivative,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
)
from solutions.activations.saturating import sigmoid, sigmoid_derivative, tanh, tanh_derivative
from solutions.activations.smooth import (
    gelu,
    gelu_derivative,
    gelu_tanh,
    gelu_tanh_derivative,
    swish,
    swish_derivative,
)
from solutions.activations.softmax import softmax, softmax_jacobian, softmax_jvp

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "Performance",
    "Recommendation",
    "as_floating",
    "elu",
    "elu_derivative",
    "gaussian_mean",
    "gelu",
    "gelu_derivative",
    "gelu_tanh",
    "gelu_tanh_derivative",
    "gradient_gain",
    "gradient_through_depth",
    "leaky_relu",
    "leaky_relu_derivative",
    "mean_squared_derivative",
    "performance_matrix",
    "prelu",
    "prelu_alpha_derivative",
    "prelu_derivative",
    "rank_by_preservation",
    "recommend",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "softmax",
    "softmax_jacobian",
    "softmax_jvp",
    "swish",
    "swish_derivative",
    "tanh",
    "tanh_derivative",
]
