"""Module 1, activations, vanishing and exploding gradients, monitoring, initialization."""

import math
import re
import statistics

import keras
import numpy as np

from solutions.activations import (
    gaussian_mean,
    mean_squared_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    swish,
    tanh_derivative,
)
from solutions.explosion import (
    explosion_growth,
    gradient_norm,
    growth_rate,
    layer_gain,
    steps_to_threshold,
)
from solutions.initializers import (
    compute_fans,
    glorot_variance,
    he_variance,
    scale_to_unit_variance,
)
from solutions.monitor import gradient_statistics, health_metrics
from solutions.nas import SearchSpace, count_parameters
from solutions.optimizers import SGD
from solutions.scratch_network import cross_entropy_gradient, numerical_gradient
from solutions.vanishing import attenuation_bound, chain_gradient, fit_decay
from tests.question_bank.reference.tools import column, logit, numbers, path, step


def forward_passes(n):
    """Return how many function values central differences take for n parameters."""
    calls = []
    numerical_gradient(lambda w: calls.append(1) or 0.0, np.zeros(n))
    return len(calls)


def slope(f, w):
    return numerical_gradient(lambda w: float(f(w[0])), np.array([float(w)]))[0]


def sigmoid_slope(output):
    return float(sigmoid_derivative(logit(output)))


def retrained_perceptron(v):
    w, x = np.array([v.w1, v.w2, v.b]), np.array([v.x1, v.x2, 1])
    w = w + v.rate * (v.t - int(w @ x > 0)) * x
    return w @ x


def constant_chain(factor, layers):
    return chain_gradient(1.0, [factor] * layers, [0.0] * layers, lambda z: z, lambda z: 1.0)[0]


def chain_of_slopes(rows):
    slopes = iter(column(rows, 2))
    return chain_gradient(1.0, column(rows, 1), [0.0] * 4, lambda z: z, lambda z: next(slopes))[0]


def layers_until(norm, factor, limit):
    layers = 0
    while norm >= limit:
        norm, layers = norm * factor, layers + 1
    return layers


def first_below(losses, limit=0.25):
    return next(k for k, loss in enumerate(losses) if loss <= limit)


def after_lsuv(deviation, variance):
    layer = keras.layers.Dense(1, use_bias=False, dtype="float64")
    layer.build((None, 1))
    layer.kernel.assign([[deviation]])
    x = math.sqrt(variance) / deviation
    scale_to_unit_variance(layer, np.array([[x], [-x]]), tolerance=1e-3)
    return float(layer.kernel[0, 0])


def relative_step(lr, gradient, weight):
    return step(SGD(lr), [gradient], weight) / weight


REFERENCE = {
    # Module 1
    "m1-approximation-staircase": lambda v: np.linalg.solve(np.tri(3), [v.c1, v.c2, v.c3])[2],
    "m1-average-gradient-step": lambda v: path(SGD(v.lr), [np.mean(numbers(v.gs))], v.w)[-1],
    "m1-average-unequal-batches": lambda v: np.repeat(column(v.rows, 2), column(v.rows, 1)).mean(),
    "m1-backprop-cost-differences": lambda v: v.n * forward_passes(20) / 20 * v.ms / 1000,
    "m1-backprop-one-hidden-unit": lambda v: slope(
        lambda w1: (v.w2 * sigmoid(w1 * v.x) - v.y) ** 2, logit(v.h) / v.x
    ),
    "m1-backprop-softmax-logits": lambda v: cross_entropy_gradient(
        np.log([numbers(v.ps)]), np.array([v.c - 1])
    )[0, v.c - 1],
    "m1-bias-boundary-crossing": lambda v: np.roots([v.w2, v.b])[0],
    "m1-dense-parameter-count": lambda v: count_parameters(
        [(v.m, "relu", 0)], SearchSpace(v.n, v.k)
    ),
    "m1-early-layer-step-ratio": lambda v: (
        relative_step(v.lr, v.gl, v.wl) / relative_step(v.lr, v.g1, v.w1)
    ),
    "m1-perceptron-one-update": retrained_perceptron,
    "m1-relu-path-against-sigmoid": lambda v: constant_chain(sigmoid_slope(v.a), v.n),
    # Activations
    "m2-activation-six-times-epochs": lambda v: first_below(v.tanh) / first_below(v.relu),
    "m2-activation-softmax-overflow": lambda v: softmax(numbers(v.z)).max(),
    "m2-activation-swish-turns": lambda v: swish(v.far),
    "m2-activation-tails-of-tanh": lambda v: tanh_derivative(v.x),
    "m2-activation-tanh-twice": lambda v: tanh_derivative(math.atanh(v.a)),
    # Vanishing gradients
    "m2-vanishing-depth-to-limit": lambda v: layers_until(v.g, v.r, 1e-6),
    "m2-vanishing-output-loss": lambda v: slope(lambda z: (sigmoid(z) - v.y) ** 2, logit(v.p)),
    "m2-vanishing-random-layer-factor": lambda v: (
        explosion_growth(v.s, v.n, v.layers) * attenuation_bound("sigmoid", v.layers)
    ),
    "m2-vanishing-saturated-outputs": lambda v: np.mean(
        [sigmoid_slope(a) for a in numbers(v.listed)]
    ),
    "m2-vanishing-scalar-chain": lambda v: chain_of_slopes(v.rows),
    "m2-vanishing-sigmoid-bound": lambda v: attenuation_bound("sigmoid", v.n),
    "m2-vanishing-weight-that-keeps": lambda v: 1 / sigmoid_slope(v.a),
    # Exploding gradients
    "m2-explosion-global-norm": lambda v: gradient_norm([[float(v.a)], [float(v.b)], [float(v.c)]]),
    "m2-explosion-growth-over-window": lambda v: (
        growth_rate([numbers(v.listed)[0], numbers(v.listed)[-1]], window=2) ** (1 / 5)
    ),
    "m2-explosion-infer-deviation": lambda v: (
        fit_decay(column(v.rows, 1)).factor / layer_gain(1, v.n)
    ),
    "m2-explosion-limit-from-history": lambda v: v.spike / statistics.median(numbers(v.listed)),
    "m2-explosion-same-weight-repeated": lambda v: constant_chain(v.high, v.steps),
    "m2-explosion-steps-left": lambda v: math.ceil(
        steps_to_threshold(v.rows[-1][1], growth_rate(column(v.rows, 1), window=4), v.limit)
    ),
    # Monitoring
    "m2-monitor-count-and-status": lambda v: health_metrics(column(v.rows, 1))["weak_layers"],
    "m2-monitor-counts-tensors": lambda v: health_metrics(v.norms[::2])["weak_layers"],
    "m2-monitor-impossible-mean": lambda v: health_metrics([v.big] + [v.small] * (v.layers - 1))[
        "mean_gradient"
    ],
    "m2-monitor-mean-hides-layers": lambda v: statistics.geometric_mean(
        10.0 ** int(e) for e in re.findall(r"\{(-?\d+)\}", v.exponents)
    ),
    "m2-monitor-norm-and-size": lambda v: (
        v.big / gradient_statistics([np.ones((v.n, v.n))])["tensors"][0]["norm"]
    ),
    # Initialization
    "m2-init-conv-fans": lambda v: math.sqrt(he_variance(compute_fans((v.k, v.k, v.c, v.m))[0])),
    "m2-init-default-glorot-relu": lambda v: (
        (v.n * glorot_variance(v.n, v.n) * gaussian_mean(lambda z: relu(z) ** 2)) ** v.depth
    ),
    "m2-init-glorot-compromise": lambda v: glorot_variance(v.n, v.m),
    "m2-init-glorot-limit": lambda v: math.sqrt(3 * glorot_variance(v.n, v.m)),
    "m2-init-he-deviation": lambda v: math.sqrt(he_variance(v.n)),
    "m2-init-leaky-relu": lambda v: he_variance(v.n, negative_slope=v.a),
    "m2-init-linear-depth": lambda v: explosion_growth(v.s, v.n, v.depth),
    "m2-init-lsuv-step": lambda v: after_lsuv(v.s, v.var),
    "m2-init-rms-table": lambda v: growth_rate(column(v.rows, 1)) * math.sqrt(he_variance(v.n)),
    "m2-init-tanh-saturation": lambda v: tanh_derivative(math.atanh(v.edge)),
    "m2-init-widths-backward": lambda v: (
        v.m * he_variance(v.n) * mean_squared_derivative(relu_derivative)
    ),
}
