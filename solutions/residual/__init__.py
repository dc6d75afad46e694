"""Residual connections: let every block add to its input instead of replacing it.

Theory of operation. A plain stack computes x_(l+1) = F_l(x_l), and its gradient is a product of the
Jacobians F_l', which shrinks or grows exponentially with depth. A residual stack computes

    x_(l+1) = x_l + F_l(x_l)      so      dL/dx_0 = dL/dx_L * product over l of (I + F_l')

with I the identity *matrix*. Multiplied out, one term of the product is I alone: dL/dx_L reaches
every block unchanged, next to whatever the branches contribute. Two limits of the argument:

  * The other terms can cancel it. Where F' = -I the Jacobian is zero and nothing arrives.
  * It holds for the form above, the "pre-activation" block. The original, "post-activation", block
    is relu(x + F(x)): where that sum is negative the ReLU closes the shortcut together with the
    branch, and the Jacobian is diag(x + F > 0) (I + F').

The branch here is two dense layers: relu, W1, relu, W2 (pre) or W1, relu, W2 (post), without batch
norm, as in the lecture. Where input and output widths differ, the shortcut is a projection x W_s.

block.py holds the two blocks as functions, layers.py the Keras layer, jacobian.py their Jacobians
and the stack's backward pass by hand, networks.py plain and residual networks of equal depth,
highway.py the gradient that arrives at each block; demo.py compares them.

References: He, Zhang, Ren and Sun, Deep Residual Learning for Image Recognition, 2015,
arXiv:1512.03385 (post-activation); Identity Mappings in Deep Residual Networks, 2016,
arXiv:1603.05027 (pre-activation, Equation 5).
"""

from solutions.residual.block import check_block, post_activation_block, pre_activation_block
from solutions.residual.highway import gradient_norms_per_block
from solutions.residual.jacobian import (
    backpropagate,
    check_square_block,
    post_activation_jacobian,
    pre_activation_jacobian,
)
from solutions.residual.layers import ResidualBlock
from solutions.residual.networks import check_sizes, plain_network, residual_network

__all__ = [
    "ResidualBlock",
    "backpropagate",
    "check_block",
    "check_sizes",
    "check_square_block",
    "gradient_norms_per_block",
    "plain_network",
    "post_activation_block",
    "post_activation_jacobian",
    "pre_activation_block",
    "pre_activation_jacobian",
    "residual_network",
]
