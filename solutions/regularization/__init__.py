"""Regularization: what keeps a network from memorising a small training set.

Theory of operation. Every technique here trades a little fit for less dependence on accidents of
the data, and each acts at one place of a training step:

    the labels       label smoothing        y <- (1 - s) y + s / K
    the activations  dropout                h <- h * mask / (1 - rate), mask kept with 1 - rate
    the weights      DropConnect            the same mask on the kernel
    the function     spectral norm          W <- W / sigma(W), sigma = largest singular value
    the loss         L1, L2, elastic net    + l1 sum |w| + l2 sum w^2
    the step         proximal L1            w <- soft_threshold(w - eta g, eta l1): exact zeros
                     decoupled decay        w <- w - eta (u + d w), u = the optimiser's direction
    the end          early stopping         keep the best validation loss, stop after patience

Conventions: masks are True = kept. Strengths multiply sum |w| and sum w^2, as in Keras, without the
1/2 that some books have. Chance comes only from a mask or a generator that is passed.

dropout.py          ``dropout``, ``spatial_dropout``, ``drop_connect``
penalties.py        ``l1_penalty``, ``l2_penalty``, ``elastic_net_penalty``: value and gradient
proximal.py         ``soft_threshold``, ``subgradient_step``, ``proximal_step``
weight_decay.py     ``decoupled_decay_step``
spectral.py         ``power_iteration``, ``spectral_normalize``
early_stopping.py   ``EarlyStopping``, a state machine
shrinkage.py        what early stopping and L2 do to a quadratic, direction by direction
label_smoothing.py  ``smooth_labels``
study.py            one training run with a chosen technique
demo.py             the demonstration: an effectiveness study on 100 digits
"""

from solutions.regularization.dropout import drop_connect, dropout, spatial_dropout
from solutions.regularization.early_stopping import EarlyStopping
from solutions.regularization.label_smoothing import smooth_labels
from solutions.regularization.penalties import elastic_net_penalty, l1_penalty, l2_penalty
from solutions.regularization.proximal import proximal_step, soft_threshold, subgradient_step
from solutions.regularization.shrinkage import early_stopping_shrinkage, l2_shrinkage
from solutions.regularization.spectral import power_iteration, spectral_normalize
from solutions.regularization.weight_decay import decoupled_decay_step

__all__ = [
    "EarlyStopping",
    "decoupled_decay_step",
    "drop_connect",
    "dropout",
    "early_stopping_shrinkage",
    "elastic_net_penalty",
    "l1_penalty",
    "l2_penalty",
    "l2_shrinkage",
    "power_iteration",
    "proximal_step",
    "smooth_labels",
    "soft_threshold",
    "spatial_dropout",
    "spectral_normalize",
    "subgradient_step",
]
