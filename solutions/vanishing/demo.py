"""Script 01: the four-panel gradient analysis, and the course's numbers on it."""

from __future__ import annotations

import keras
import matplotlib.pyplot as plt
import numpy as np

from solutions.data import load
from solutions.report import Claim, Demonstration, Figure, Table
from solutions.vanishing import (
    attenuation_bound,
    build_deep_network,
    chain_gradient,
    fit_decay,
    kernel_gradient_norms,
    max_derivative,
)

NETWORKS = {
    "sigmoid, Glorot": {"activation": "sigmoid", "initializer": "glorot_uniform"},
    "tanh, Glorot": {"activation": "tanh", "initializer": "glorot_uniform"},
    "ReLU, He": {"activation": "relu", "initializer": "he_uniform"},
}
LINES = dict(zip(NETWORKS, ("o-", "s--", "^:"), strict=True))
DEPTHS = (2, 4, 6, 8, 10, 12, 16)
SEEDS = range(3)
PROFILE_DEPTH = 12


def lecture_data(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the lecture's random batch: 100 normal inputs of 10 features, uniform targets."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(100, 10)).astype("float32")
    return x, rng.uniform(size=(100, 1)).astype("float32")


def median_norms(depth: int, **network) -> tuple[np.ndarray, np.ndarray]:
    """Return the median norm of each layer over the seeds, and the first layer's norm of each."""
    runs = np.array(
        [
            kernel_gradient_norms(
                build_deep_network(depth, seed=100 * seed, **network), *lecture_data(seed)
            )
            for seed in SEEDS
        ]
    )
    return np.median(runs, axis=0), runs[:, 0]


def demonstrate(say=print) -> Demonstration:
    """Measure how gradients shrink with depth and show it in four panels."""
    say(f"gradient norms of {len(NETWORKS)} networks at {len(DEPTHS)} depths, {len(SEEDS)} seeds")
    measured = {
        name: {depth: median_norms(depth, **network) for depth in DEPTHS}
        for name, network in NETWORKS.items()
    }
    profiles = {name: runs[PROFILE_DEPTH][0] for name, runs in measured.items()}
    say("training a ten-layer sigmoid network to see how far each layer moves")
    change = weight_change()
    say("drawing")
    return Demonstration(
        title="Vanishing gradients",
        summary="Kernel gradient norms of deep networks on the lecture's random batch "
        f"(100 examples, 10 features), median of {len(SEEDS)} seeds.",
        tables=[profile_table(profiles), change_table(change)],
        figures=[analysis_figure(measured, profiles)],
        claims=[
            percent_claim(),
            million_claim(),
            expected_output_claim(*measured["sigmoid, Glorot"][6]),
            factor_claim(profiles["sigmoid, Glorot"]),
            always_claim(),
            effectiveness_claim(change),
        ],
    )


def weight_change(depth: int = 10) -> np.ndarray:
    """Return how far each kernel moves in 5 epochs of SGD, relative to its start."""
    data = load("digits")
    model = build_deep_network(depth, inputs=64, seed=1)
    kernels = [layer.kernel for layer in model.layers]
    before = [kernel.numpy() for kernel in kernels]
    model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy")
    model.fit(data.x_train, data.y_train > 4, batch_size=32, epochs=5, shuffle=False, verbose=0)
    return np.array(
        [np.linalg.norm(k - b) / np.linalg.norm(b) for k, b in zip(kernels, before, strict=True)]
    )


def profile_table(profiles: dict[str, np.ndarray]) -> Table:
    """Return the norm of each layer, and the factor fitted to the hidden layers."""
    rows = [
        [layer + 1, *(norms[layer] for norms in profiles.values())]
        for layer in range(PROFILE_DEPTH)
    ]
    factors = [fit_decay(norms[:-1]).factor for norms in profiles.values()]
    return Table(
        f"Kernel gradient norm, {PROFILE_DEPTH} layers (the factor is fitted to the hidden layers)",
        ["layer", *profiles],
        [*rows, ["factor per layer", *factors]],
    )


def change_table(change: np.ndarray) -> Table:
    """Return the relative change of each kernel, and the same as a share of the last layer's."""
    return Table(
        "Ten sigmoid layers, 5 epochs of SGD(0.1) on the digits (class: digit > 4); "
        "changes below about 1e-5 are float32 rounding",
        ["layer", "relative change of the kernel", "% of layer 10"],
        [[i + 1, value, 100 * value / change[-1]] for i, value in enumerate(change)],
    )


def analysis_figure(measured: dict, profiles: dict[str, np.ndarray]) -> Figure:
    """Draw the derivatives, the bounds, the norms by layer and the first layer by depth."""
    figure, axes = plt.subplots(2, 2, figsize=(11, 8), layout="constrained")
    draw_derivatives(axes[0, 0])
    draw_bounds(axes[0, 1])
    layers = np.arange(1, PROFILE_DEPTH + 1)
    for name, norms in profiles.items():
        axes[1, 0].semilogy(layers, norms, LINES[name], label=name)
    fit = fit_decay(profiles["sigmoid, Glorot"][:-1])
    line = fit.output_norm * fit.factor ** (PROFILE_DEPTH - 1 - layers[:-1])
    axes[1, 0].semilogy(
        layers[:-1], line, "k-", linewidth=0.8, label=f"fit: ×{fit.factor:.2f} a layer"
    )
    axes[1, 0].set(
        title=f"Gradient norm of each kernel ({PROFILE_DEPTH} layers)",
        xlabel="layer (1 = next to the input)",
        ylabel="‖∂L/∂W‖ (log scale)",
    )
    for name, runs in measured.items():
        axes[1, 1].semilogy(DEPTHS, [runs[d][0][0] for d in DEPTHS], LINES[name], label=name)
    axes[1, 1].axhline(1e-6, color="k", linewidth=0.8, linestyle="-.", label="vanished: 1e-6")
    axes[1, 1].set(
        title="Gradient norm of the first kernel",
        xlabel="number of layers",
        ylabel="‖∂L/∂W₁‖ (log scale)",
    )
    for axis in axes.flat:
        axis.legend(fontsize=8)
        axis.grid(alpha=0.3)
    return Figure(
        "gradient_analysis",
        figure,
        "Gradient analysis: slopes, bounds, and what networks do.",
        "Four panels. The sigmoid's slope peaks at 0.25, tanh's and ReLU's at 1. Bounds fall "
        "geometrically with depth unless the weights amplify by 4. In a 12-layer sigmoid network "
        f"kernel gradient norms fall by a factor of {fit.factor:.2f} a layer towards the input; "
        "with tanh or with ReLU and He weights they stay within about one decade. The first "
        "kernel's norm falls geometrically with depth for the sigmoid only.",
    )


def draw_derivatives(axis) -> None:
    """Draw the slope of the three activation functions."""
    x = np.linspace(-5, 5, 501)
    s = 1 / (1 + np.exp(-x))
    axis.plot(x, s * (1 - s), "-", label=f"sigmoid, max {max_derivative('sigmoid'):.2f}")
    axis.plot(x, 1 - np.tanh(x) ** 2, "--", label=f"tanh, max {max_derivative('tanh'):.0f}")
    axis.plot(x, x > 0, ":", label=f"ReLU, max {max_derivative('relu'):.0f}")
    axis.set(title="Slope of the activation function", xlabel="x", ylabel="f'(x)")


def draw_bounds(axis) -> None:
    """Draw the bound against depth, for the sigmoid at three gains and for tanh."""
    depths = np.arange(0, 17)
    bounds = (("sigmoid", 1, "o-"), ("sigmoid", 2, "s--"), ("sigmoid", 4, "^:"), ("tanh", 1, "x-."))
    for name, gain, line in bounds:
        values = [attenuation_bound(name, d, gain) for d in depths]
        axis.semilogy(depths, values, line, markersize=4, label=f"{name}, ‖W‖ ≤ {gain}")
    axis.set(
        title="Bound (gain · sup|f'|)^depth",
        xlabel="number of layers",
        ylabel="largest factor (log scale)",
    )


def percent_claim() -> Claim:
    """After ten dams (lecture notes, 1.2)."""
    percent = 100 * attenuation_bound("sigmoid", 10)
    return Claim(
        "After 10 sigmoid layers 0.25^10 = 0.00000095 % of the gradient remains.",
        f"0.25^10 = {percent / 100:.3g}, which is {percent:.3g} %: the number is the fraction, "
        "not the percentage.",
        bool(np.isclose(percent, 0.00000095, rtol=0.05)),
    )


def million_claim() -> Claim:
    """The investment of the same section."""
    left = 1_000_000 * attenuation_bound("sigmoid", 10)
    return Claim(
        "$1,000,000 × 0.25^10 = $0.95.",
        f"${left:.2f} are left.",
        bool(np.isclose(left, 0.95, atol=0.005)),
    )


def expected_output_claim(median: np.ndarray, first: np.ndarray) -> Claim:
    """The expected output of the lecture's six-layer network (lecture notes, 1.3)."""
    vanished = int((median < 1e-6).sum())
    return Claim(
        "In the 6-layer sigmoid network the gradient norm of layer 1 is 1.2e-07, and layers 1 and "
        "2 have vanished (< 1e-6).",
        f"Layer 1: {first.min():.1e} to {first.max():.1e} over {first.size} seeds (median "
        f"{median[0]:.1e}); layers below 1e-6: {vanished}.",
        bool(first.min() <= 1.2e-7 <= first.max() and vanished == 2),
    )


def factor_claim(norms: np.ndarray) -> Claim:
    """The reason that script 01 gives."""
    factor = fit_decay(norms[:-1]).factor
    return Claim(
        "A deep sigmoid network with Glorot weights loses a factor of about 4 a layer "
        "(0.25^depth).",
        f"Fitted over the {norms.size - 1} hidden layers: ×{factor:.3f} a layer, that is a loss "
        f"of {1 / factor:.1f}.",
        bool(0.2 <= factor <= 0.3),
    )


def always_claim() -> Claim:
    """Ten sigmoid layers contribute at most 0.25 each (SAQ 5): true only of the activation."""

    def sigmoid(z: float) -> float:
        return 1 / (1 + np.exp(-z))

    gradient, factors = chain_gradient(
        0.5, [8.0] * 10, [-4.0] * 10, sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))
    )
    return Claim(
        "Each sigmoid layer contributes at most 0.25, so ten contribute at most 0.25^10.",
        "That bounds the activations only. A chain of ten sigmoids with weight 8, centred by a "
        f"bias of -4, has factors of {factors.max():.3g} each and the gradient {gradient:.4g}.",
        bool(factors.max() <= 0.25),
    )


def effectiveness_claim(change: np.ndarray) -> Claim:
    """The bars of SAQ 7: an illustration, not a measurement."""
    share = 100 * change / change[-1]
    bars = {8: 60, 6: 30, 4: 10, 2: 5, 1: 1}
    text = ", ".join(f"layer {layer}: {share[layer - 1]:.2g} %" for layer in bars)
    near = [bar / 2 <= share[layer - 1] <= bar * 2 for layer, bar in bars.items()]
    return Claim(
        "Learning effectiveness in a 10-layer sigmoid network, layer 10 = 100 %: layer 8: 60 %, "
        "layer 6: 30 %, layer 4: 10 %, layer 2: 5 %, layer 1: 1 %.",
        f"Relative change of the kernels, layer 10 = 100 %: {text}. Within a factor of 2 of the "
        f"bars: {sum(near)} of {len(near)}.",
        all(near),
    )
