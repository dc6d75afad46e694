"""A network in NumPy alone: the chain rule written out, and proved right before it is used.

Theory of operation
-------------------
A network is a list of pairs (W, b), input side first. For a batch X of shape (n, d), and m layers,

    h_0 = X,    z_l = h_{l-1} W_l + b_l,    h_l = max(z_l, 0) for l < m,    the logits are z_m
    L = -(1/n) sum_i log p[i, y_i],         p = softmax(z_m) along each row

The forward pass keeps h_0 ... h_{m-1}; the backward pass walks the same lines from the end:

    dL/dz_m = (p - onehot(y)) / n
    dL/dW_l = h_{l-1}^T dL/dz_l,   dL/db_l = sum over the rows of dL/dz_l
    dL/dz_{l-1} = (dL/dz_l W_l^T) * [h_{l-1} > 0]

Softmax and logarithm are one function here. Apart they need a guard against log(0), and the usual
one, clipping p at 1e-10, caps the loss at 23 and makes its true gradient 0, where the formula
above says 1: loss and gradient then belong to different functions.

``loss.py``            log-softmax, cross-entropy, its gradient
``network.py``         initial parameters, forward, backward
``train.py``           mini-batches, the SGD step, the loop
``evaluation.py``      accuracy and the confusion matrix
``gradient_check.py``  central differences and the relative error
``demo.py``            iris, with every gradient checked
"""

from solutions.scratch_network.evaluation import accuracy, confusion_matrix
from solutions.scratch_network.gradient_check import numerical_gradient, relative_error
from solutions.scratch_network.loss import cross_entropy, cross_entropy_gradient, log_softmax
from solutions.scratch_network.network import backward, forward, initial_parameters
from solutions.scratch_network.train import minibatches, sgd_step, train

__all__ = [
    "accuracy",
    "backward",
    "confusion_matrix",
    "cross_entropy",
    "cross_entropy_gradient",
    "forward",
    "initial_parameters",
    "log_softmax",
    "minibatches",
    "numerical_gradient",
    "relative_error",
    "sgd_step",
    "train",
]
