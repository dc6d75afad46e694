"""Optimizers, schedules, clipping and normalization."""

import math

import keras
import numpy as np

from solutions.clipping import AdaptiveGradientClipper, clip_by_global_norm, clip_by_norm
from solutions.normalization import (
    SimpleBatchNorm,
    batch_norm_infer,
    batch_norm_train,
    update_moving,
)
from solutions.optimizers import SGD, AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSprop
from solutions.schedules import (
    ReduceOnPlateau,
    cosine_annealing,
    cosine_warm_restarts,
    exponential_decay,
    step_decay,
)
from solutions.scratch_network import minibatches
from tests.question_bank.reference.tools import (
    coin_deviation,
    column,
    f64,
    path,
    step,
    trainable,
)

TINY = 1e-12  # an epsilon that the item neglects and the function demands


def adam_counting_tensors(tensors):
    """Return m_hat / g of the last tensor: with beta2 = 0 and rate 1, Adam subtracts just that."""
    adam = Adam(1.0, 0.9, 0.0, 0.0)
    adam.t = tensors - 1
    return step(adam, [1.0])


def rmsprop_step(v):
    optimizer = RMSprop(v.lr, 0.9, 0.0)
    optimizer.v[0] = f64(float(v.old))
    return step(optimizer, [v.spike])


def momentum_of_log(v):
    """Return the beta with which momentum writes the velocities of the table."""

    def mismatch(beta):
        weights = path(Momentum(v.lr, beta), column(v.rows, 1))
        return np.abs(-np.diff(weights) - column(v.rows, 2)).sum()

    return min(np.arange(1, 20) / 20, key=mismatch)


def nesterov_weight(v):
    """Return the weight itself: ``Nesterov`` holds the look-ahead point w - beta v in its place."""
    optimizer = Nesterov(v.lr, v.beta)
    optimizer.v[0] = f64(float(v.v))
    ahead = path(optimizer, [lambda w: v.a * w], v.w - v.beta * v.v)[-1]
    return ahead + v.beta * float(optimizer.v[0])


def rare_word(v):
    common = np.ones(v.total)
    rare = np.arange(v.total) % v.gap == 0
    return np.sqrt(np.sum(common**2) / np.sum(rare**2))


def noise_floor(v):
    """Return the variance of a sum of old kicks, each shrunk by the steps since."""
    return v.var * np.sum(np.square(path(SGD(v.lr), [lambda w: w] * 200, -v.lr)))


def clipped(g, limit):
    return float(clip_by_norm([f64([float(g)])], limit)[0][0])


def adaptive_limit(history):
    clipper = AdaptiveGradientClipper(percentile=95)
    clipper.history.extend(history)
    return clipper.threshold()


def norm_over_square(norm, limit):
    g = norm * np.array([0.6, 0.8])
    return np.linalg.norm(limit * g / np.linalg.norm(g) ** 2)


def last_rate(v):
    schedule = ReduceOnPlateau(v.initial, v.factor, v.patience, min_delta=0)
    return [schedule.update(loss) for loss in column(v.rows, 1)][-1]


def batch_norm_of(v):
    y, _, _ = batch_norm_train(f64([[float(x)] for x in v.x]), [v.gamma], [v.beta], eps=TINY)
    return float(y[v.x.index(v.value), 0])


def largest_rate(v):
    x = np.array([[a * v.big, b * v.small] for a in (-1, 1) for b in (-1, 1)])
    return 2 / np.linalg.eigvalsh(x.T @ x / len(x)).max()


def moving_mean(v):
    moving = 0.0
    for _ in range(v.steps):
        moving = float(update_moving(f64(moving), float(v.mean), v.momentum))
    return moving


def group_means(v):
    x = np.zeros((v.n, v.size * v.size, v.groups, v.c // v.groups))
    return x.mean(axis=(1, 3)).size


def undoing_scale(v):
    """Return gamma such that a unit more at the input is a unit more at the output."""
    y = batch_norm_infer(f64([[0.0], [1.0]]), [1], [0], [v.mean], [v.var], eps=TINY)
    return 1 / float(y[1, 0] - y[0, 0])


REFERENCE = {
    # Optimizers
    "m2-adagrad-shrinking-step": lambda v: step(AdaGrad(v.lr, 0.0), [v.g] * v.n),
    "m2-adam-first-step": lambda v: step(Adam(v.lr, epsilon=0.0), [v.g]),
    "m2-adam-second-step": lambda v: step(Adam(v.lr, 0.9, 0.9, 0.0), [v.g1, v.g2]),
    "m2-adam-step-counter": lambda v: adam_counting_tensors(v.n),
    "m2-adamw-decay-in-gradient": lambda v: step(AdamW(v.lr, weight_decay=v.lam), [0.0], v.w),
    "m2-momentum-alternating": lambda v: abs(step(Momentum(1.0, v.beta), [v.step, -v.step] * 100)),
    "m2-momentum-beta-from-log": momentum_of_log,
    "m2-momentum-double-rate": lambda v: abs(v.lr * step(Momentum(v.lr), [v.g])),
    "m2-momentum-steady-gradient": lambda v: step(Momentum(1.0, v.beta), [v.step] * v.n),
    "m2-nesterov-look-ahead": nesterov_weight,
    "m2-optimizer-narrow-valley": lambda v: path(SGD(v.lr), [lambda y: v.b * y] * v.n, 1.0)[-1],
    "m2-optimizer-rare-word": rare_word,
    "m2-rmsprop-spike": rmsprop_step,
    "m2-sgd-noise-batch-size": lambda v: v.sigma * coin_deviation(v.k) / v.k,
    "m2-sgd-noise-floor": noise_floor,
    "m2-sgd-updates-per-epoch": lambda v: len(
        list(minibatches(v.n, v.k, np.random.default_rng(0)))
    ),
    # Schedules
    "m2-schedule-batch-scaling": lambda v: v.base / 32 * v.batch,
    "m2-schedule-cosine-rate": lambda v: cosine_annealing(v.epoch, v.high, v.total, v.low),
    "m2-schedule-decay-units": lambda v: exponential_decay(v.batches, v.initial, 0.5, v.halve),
    "m2-schedule-plateau-table": last_rate,
    "m2-schedule-step-decay": lambda v: step_decay(v.epoch, v.initial, v.factor, v.every),
    "m2-schedule-total-travel": lambda v: np.sum(
        v.size * exponential_decay(np.arange(2000), v.rate, v.decay, 1)
    ),
    "m2-schedule-warm-restarts": lambda v: cosine_warm_restarts(
        v.epoch, v.high, v.first, {"doubles": 2, "triples": 3}[v.times]
    ),
    # a straight line of slope -1/2 in logarithms, from the peak on
    "m2-schedule-warm-up": lambda v: math.exp(
        np.interp(np.log(v.late_step / v.warm), [0, 10], np.log(v.peak) + np.array([0, -5]))
    ),
    # Clipping
    "m2-clip-adaptive-own-history": lambda v: adaptive_limit([*v.history, v.spike]),
    "m2-clip-before-average": lambda v: np.mean([clipped(g, v.limit) for g in (v.big, v.s1, v.s2)]),
    "m2-clip-global-norm": lambda v: clip_by_global_norm(
        [np.array(v.W, float), np.array(v.b, float)], v.limit
    )[0][1][0],
    "m2-clip-keras-options": lambda v: (
        clip_by_global_norm([f64([float(v.a)]), f64([float(v.b)])], v.limit)[0][0][0] / v.a
    ),
    "m2-clip-limit-curves": lambda v: step(SGD(v.lr), [lambda w: clipped(w, v.low)], v.start),
    "m2-clip-one-step": lambda v: path(SGD(v.lr), [clipped(v.g, v.limit)], v.w)[-1],
    "m2-clip-squared-norm-code": lambda v: norm_over_square(v.norm, v.limit),
    # Normalization
    "m2-norm-batch-by-hand": batch_norm_of,
    "m2-norm-count-means": group_means,
    "m2-norm-largest-rate": largest_rate,
    "m2-norm-momentum-port": lambda v: update_moving(f64(v.old), v.rows[0][1], momentum=1 - 0.1),
    "m2-norm-parameter-count": lambda v: (
        trainable(keras.layers.Dense(v.c, use_bias=False), (None, v.n))
        + trainable(SimpleBatchNorm(), (None, v.c))
    ),
    "m2-norm-running-mean": moving_mean,
    "m2-norm-undo-scale-shift": undoing_scale,
}
