"""Script 05: a comparison of weight initializations, and the course's claims."""

from __future__ import annotations

from collections.abc import Callable

import keras
import matplotlib.pyplot as plt
import numpy as np

from solutions.data import load
from solutions.initializers import (
    Glorot,
    He,
    LeCun,
    Orthogonal,
    Propagation,
    glorot_variance,
    lecun_variance,
    lsuv,
    truncated_normal_std,
    variance_propagation,
)
from solutions.report import Claim, Demonstration, Figure, Table

LAYERS, WIDTH = 20, 256
STUDIES = {  # label: (initializer of a seed, activation, line)
    "He, ReLU": (lambda seed: He("normal", seed), "relu", "o-"),
    "Glorot, ReLU": (lambda seed: Glorot("normal", seed), "relu", "s--"),
    "Glorot, tanh": (lambda seed: Glorot("normal", seed), "tanh", "^:"),
    "Glorot, sigmoid": (lambda seed: Glorot("normal", seed), "sigmoid", "v-."),
    "LeCun, linear": (lambda seed: LeCun("normal", seed), "linear", "x-"),
    "orthogonal, linear": (lambda seed: Orthogonal(seed=seed), "linear", "D--"),
}
STARTS = {
    "N(0, 0.01²)": lambda seed: keras.initializers.RandomNormal(stddev=0.01, seed=seed),
    "N(0, 2²)": lambda seed: keras.initializers.RandomNormal(stddev=2.0, seed=seed),
    "Glorot uniform": lambda seed: Glorot("uniform", seed),
    "He normal": lambda seed: He("truncated_normal", seed),
    "LSUV": lambda seed: Orthogonal(seed=seed),
}


def demonstrate(say=print) -> Demonstration:
    """Compare initializations: the weights, the signals, LSUV, and training."""
    say(f"variances through {LAYERS} layers of {WIDTH} units")
    studies = {
        name: variance_propagation(
            initializer(keras.random.SeedGenerator(0)), [WIDTH] * (LAYERS + 1), activation
        )
        for name, (initializer, activation, _) in STUDIES.items()
    }
    accuracy = {}
    for name, initializer in STARTS.items():
        say(f"training ten ReLU layers from {name}")
        accuracy[name] = train(name, initializer)
    say("LSUV on the lecture's demo network")
    before, after = lecture_lsuv(after_activation=False), lecture_lsuv(after_activation=True)
    return Demonstration(
        title="Weight initialization",
        summary=f"Random signals and gradients through {LAYERS} layers of {WIDTH} units; training "
        "on the digits; LSUV on the lecture's demo network.",
        tables=[weights_table(), studies_table(studies), training_table(accuracy), before, after],
        figures=[propagation_figure(studies), weights_figure()],
        claims=[
            mean_claim(),
            gain_claim(),
            shrink_claim(),
            he_claim(studies),
            glorot_claim(studies),
            lecture_loop_claim(),
        ],
    )


def train(name: str, initializer: Callable, epochs: int = 5) -> float:
    """Train ten hidden ReLU layers on the digits; return the accuracy on the test part."""
    data = load("digits")
    model = keras.Sequential([keras.Input((64,))])
    for layer in range(10):
        model.add(keras.layers.Dense(64, activation="relu", kernel_initializer=initializer(layer)))
    model.add(keras.layers.Dense(10, kernel_initializer=Glorot(seed=10)))
    if name == "LSUV":
        lsuv(model, data.x_train[:256])
    model.compile(
        keras.optimizers.SGD(0.01),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        steps_per_execution=20,
    )
    model.fit(data.x_train, data.y_train, batch_size=32, epochs=epochs, shuffle=False, verbose=0)
    return model.evaluate(data.x_test, data.y_test, verbose=0)[1]


def lecture_network(seed: int = 0) -> tuple[keras.Sequential, np.ndarray]:
    """Return the network on which the lecture shows LSUV, and its batch of 100."""
    model = keras.Sequential([keras.Input((10,))])
    for layer, (units, activation) in enumerate(
        ((64, "relu"), (32, "relu"), (16, "relu"), (1, "sigmoid"))
    ):
        model.add(
            keras.layers.Dense(
                units,
                activation=activation,
                kernel_initializer=Glorot("uniform", 10 * seed + layer),
                name=f"{activation}_{units}",
            )
        )
    return model, np.random.default_rng(seed).normal(size=(100, 10)).astype("float32")


def lecture_lsuv(after_activation: bool) -> Table:
    """Return what LSUV reports on the lecture's network."""
    model, x = lecture_network()
    reports = lsuv(model, x, after_activation=after_activation)
    where = "after" if after_activation else "before"
    return Table(
        f"LSUV on the lecture's network, variance measured {where} the activation function",
        ["layer", "variance at the start", "at the end", "divisions", "converged"],
        [list(report) for report in reports],
    )


def weights_table() -> Table:
    """Return standard deviation and range of weights, wanted and measured."""
    rows = []
    for scheme in (Glorot, He, LeCun):
        for distribution in ("uniform", "normal", "truncated_normal"):
            initializer = scheme(distribution, seed=0)
            kernel = np.asarray(initializer((256, 128)))
            wanted = initializer.variance(256, 128) ** 0.5
            rows.append([scheme.__name__, distribution, wanted, kernel.std(), np.abs(kernel).max()])
    return Table(
        "Weights of a kernel (256, 128)",
        ["scheme", "distribution", "wanted stddev", "measured stddev", "largest |w|"],
        rows,
    )


def studies_table(studies: dict[str, Propagation]) -> Table:
    """Return the variances at the far end of each study."""
    return Table(
        f"Variance after {LAYERS} layers",
        ["weights, activation", "Var(z_1)", f"Var(z_{LAYERS})", "Var(dL/dz_1), start = 1"],
        [[name, s.forward[0], s.forward[-1], s.backward[0]] for name, s in studies.items()],
    )


def training_table(accuracy: dict[str, float]) -> Table:
    """Return the accuracy from each start."""
    return Table(
        "Test accuracy on the digits, ten hidden ReLU layers, 5 epochs of SGD(0.01), one seed",
        ["start", "accuracy"],
        list(accuracy.items()),
    )


def propagation_figure(studies: dict[str, Propagation]) -> Figure:
    """Draw the variances forwards and backwards."""
    figure, (there, back) = plt.subplots(1, 2, figsize=(12, 5), layout="constrained")
    layers = np.arange(1, LAYERS + 1)
    for name, study in studies.items():
        line = STUDIES[name][2]
        there.semilogy(layers, study.forward, line, markersize=5, markevery=2, label=name)
        back.semilogy(layers, study.backward, line, markersize=5, markevery=2, label=name)
    there.set(title="Signal, from left to right", ylabel="Var(z) (log scale)")
    back.set(title="Gradient, from right to left", ylabel="Var(∂L/∂z) (log scale)")
    for axis in (there, back):
        axis.set(xlabel="layer", xticks=layers[3::4])
        axis.grid(alpha=0.3)
    back.legend()
    sigmoid = studies["Glorot, sigmoid"].backward[0]
    return Figure(
        "propagation",
        figure,
        "He suits ReLU; Glorot loses a factor of 2 a layer there; no variance saves the sigmoid.",
        "Two panels. Signals: with He and ReLU, LeCun and orthogonal weights in linear layers the "
        "variance stays level; with Glorot and ReLU it halves at every layer. Gradients: the same, "
        f"and with Glorot and sigmoid the variance falls to {sigmoid:.0e} at layer 1.",
    )


def weights_figure() -> Figure:
    """Draw the three distributions of one variance."""
    figure, axes = plt.subplots(1, 3, figsize=(12, 3.6), sharey=True, layout="constrained")
    std = lecun_variance(256) ** 0.5
    for axis, distribution in zip(axes, ("uniform", "normal", "truncated_normal"), strict=True):
        kernel = np.asarray(LeCun(distribution, seed=0)((256, 512))).ravel()
        axis.hist(kernel, bins=80, range=(-0.25, 0.25), density=True, color="0.6")
        for side in (-std, std):
            axis.axvline(side, color="k", linestyle="--", linewidth=0.9)
        axis.set(title=f"{distribution}, stddev {kernel.std():.4f}", xlabel="weight")
    axes[0].set_ylabel("density")
    return Figure(
        "weights",
        figure,
        f"LeCun weights for 256 inputs (stddev {std:.4f}, dashed) in three distributions; the "
        f"truncated one is drawn {1 / truncated_normal_std():.3f} times wider and cut at two "
        "standard deviations.",
        "Three histograms with the same standard deviation: a box, a bell, and a bell whose tails "
        "are cut off.",
    )


def mean_claim() -> Claim:
    """Which mean Glorot's variance is (SAQ 20)."""
    n_in, n_out = 100, 400
    a, b = 1 / n_in, 1 / n_out
    glorot, geometric, harmonic = glorot_variance(n_in, n_out), (a * b) ** 0.5, 2 / (1 / a + 1 / b)
    return Claim(
        "Glorot's 2/(n_in + n_out) is the geometric mean of 1/n_in and 1/n_out.",
        f"For 100 inputs and 400 outputs: Glorot {glorot:.4g}, geometric mean {geometric:.4g}, "
        f"harmonic mean {harmonic:.4g}.",
        bool(np.isclose(glorot, geometric)),
    )


def gain_claim() -> Claim:
    """The amplification of N(0, 2) weights with 100 inputs (SAQ 20)."""
    rng = np.random.default_rng(0)
    weights, x = rng.normal(scale=2.0, size=(100, 100)), rng.normal(size=(100, 500))
    formula = np.mean(np.abs(weights)) * np.sqrt(100)
    gain = np.sqrt(np.mean((weights @ x) ** 2) / np.mean(x**2))
    return Claim(
        "The scale of a layer's signal is mean(|w|) · √n, 20 for N(0, 2) weights and 100 inputs.",
        f"The factor is {gain:.1f}, but mean(|w|) · √n = {formula:.1f}: it takes the standard "
        "deviation, not the mean absolute weight.",
        bool(np.isclose(formula, gain, rtol=0.1)),
    )


def shrink_claim() -> Claim:
    """Ten layers of N(0, 0.001) weights (SAQ 20)."""
    small = keras.initializers.RandomNormal(stddev=0.001, seed=keras.random.SeedGenerator(0))
    forward = variance_propagation(small, [100] * 11).forward
    scale = float(np.sqrt(np.float64(forward[-1])))
    return Claim(
        "Weights from N(0, 0.001) with 100 inputs shrink a signal to 1e-20 in ten layers.",
        f"Standard deviation after ten linear layers: {scale:.1e} (start 1).",
        bool(1e-21 < scale < 1e-19),
    )


def he_claim(studies: dict[str, Propagation]) -> Claim:
    """What He's factor of 2 does (SAQ 20)."""
    he, glorot = studies["He, ReLU"], studies["Glorot, ReLU"]
    ratio = [study.forward[-1] / study.forward[0] for study in (he, glorot)]
    return Claim(
        "ReLU needs weights of twice the variance to keep the strength of the signal.",
        f"Variance of the last layer / of the first, {LAYERS} ReLU layers: He {ratio[0]:.2g}, "
        f"half of it (Glorot at equal widths) {ratio[1]:.2g}.",
        bool(0.1 < ratio[0] < 10 and ratio[1] < 1e-3),
    )


def glorot_claim(studies: dict[str, Propagation]) -> Claim:
    """What Glorot does for sigmoid and tanh (SAQ 20)."""
    tanh, sigmoid = studies["Glorot, tanh"].backward[0], studies["Glorot, sigmoid"].backward[0]
    return Claim(
        "Xavier keeps the variance across layers for sigmoid and tanh networks.",
        f"Variance of the gradient at layer 1 of {LAYERS} (1 at the last): tanh {tanh:.2g}, "
        f"sigmoid {sigmoid:.2g}. The derivation assumes a slope of 1 at 0; the sigmoid's is 1/4.",
        bool(min(tanh, sigmoid) > 0.01),
    )


def lecture_loop(seed: int) -> tuple[float, float]:
    """Run the lecture's own LSUV (lecture notes, 5.2): mean square after the activation function.

    Returns the norm of the output layer's kernel and the variance of the network's output.
    """
    model, h = lecture_network(seed)
    for layer in model.layers:
        for _ in range(10):
            mean_square = float(np.mean(np.square(layer(h))))
            if abs(mean_square - 1) < 0.1:
                break
            layer.kernel.assign(layer.kernel * np.sqrt(1 / (mean_square + 1e-8)))
        h = layer(h)
    kernel = np.asarray(layer.kernel, dtype=np.float64)  # the norm overflows float32
    return float(np.linalg.norm(kernel)), float(np.var(h))


def lecture_loop_claim(seeds: int = 10) -> Claim:
    """What becomes of the sigmoid layer in the lecture's loop."""
    norms, variances = np.array([lecture_loop(seed) for seed in range(seeds)]).T
    return Claim(
        "The lecture's LSUV loop calibrates every layer of its demo network to variance 1.",
        f"Its sigmoid output layer, {seeds} seeds: variance {np.nanmin(variances):.2g} to "
        f"{np.nanmax(variances):.2g}, norm of its kernel {norms.min():.2g} to {norms.max():.2g} "
        "(1 with orthonormal weights). A sigmoid's output cannot have a variance above 1/4; "
        "measured before the activation function, every layer converges (table above).",
        bool(np.all(np.abs(variances - 1) < 0.1)),
    )
