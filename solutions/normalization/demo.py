"""Normalization, before and after: gradient norms, training, learning rates, batch dependence."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from solutions.data import load
from solutions.normalization.study import NORMALIZERS, build_network, gradient_norms, train
from solutions.report import Claim, Demonstration, Figure, Table

GAINS = (0.5, 1.0, 2.0)
DEPTHS = (10, 20, 40)
RATES = (0.01, 0.2)
EPOCHS, RATE_EPOCHS = 3, 2
STYLES = dict(zip(NORMALIZERS, ("k-o", "C0--s", "C1-.^", "C2:D", "C3-x"), strict=True))


def demonstrate(say: Callable[[str], None] = print) -> Demonstration:
    """Measure what normalization does to gradients and training on the digits images."""
    digits = load("digits")
    x, y = digits.x_train.reshape(-1, 8, 8, 1), digits.y_train
    x_test = digits.x_test.reshape(-1, 8, 8, 1)
    few = x[:128], y[:128]

    say("gradient norms at the start, three starts x five networks")
    norms = {
        (name, gain): gradient_norms(build_network(name, gain=gain), *few)
        for gain in GAINS
        for name in NORMALIZERS
    }
    say(f"batch norm at depths {DEPTHS}")
    first = [gradient_norms(build_network("batch", depth=depth), *few)[0] for depth in DEPTHS]

    losses, accuracies = {}, {}
    for name in NORMALIZERS:
        say(f"training from the weak start: {name}")
        model = build_network(name, gain=0.5)
        losses[name] = train(model, x, y, learning_rate=0.05, epochs=EPOCHS, seed=0)
        accuracies[name] = float(np.mean(np.argmax(model(x_test), axis=1) == digits.y_test))

    say("training from He's start at two learning rates")
    by_rate = {
        (name, rate): train(build_network(name), x, y, rate, RATE_EPOCHS, seed=0)[-1]
        for name in ("none", "batch")
        for rate in RATES
    }
    changes = _batch_dependence()
    tables = [
        Table(
            "Gradient norm of the first of 10 convolutions, by gain on He's standard deviation",
            ["normalization", *(f"gain {gain}" for gain in GAINS), "largest / smallest"],
            [[name, *row, max(row) / min(row)] for name, row in _first_layer(norms).items()],
        ),
        Table(
            f"Training from gain 0.5: plain gradient descent, rate 0.05, {EPOCHS} epochs",
            ["normalization", "first epoch's loss", "last epoch's loss", "test accuracy"],
            [[name, losses[name][0], losses[name][-1], accuracies[name]] for name in NORMALIZERS],
        ),
        Table(
            f"Training loss in epoch {RATE_EPOCHS}, He's start",
            ["learning rate", "none", "batch"],
            [[rate, by_rate["none", rate], by_rate["batch", rate]] for rate in RATES],
        ),
        Table(
            "How far the output for one image moves when the rest of its batch is replaced",
            ["normalization", "largest change"],
            [[name, change] for name, change in changes.items()],
        ),
        Table(
            "Batch norm, He's start: gradient norm of the first convolution",
            ["depth", "gradient norm"],
            list(zip(DEPTHS, first, strict=True)),
        ),
    ]
    return Demonstration(
        "Normalization",
        "Ten convolutions with ReLU on 8x8 digits, identical weights, without normalization and "
        "with each of four. The start is He's standard deviation times a gain; 0.5 and 2 are bad.",
        tables,
        [_plot_norms(norms), _plot_losses(losses)],
        _claims(norms, losses, by_rate, changes, first),
    )


def _first_layer(norms: dict) -> dict[str, list[float]]:
    return {name: [norms[name, gain][0] for gain in GAINS] for name in NORMALIZERS}


def _batch_dependence() -> dict[str, float]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(8, 8, 8, 16)).astype("float32")
    other = np.concatenate([x[:1], 3 + 2 * x[1:]])
    changes = {}
    for name, make in NORMALIZERS.items():
        if make is not None:
            layer = make()
            before, after = layer(x, training=True)[0], layer(other, training=True)[0]
            changes[name] = float(tf.reduce_max(tf.abs(after - before)))
    return changes


def _plot_norms(norms: dict) -> Figure:
    figure, panels = plt.subplots(1, len(GAINS), figsize=(11, 4), sharey=True)
    for panel, gain in zip(panels, GAINS, strict=True):
        for name, style in STYLES.items():
            values = norms[name, gain]
            panel.semilogy(range(1, len(values) + 1), values, style, label=name, markersize=5)
        panel.set(title=f"gain {gain}", xlabel="convolution (1 = next to the input)")
        panel.grid(alpha=0.3)
    panels[0].set_ylabel("L2 norm of the kernel's gradient")
    panels[-1].legend(title="normalization", fontsize="small", loc="lower right")
    figure.suptitle("Gradient norms at the start, before any training")
    figure.tight_layout()
    row = _first_layer(norms)["none"]
    return Figure(
        "gradient_norms",
        figure,
        "The same weights with and without normalization. Without, the norm depends on the start; "
        "with any of the four it stays within a few decades.",
        "Three panels of gradient norm against layer on a logarithmic axis. The line without "
        f"normalization moves from {row[0]:.1e} to {row[-1]:.1e} in the first layer as the gain "
        "goes from 0.5 to 2; the four normalized lines move by a factor of 4.",
    )


def _plot_losses(losses: dict) -> Figure:
    figure, axes = plt.subplots(figsize=(7, 4))
    for name, style in STYLES.items():
        axes.plot(range(1, len(losses[name]) + 1), losses[name], style, label=name, markersize=5)
    axes.axhline(np.log(10), color="0.6", linewidth=1)
    axes.text(
        EPOCHS, np.log(10) + 0.04, "guessing: ln 10", color="0.3", fontsize="small", ha="right"
    )
    axes.set(
        title="Training from a weak start (gain 0.5)",
        xlabel="epoch",
        xticks=range(1, EPOCHS + 1),
        ylabel="training loss (cross-entropy, nats)",
    )
    axes.legend(title="normalization", fontsize="small")
    axes.grid(alpha=0.3)
    figure.tight_layout()
    final = ", ".join(f"{name} {values[-1]:.2f}" for name, values in losses.items())
    return Figure(
        "training",
        figure,
        "Plain gradient descent, learning rate 0.05, batches of 64.",
        f"Training loss against epoch; losses in the last epoch: {final}.",
    )


def _claims(norms: dict, losses: dict, by_rate: dict, changes: dict, first: list) -> list[Claim]:
    none, batch = (_first_layer(norms)[name] for name in ("none", "batch"))
    spread_none, spread_batch = max(none) / min(none), max(batch) / min(batch)
    last = {name: values[-1] for name, values in losses.items()}
    others = max(change for name, change in changes.items() if name != "batch")
    return [
        Claim(
            "Batch normalization makes training less dependent on weight initialization.",
            f"first layer's gradient norm over gains 0.5 to 2: spread x{spread_none:.3g} without, "
            f"x{spread_batch:.3g} with batch norm; loss after {EPOCHS} epochs from gain 0.5: "
            f"{last['none']:.3f} without, {last['batch']:.3f} with",
            spread_batch < spread_none / 100 and last["batch"] < last["none"] / 2,
        ),
        Claim(
            "Batch normalization allows higher learning rates.",
            f"loss in epoch {RATE_EPOCHS}: "
            + "; ".join(
                f"rate {rate}: {by_rate['none', rate]:.3f} without, "
                f"{by_rate['batch', rate]:.3f} with"
                for rate in RATES
            ),
            by_rate["batch", RATES[1]] < by_rate["batch", RATES[0]]
            and by_rate["none", RATES[1]] > by_rate["none", RATES[0]],
        ),
        Claim(
            "Batch normalization ensures that the gradient has a controlled magnitude.",
            "first layer's gradient norm: "
            + ", ".join(f"{v:.3g} at depth {d}" for d, v in zip(DEPTHS, first, strict=True))
            + ". In a deep plain network batch norm makes gradients grow towards the input "
            "(Yang et al. 2019, arXiv:1902.08129)",
            first[-1] < 10 * first[0],
        ),
        Claim(
            "Layer normalization does not depend on the batch (and so not on its size).",
            "replacing the other 7 images moved the output for the first by "
            f"{changes['batch']:.3g} under batch norm, by at most {others:.3g} under the others",
            others < 1e-5 < changes["batch"],
        ),
    ]
