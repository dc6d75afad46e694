r"""Optimization algorithms: what to do with a gradient.

Theory of operation. Every optimizer is ``update(params, gradients) -> new params`` with a memory
per parameter. Two ideas, alone and together:

    the memory of direction      v <- beta v + eta g            SGD -> Momentum -> Nesterov
    the memory of size           v <- v + g^2  or an average    SGD -> AdaGrad  -> RMSprop
    both, corrected for the start at zero                       Adam, with decoupled decay AdamW

The first carries a step along a valley and cancels what goes back and forth across it. The second
divides by the size that the gradient of this parameter usually has, so a step is about as long as
the learning rate in every coordinate. A sum of squares (AdaGrad) only grows and the steps shrink
for good; a moving average (RMSprop, Adam) forgets, so Adam anneals nothing by itself.

Conventions. Epsilon is added to the root: sqrt(v) + epsilon; in Adam to the root of the corrected
v (Algorithm 1 of the paper; Keras: "epsilon hat"). An epsilon of 0 is allowed, and is 0 / 0 where
every gradient so far was 0. The velocity contains the learning rate. A gradient of None leaves its
parameter and its memory alone.

    base.py          Optimizer: the shared loop; a subclass writes the equations of one step
    momentum.py      SGD, Momentum, Nesterov
    adaptive.py      AdaGrad, RMSprop
    adam.py          Adam, AdamW
    convergence.py   two surfaces, the walk down, steps to a target at each one's best rate
    digits.py        the training of a small network that all optimizers share
    patients.py      what SGD and Adam make of gradients that vanish or explode
    demo.py          the study: bowl, Rosenbrock's valley, a network on handwritten digits
"""

from solutions.optimizers.adam import Adam, AdamW
from solutions.optimizers.adaptive import AdaGrad, RMSprop
from solutions.optimizers.base import Optimizer, check_fraction, check_not_negative
from solutions.optimizers.convergence import (
    convergence_study,
    minimise,
    quadratic_bowl,
    rosenbrock,
    steps_to_reach,
)
from solutions.optimizers.momentum import SGD, Momentum, Nesterov

__all__ = [
    "SGD",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Momentum",
    "Nesterov",
    "Optimizer",
    "RMSprop",
    "check_fraction",
    "check_not_negative",
    "convergence_study",
    "minimise",
    "quadratic_bowl",
    "rosenbrock",
    "steps_to_reach",
]
