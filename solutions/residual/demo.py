"""Plain against residual networks of equal depth: gradients by block, training, the Jacobian."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import keras
import matplotlib.pyplot as plt
import numpy as np

from solutions.data import Split, load
from solutions.report import Claim, Demonstration, Figure, Table
from solutions.residual.highway import gradient_norms_per_block
from solutions.residual.jacobian import (
    backpropagate,
    post_activation_jacobian,
    pre_activation_jacobian,
)
from solutions.residual.networks import plain_network, residual_network

NETWORKS = {
    "plain": plain_network,
    "post-activation": residual_network,
    "pre-activation": partial(residual_network, pre_activation=True),
}
STARTS = ("glorot_uniform", "he_normal")
DEPTHS = {16: "34 layers", 50: "102 layers"}
STYLES = dict(zip(NETWORKS, ("k-o", "C0--s", "C1-.^"), strict=True))


def demonstrate(say: Callable[[str], None] = print) -> Demonstration:
    """Compare the gradient that reaches each block, and training, with and without shortcuts."""
    digits = load("digits")
    norms = {}
    for blocks, depth in DEPTHS.items():
        for start in STARTS:
            say(f"gradient at each block: {depth}, {start}")
            for name in NETWORKS:
                model = _network(name, blocks, start)
                norms[name, blocks, start] = gradient_norms_per_block(
                    model, digits.x_train[:256], digits.y_train[:256]
                )
    models, losses = {}, {}
    for name in NETWORKS:
        say(f"training 34 layers: {name}")
        models[name], losses[name] = _train(name, digits)
    closed = _share_closed(models["post-activation"], digits.x_test)
    accuracies = {
        name: model.evaluate(digits.x_test, digits.y_test, verbose=0)[1]
        for name, model in models.items()
    }

    tables = [
        Table(
            "Gradient norm at the output of the first block, relative to the last block's",
            ["network", *(f"{DEPTHS[b]}, {start}" for b in DEPTHS for start in STARTS)],
            [
                [name, *(_ratio(norms[name, b, start]) for b in DEPTHS for start in STARTS)]
                for name in NETWORKS
            ],
        ),
        Table(
            "Training 34 layers: Glorot start, plain gradient descent, rate 0.01, 8 epochs",
            ["network", "first epoch's loss", "last epoch's loss", "test accuracy"],
            [[name, losses[name][0], losses[name][-1], accuracies[name]] for name in NETWORKS],
        ),
    ]
    return Demonstration(
        "Residual connections",
        "Dense ReLU networks, 64 wide, on the digits: a plain stack, the original residual block "
        "and the pre-activation block, with equally many layers and weights. No batch norm.",
        tables,
        [_plot_norms(norms), _plot_losses(losses)],
        _claims(norms, losses, closed),
    )


def _network(name: str, blocks: int, start: str) -> keras.Sequential:
    keras.utils.set_random_seed(0)
    return NETWORKS[name](blocks, kernel_initializer=start)


def _train(name: str, digits: Split) -> tuple[keras.Sequential, list[float]]:
    model = _network(name, 16, "glorot_uniform")
    model.compile(
        keras.optimizers.SGD(0.01),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    history = model.fit(digits.x_train, digits.y_train, batch_size=64, epochs=8, verbose=0)
    return model, history.history["loss"]


def _ratio(norms: np.ndarray) -> float:
    return norms[0] / norms[-1]


def _share_closed(model: keras.Sequential, x: np.ndarray) -> float:
    """Share of units, over all blocks and examples, whose last ReLU is shut."""
    h, shares = x, []
    for layer in model.layers:
        h = layer(h)
        if layer.name.startswith("block_"):
            shares.append(np.mean(h.numpy() == 0))
    return float(np.mean(shares))


def _plot_norms(norms: dict) -> Figure:
    figure, panels = plt.subplots(1, 2, figsize=(11, 4.2), sharey=True)
    for panel, start in zip(panels, STARTS, strict=True):
        for name, style in STYLES.items():
            values = norms[name, 50, start]
            panel.semilogy(range(1, 51), values, style, label=name, markersize=5, markevery=(0, 7))
        panel.set(title=f"start: {start}", xlabel="block (1 = next to the input)")
        panel.grid(alpha=0.3)
    panels[0].set_ylabel("L2 norm of the loss gradient at the block's output")
    panels[0].legend()
    figure.suptitle("The gradient that arrives at each of 50 blocks (102 layers), before training")
    figure.tight_layout()
    ends = "; ".join(
        f"{name}, {start}: {norms[name, 50, start][0]:.1e}" for start in STARTS for name in NETWORKS
    )
    return Figure(
        "gradient_highway",
        figure,
        "Read from right to left, as the gradient travels. Without shortcuts it vanishes from the "
        "Glorot start, not from He's. With them it grows instead, from He's start beyond all use.",
        f"Gradient norm against block, logarithmic, two panels. Norms at block 1: {ends}.",
    )


def _plot_losses(losses: dict) -> Figure:
    figure, axes = plt.subplots(figsize=(7, 4))
    for name, style in STYLES.items():
        axes.semilogy(range(1, len(losses[name]) + 1), losses[name], style, label=name)
    axes.set(
        title="Training 34 layers with and without shortcuts",
        xlabel="epoch",
        ylabel="training loss (cross-entropy, nats)",
    )
    axes.legend()
    axes.grid(alpha=0.3, which="both")
    figure.tight_layout()
    final = ", ".join(f"{name} {values[-1]:.3f}" for name, values in losses.items())
    return Figure(
        "training",
        figure,
        "Glorot start, plain gradient descent, learning rate 0.01, batches of 64.",
        f"Training loss against epoch, logarithmic; losses in the last epoch: {final}.",
    )


def _claims(norms: dict, losses: dict, closed: float) -> list[Claim]:
    glorot = {name: _ratio(norms[name, 16, "glorot_uniform"]) for name in NETWORKS}
    plain_he = _ratio(norms["plain", 16, "he_normal"])
    he = {name: _ratio(norms[name, 50, "he_normal"]) for name in NETWORKS}
    # w1 = I, w2 = -I: for x > 0 the branch is F(x) = -x, so F' = -I.
    eye, none, x = np.eye(4), np.zeros(4), np.arange(1.0, 5.0)
    cancelled = np.linalg.norm(pre_activation_jacobian(x, eye, none, -eye))
    silent = post_activation_jacobian(-x, 0 * eye, none, 0 * eye, none)
    through = backpropagate(x, [0 * eye] * 50)[0]
    return [
        Claim(
            "Residual connections create gradient highways: gradients reach the early layers of a "
            "deep network where those of a plain one vanish.",
            "norm at the first of 16 blocks over norm at the last, Glorot start: "
            + ", ".join(f"{name} {value:.2g}" for name, value in glorot.items())
            + f" (from He's start the plain network does not vanish: {plain_he:.2g})",
            glorot["plain"] < 1e-3 < min(glorot["post-activation"], glorot["pre-activation"]),
        ),
        Claim(
            "Skip connections make very deep networks trainable.",
            "training loss after 8 epochs, 34 layers: "
            + ", ".join(f"{name} {values[-1]:.3f}" for name, values in losses.items())
            + f" (guessing: {np.log(10):.3f})",
            losses["plain"][-1] > 2
            and max(losses["post-activation"][-1], losses["pre-activation"][-1]) < 0.5,
        ),
        Claim(
            "The gradient does not vanish even if dF/dx goes to 0.",
            f"with F = 0 a gradient came through 50 pre-activation blocks changed by "
            f"{np.abs(through - x).max():.1g}",
            bool(np.array_equal(through, x)),
        ),
        Claim(
            "The lecture's ResidualBlock has dy/dx = dF/dx + 1.",
            "it ends in a ReLU: with F = 0, at an input of negative numbers, its Jacobian has norm "
            f"{np.linalg.norm(silent):.1g}. In the trained post-activation network {closed:.0%} of "
            "the block outputs sit at a shut ReLU, which shuts the shortcut too",
            bool(np.array_equal(silent, eye)),
        ),
        Claim(
            'The "+1" ensures that the gradient can always flow backward.',
            "the 1 is the identity matrix I; with F(x) = -x, F' = -I, the Jacobian I + F' of a "
            f"pre-activation block has norm {cancelled:.1g}",
            bool(cancelled > 0),
        ),
        Claim(
            "Residual connections are among the remedies for exploding gradients.",
            "norm at the first of 50 blocks over norm at the last, He start: "
            + ", ".join(f"{name} {value:.2g}" for name, value in he.items())
            + ". Without normalization every block adds its variance to that of its input",
            max(he["post-activation"], he["pre-activation"]) <= he["plain"],
        ),
    ]
