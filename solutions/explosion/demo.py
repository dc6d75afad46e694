"""Script 03: the warning system on networks that explode, and on one that does not."""

from __future__ import annotations

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from solutions.data import load
from solutions.explosion import (
    GradientExplosionDetector,
    Severity,
    explosion_growth,
    gradient_norm,
    layer_gain,
    measured_growth,
)
from solutions.report import Claim, Demonstration, Figure, Table
from solutions.vanishing import build_deep_network, kernel_gradient_norms, seeded
from solutions.vanishing.demo import lecture_data

STEPS = 45
# activation, initializer, learning rate, factor on the learning rate at each step
RUNS = {
    "learning rate creeps up": ("tanh", "glorot_normal", 0.1, 1.15),
    "learning rate too high": ("relu", "he_normal", 1.0, 1.0),
    "healthy": ("tanh", "glorot_normal", 0.1, 1.0),
    "healthy, but noisy": ("linear", "glorot_normal", 0.05, 1.0),
}
LINES = dict(zip(RUNS, ("o-", "s--", "-", ":"), strict=True))


def demonstrate(say=print) -> Demonstration:
    """Train four networks under the detector, and measure how layers amplify."""
    detectors = {}
    for name, settings in RUNS.items():
        say(f"{STEPS} steps: {name}")
        detectors[name] = watch_training(*settings)
    say("amplification by linear layers")
    sizes = measured_growth(stddev=2.0, width=64, depth=10)
    return Demonstration(
        title="Gradient explosion detector",
        summary="Six-layer networks on the digits (mean squared error, SGD, batches of 64), watched"
        " by a detector with threshold 100. An early warning is raised while the norm is still "
        "below the threshold and its trend would cross it within 10 steps.",
        tables=[log_table(detectors["learning rate creeps up"]), runs_table(detectors)],
        figures=[warning_figure(detectors), growth_figure(sizes)],
        claims=[
            nan_claim(detectors["learning rate too high"]),
            report_claim(),
            thousand_claim(),
            compound_claim(),
            inflation_claim(),
        ],
    )


def watch_training(
    activation: str, initializer: str, learning_rate: float, ramp: float
) -> GradientExplosionDetector:
    """Train a network of five hidden layers for ``STEPS`` steps and return its detector."""
    data = load("digits")
    x, y = tf.constant(data.x_train), tf.one_hot(data.y_train, 10)
    widths = [64] * 5 + [10]
    model = keras.Sequential([keras.Input((64,))])
    for l, width in enumerate(widths):
        model.add(
            keras.layers.Dense(
                width,
                activation=activation if l < 5 else None,
                kernel_initializer=seeded(initializer, l),
            )
        )
    optimizer = keras.optimizers.SGD(learning_rate)
    rng = np.random.default_rng(0)
    detector = GradientExplosionDetector(threshold=100.0)
    for _ in range(STEPS):
        batch = rng.integers(0, len(x), 64)
        with tf.GradientTape() as tape:
            error = model(tf.gather(x, batch)) - tf.gather(y, batch)
            loss = tf.reduce_mean(tf.square(error))
        gradients = tape.gradient(loss, model.trainable_variables)
        detector.observe(gradient_norm(gradients))
        optimizer.apply(gradients, model.trainable_variables)
        optimizer.learning_rate = optimizer.learning_rate * ramp
    return detector


def log_table(detector: GradientExplosionDetector) -> Table:
    """Return the steps at which the level or the warning changed."""
    rows, last = [], None
    for seen in detector.history:
        state = (seen.severity, seen.early_warning)
        if state != last:
            warning = "early warning" if seen.early_warning else ""
            rows.append([seen.step, seen.norm, seen.growth, seen.severity.name, warning])
        last = state
    return Table(
        "Warning log: the learning rate creeps up by 15 % a step (changes only)",
        ["step", "gradient norm", "growth per step", "severity", ""],
        rows,
    )


def runs_table(detectors: dict[str, GradientExplosionDetector]) -> Table:
    """Return what the detector said in each run."""
    rows = []
    for name, detector in detectors.items():
        lead = detector.first_explosion - detector.first_warning
        finite = np.isfinite(lead)
        raised = sum(seen.early_warning for seen in detector.history)
        rows.append(
            [
                name,
                detector.worst.name,
                raised,
                int(detector.first_explosion) if detector.worst >= Severity.EXPLOSION else "never",
                int(lead) if finite else "none",
            ]
        )
    return Table(
        f"Four runs of {STEPS} steps (an early warning in a run that never explodes is false)",
        ["run", "worst severity", "early warnings", "first explosion at step", "steps of notice"],
        rows,
    )


def warning_figure(detectors: dict[str, GradientExplosionDetector]) -> Figure:
    """Draw the norms over the steps, with the levels as bands and the early warnings marked."""
    figure, axis = plt.subplots(figsize=(10, 5.5), layout="constrained")
    levels = (("WARNING", 10, 100), ("EXPLOSION", 100, 1e4), ("CRITICAL", 1e4, 1e12))
    for shade, (label, low, high) in enumerate(levels):
        axis.axhspan(low, high, color=str(0.95 - 0.1 * shade), zorder=0)
        axis.text(STEPS - 0.5, low * 1.3, label, ha="right", fontsize=9)
    for name, detector in detectors.items():
        shown = [seen for seen in detector.history if seen.norm < 1e12]
        steps, norms = [seen.step for seen in shown], [seen.norm for seen in shown]
        axis.semilogy(steps, norms, LINES[name], markersize=4, label=name)
    warned = [seen for d in detectors.values() for seen in d.history if seen.early_warning]
    axis.semilogy(
        [seen.step for seen in warned],
        [seen.norm for seen in warned],
        "k*",
        markersize=11,
        fillstyle="none",
        label="early warning",
    )
    axis.set(
        title="Gradient norm during training, and the level that the detector gives it",
        xlabel="step",
        ylabel="global gradient norm (log scale)",
        ylim=(5e-2, 1e12),
        xlim=(-0.5, STEPS),
    )
    axis.legend(loc="upper left", fontsize=9)
    creeping = detectors["learning rate creeps up"]
    return Figure(
        "warning_system",
        figure,
        "The warning system: levels as bands, early warnings as stars; norms above 1e12 and NaN "
        "are cut off.",
        "Gradient norm over training steps on a log scale. With a creeping learning rate the first "
        f"early warning comes at step {creeping.first_warning}, the explosion at step "
        f"{creeping.first_explosion}; with a rate that is too high from the start the norm passes "
        "all levels within a few steps, before a trend can be fitted; the two healthy runs stay "
        "below the threshold of 100.",
    )


def growth_figure(sizes: np.ndarray) -> Figure:
    """Draw the size of a signal after each layer, measured and predicted."""
    figure, axis = plt.subplots(figsize=(8, 4.5), layout="constrained")
    layers = np.arange(sizes.size)
    predicted = [explosion_growth(2.0, 64, int(layer)) for layer in layers]
    axis.semilogy(layers, sizes, "o", label="measured: N(0, 2²), 64 units")
    axis.semilogy(layers, predicted, "k--", label="predicted: (2 √64)^depth = 16^depth")
    axis.set(
        title="Size of a signal after linear layers with stddev 2",
        xlabel="number of layers",
        ylabel="‖x_l‖ / ‖x_0‖ (log scale)",
    )
    axis.legend()
    axis.grid(alpha=0.3)
    return Figure(
        "growth",
        figure,
        "Linear layers with large weights amplify geometrically.",
        f"The measured size grows by about 16 a layer, to {sizes[-1]:.1e} after 10 layers; "
        "the predicted line passes through the points.",
    )


def nan_claim(detector: GradientExplosionDetector) -> Claim:
    """The lecture's rule on NaN (lecture notes, 2.4)."""
    overflow = [seen.norm for seen in detector.history if seen.severity is Severity.OVERFLOW]
    found = sum(norm > 100.0 for norm in overflow)
    return Claim(
        "`norm > threshold` detects an exploding gradient.",
        f"Of {len(overflow)} steps with a NaN or infinite norm in the run with too high a learning "
        f"rate, `norm > 100` finds {found}; the detector grades all of them OVERFLOW.",
        bool(overflow) and found == len(overflow),
    )


def report_claim() -> Claim:
    """The 'expected output' of an exploding network (lecture notes, 1.5)."""
    ranges = {}
    for depth in (4, 5, 6):
        model = build_deep_network(
            depth,
            activation="linear",
            output_activation="linear",
            initializer=keras.initializers.RandomNormal(stddev=2.0),
        )
        norms = kernel_gradient_norms(model, *lecture_data(seed=0))
        ranges[depth] = (norms.min(), norms.max())
    text = "; ".join(f"{d} layers: {low:.1e} to {high:.1e}" for d, (low, high) in ranges.items())
    near = [
        low / 10 <= 5.67e2 <= low * 10 and high / 10 <= 1.23e5 <= high * 10
        for low, high in ranges.values()
    ]
    return Claim(
        "The exploding network (linear layers, stddev 2) has gradient norms from 5.67e+02 to "
        "1.23e+05.",
        f"Kernel gradient norms, {text}.",
        any(near),
    )


def thousand_claim() -> Claim:
    """The amplification of one layer (SAQ 17)."""
    gain = measured_growth(stddev=2.0, width=1000, depth=1)[1]
    return Claim(
        "Weights from N(0, 2) with 1000 inputs amplify signals by about 1000 at each layer.",
        f"Measured {gain:.1f}; predicted 2 √1000 = {layer_gain(2.0, 1000):.1f}.",
        bool(np.isclose(gain, 1000, rtol=0.2)),
    )


def compound_claim() -> Claim:
    """Compound growth of 1.1 a layer (SAQ 17)."""
    values = [1.1**depth for depth in (20, 50, 100)]
    return Claim(
        "A factor of 1.1 a layer gives 6.7 after 20 layers, 117 after 50 and 13,781 after 100.",
        ", ".join(f"{value:,.1f}" for value in values) + ".",
        bool(np.allclose(values, [6.7, 117, 13_781], rtol=0.01)),
    )


def inflation_claim() -> Claim:
    """The bread of the lecture (lecture notes, 2.2)."""
    price = 1
    for _ in range(2, 11):
        price *= 2
    return Claim(
        "Bread that costs $1 on day 1, $2 on day 2 and $4 on day 3 costs $1,024 on day 10.",
        f"Doubling from day 2 to day 10 gives ${price:,}: day n costs 2^(n-1), not 2^n.",
        price == 1024,
    )
