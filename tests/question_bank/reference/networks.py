"""Regularization, residual networks, attention, sequences, GAN, MAML, NAS, synthesis."""

import itertools
import math

import keras
import numpy as np

from solutions.activations import softmax, softmax_jacobian
from solutions.attention import MultiHeadSelfAttention, scaled_dot_product_attention
from solutions.gan import discriminator_loss
from solutions.maml import Task, meta_gradient, meta_loss
from solutions.nas import SearchSpace
from solutions.optimizers import SGD, AdamW
from solutions.regularization import (
    EarlyStopping,
    dropout,
    early_stopping_shrinkage,
    l2_penalty,
    l2_shrinkage,
    power_iteration,
    smooth_labels,
    spatial_dropout,
)
from solutions.residual import backpropagate
from solutions.scratch_network import cross_entropy
from solutions.vanishing import fit_decay
from tests.question_bank.reference.tools import (
    coin_deviation,
    column,
    f64,
    logit,
    path,
    step,
    trainable,
)


def stopping_epoch(v):
    stopping = EarlyStopping(v.patience)
    curve = zip(v.epochs, v.valid, strict=True)
    return next(epoch for epoch, loss in curve if stopping.update(loss))


def dropout_variance(v):
    kept, gone = (float(dropout(f64(float(v.x)), v.p, mask=mask)) for mask in (True, False))
    chances = [1 - v.p, v.p]
    mean = np.average([kept, gone], weights=chances)
    return np.average(np.square([kept - mean, gone - mean]), weights=chances)


def dropped_maps(v):
    """Return how many maps must be missing for the mean of the output to be that of the input."""
    kept = spatial_dropout(np.ones((1, 2, v.maps)), v.rate, mask=np.ones((1, v.maps), bool))
    return v.maps - v.maps / float(kept[0, 0, 0])


def penalty_of_share(share):
    """Return the lambda whose penalty lambda w^2 / 2 leaves this share at curvature 1."""
    low, high = 0.0, 1000.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if l2_shrinkage(1.0, middle / 2) > share else (low, middle)
    return middle


def label_gap(v):
    smoothed = smooth_labels(f64(np.eye(v.classes)[0]), v.eps).numpy()
    return math.log(smoothed[0]) - math.log(smoothed[1])


def lipschitz_bound(v):
    spectra = [[[s, 0.0], [0.0, s / 2]] for s in (v.first, v.second, v.third)]
    return v.delta * np.prod([power_iteration(f64(W), [1.0, 1.0], 20)[0] for W in spectra])


def concatenated_width(v):
    features = np.zeros(v.start)
    for _ in range(v.blocks):
        features = np.concatenate([features, np.zeros(v.k)])
    return features.size


def attended(v):
    q, k = f64([v.q]), f64([v.a, v.b])
    return float(scaled_dot_product_attention(q, k, f64([[v.first], [v.second]]))[0][0, 0])


def constant_model(start, support, query):
    """Return parameters of f(x) = w x + b, and a task at x = 0, which only the bias b can fit."""
    return [f64([[0.0]]), f64([float(start)])], Task([[0.0]], [[support]], [[0.0]], [[query]])


def outer_gradient(v, first_order):
    params, task = constant_model(1.0, 0.0, 0.0)
    alpha = v.alpha * v.curvature / 2  # the squared error has curvature 2
    return float(meta_gradient(params, [task], alpha, v.steps, first_order)[1][0])


def adapted_loss(v):
    params, task = constant_model(v.start, float(v.support), float(v.query))
    return meta_loss(params, [task], v.alpha)


def evaluations(v):
    return v.updates * sum(1 for _ in range(v.tasks) for _ in [*range(v.steps), "query"])


def draws_needed(v):
    draws, miss = 0, 1.0
    while miss > 1 - v.target / 100:
        draws, miss = draws + 1, miss * (1 - v.percent / 100)
    return draws


def architectures(v):
    names = ("relu", "tanh", "elu")[: v.activations]
    space = SearchSpace(1, 1, range(v.low, v.high + 1), range(1, v.widths + 1), names)
    return sum(1 for _ in space.architectures())


REFERENCE = {
    # Regularization
    "m2-early-stopping-curve": stopping_epoch,
    "m2-reg-adam-decay": lambda v: step(AdamW(v.lr, epsilon=0.0, weight_decay=v.lam), [v.g], v.w),
    "m2-reg-bias-variance-table": lambda v: (np.mean(column(v.rows, 1)) - v.exact) ** 2,
    "m2-reg-dropout-moments": dropout_variance,
    "m2-reg-dropout-no-scale": lambda v: dropout(f64(1.0), v.rate, mask=True),
    "m2-reg-dropout-spatial": dropped_maps,
    "m2-reg-early-stopping-l2": lambda v: penalty_of_share(
        early_stopping_shrinkage(1.0, v.lr, v.steps)
    ),
    "m2-reg-l1-l2-minimum": lambda v: (
        -float(v.distance.removeprefix("w").replace(" ", "")) * l2_shrinkage(1.0, v.lam / 2)
    ),
    "m2-reg-l2-step": lambda v: path(
        SGD(v.lr), [lambda w: v.g + l2_penalty(f64(w), v.lam)[1]], v.w
    )[-1],
    "m2-reg-label-smoothing": label_gap,
    "m2-reg-spectral-norm": lipschitz_bound,
    # Residual networks
    "m2-residual-add-or-concat": concatenated_width,
    "m2-residual-count-paths": lambda v: len(list(itertools.product("sb", repeat=v.n))),
    "m2-residual-highway-gate": lambda v: softmax([v.b, 0.0]) @ [v.F, v.x],
    "m2-residual-jacobian-vector": lambda v: backpropagate(v.g, [[[v.a, v.b], [v.c, v.d]]])[0][0],
    "m2-residual-norm-curves": lambda v: min(fit_decay(v.A).factor, fit_decay(v.B).factor),
    "m2-residual-product-of-slopes": lambda v: backpropagate([1.0], [[[v.f]]] * v.depth)[0][0],
    # a path through k branches carries a^k, and the paths are uncorrelated
    "m2-residual-signal-growth": lambda v: sum(
        math.comb(v.blocks, k) * v.a**k for k in range(v.blocks + 1)
    ),
    "m2-residual-width-mismatch": lambda v: trainable(
        keras.layers.Dense(v.m, use_bias=False), (None, v.n)
    ),
    # Attention
    "m2-attention-head-count": lambda v: trainable(
        MultiHeadSelfAttention(v.heads), (None, v.length, v.width)
    ),
    "m2-attention-or-recurrence": lambda v: v.n**2 * v.width / (v.n * v.width**2),
    "m2-attention-path-length": lambda v: backpropagate(
        [1.0], [[[v.f]]] * (v.n - 1), shortcut=False
    )[0][0],
    "m2-attention-saturation": lambda v: softmax_jacobian([v.gap / math.sqrt(v.d), 0.0])[0, 0],
    "m2-attention-score-variance": lambda v: coin_deviation(v.d),
    "m2-attention-two-keys": attended,
    # Convolution, recurrence, GAN
    "m2-cnn-shared-kernel": lambda v: trainable(
        keras.layers.Conv2D(v.filters, v.size), (None, v.side, v.side, v.channels)
    ),
    "m2-rnn-shared-weights": lambda v: trainable(
        keras.layers.SimpleRNN(v.hidden), (None, v.length, v.chars)
    ),
    "m2-gan-discriminator-loss": lambda v: discriminator_loss(
        f64(logit(v.real)), f64(logit(v.fake))
    ),
    # MAML and NAS
    "m2-maml-cost": evaluations,
    "m2-maml-first-order-factor": lambda v: outer_gradient(v, False) / outer_gradient(v, True),
    "m2-maml-inner-step": adapted_loss,
    "m2-nas-random-hit": draws_needed,
    "m2-nas-shared-weights": lambda v: v.n * v.hours * 60 / (v.once * 60 + v.n * v.minutes),
    "m2-nas-space-size": architectures,
    # Synthesis
    "m2-ethics-group-accuracy": lambda v: np.repeat([v.high, v.low], [v.many, v.few]).mean(),
    "m2-synthesis-seeds": lambda v: math.hypot(v.s1, v.s2) / math.sqrt(v.n),
    "m2-synthesis-tiny-batch": lambda v: cross_entropy(np.zeros((1, v.classes)), np.array([0])),
    "m2-synthesis-two-by-two": lambda v: v.with_both - v.base,
}
