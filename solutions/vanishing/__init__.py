"""Vanishing gradients: why depth starves the early layers, and how to measure it.

Theory of operation
-------------------
A network of L layers computes z_l = W_l h_{l-1} + b_l, h_l = f(z_l). The chain rule carries the
error back through one Jacobian a layer,

    dL/dh_{l-1} = W_l^T (f'(z_l) * dL/dh_l),

so that after L layers ||dL/dh_0|| <= (gain * sup|f'|)^L ||dL/dh_L||, where ``gain`` bounds the
spectral norm of every W_l. The well-known 0.25^L is this bound for the sigmoid with gain 1; it says
nothing about a network whose weights amplify. What a network really does is measured: one gradient
norm for each kernel, and a line through their logarithms, whose slope is the factor per layer.

``attenuation.py``  sup|f'| of an activation function, and the bound after L layers
``chain.py``        the chain rule on a chain of scalars, factor by factor
``network.py``      a deep network, seeded layer by layer
``norms.py``        one gradient norm for each kernel (biases do not count as layers)
``decay.py``        the factor per layer, fitted to those norms
``demo.py``         the four-panel analysis, and the course's numbers measured
"""

from solutions.vanishing.attenuation import attenuation_bound, max_derivative
from solutions.vanishing.chain import chain_gradient
from solutions.vanishing.decay import DecayFit, fit_decay
from solutions.vanishing.network import build_deep_network, seeded
from solutions.vanishing.norms import kernel_gradient_norms

__all__ = [
    "DecayFit",
    "attenuation_bound",
    "build_deep_network",
    "chain_gradient",
    "fit_decay",
    "kernel_gradient_norms",
    "max_derivative",
    "seeded",
]
