"""The schedules drawn, raced on clean and on noisy digits, and warm-up put to the test."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np

from solutions.data import Split, load
from solutions.report import Claim, Demonstration, Figure, Table
from solutions.schedules.cosine import cosine_annealing, cosine_warm_restarts
from solutions.schedules.decay import exponential_decay, step_decay
from solutions.schedules.keras_schedules import CosineAnnealing, WarmUp
from solutions.schedules.plateau import ReduceOnPlateau
from solutions.schedules.race import RateOf, build_network, run, steps_per_epoch
from solutions.schedules.warmup import linear_warmup

RATE, EPOCHS, BATCH, SEEDS = 0.3, 21, 16, 3
PEAKS, WARMUP_STEPS, WARMUP_SEEDS = (0.1, 0.2, 0.3), 100, 3
STYLES = {
    "constant": "k-",
    "step decay": "C0--",
    "exponential decay": "C1-.",
    "cosine annealing": "C2:",
    "warm restarts": "C3-s",
    "warm-up and cosine": "C4-^",
    "on plateau": "C5-x",
}


def demonstrate(say: Callable[[str], None] = print) -> Demonstration:
    """Draw the schedules and compare what the same network reaches under each."""
    clean = load("digits")
    data = {"clean labels": clean, "15 % random labels": _with_random_labels(clean, 0.15)}
    results = {}
    for kind, split in data.items():
        for name in STYLES:
            say(f"{kind}: {name}")
            results[name, kind] = [_race(name, split, seed) for seed in range(SEEDS)]
    say(f"warm-up: {len(PEAKS)} peaks, {WARMUP_SEEDS} seeds, with and without")
    warmup = {
        peak: [_final_losses(clean, peak, steps) for steps in (0, WARMUP_STEPS)] for peak in PEAKS
    }

    losses = {key: np.mean([loss for loss, _ in runs], axis=0) for key, runs in results.items()}
    scores = {key: np.mean([score for _, score in runs]) for key, runs in results.items()}
    tables = [
        Table(
            f"After {EPOCHS} epochs, initial rate {RATE}, mean of {SEEDS} seeds",
            [
                "schedule",
                *(f"{what}, {kind}" for kind in data for what in ("loss", "accuracy")),
            ],
            [
                [name, *(v for kind in data for v in (losses[name, kind][-1], scores[name, kind]))]
                for name in STYLES
            ],
        ),
        Table(
            f"Loss after 8 epochs, 16 hidden layers: median of {WARMUP_SEEDS} seeds "
            "(diverged runs count as infinite)",
            ["peak rate", "constant", f"{WARMUP_STEPS} steps of warm-up, then constant"],
            [[peak, *map(np.median, pair)] for peak, pair in warmup.items()],
        ),
    ]
    return Demonstration(
        "Learning rate schedules",
        "Plain stochastic gradient descent, batches of 16, on the digits with one hidden layer of "
        "32. A fifth of the training part is held out for the plateau schedule to watch. Accuracy "
        "is that on the test part, whose labels are always the true ones.",
        tables,
        [_plot_schedules(), _plot_losses(losses, list(data))],
        _claims(losses, scores, warmup, list(data)),
    )


def _schedules(steps: int) -> dict[str, RateOf]:
    """Return each schedule over a run of ``steps`` updates, by its name in ``STYLES``."""
    warmed = WarmUp(CosineAnnealing(RATE, steps - steps // 10 or 1), steps // 10 or 1)
    plateau = ReduceOnPlateau(RATE, factor=0.5, patience=2)

    def on_plateau(step: np.ndarray, losses: list[float]) -> np.ndarray:
        return np.full(len(step), plateau.update(losses[-1]) if losses else plateau.rate)

    return {
        "constant": lambda step, _: np.full(len(step), RATE),
        "step decay": lambda step, _: step_decay(step, RATE, 0.5, steps // 5 or 1),
        "exponential decay": lambda step, _: exponential_decay(step, RATE, 0.01, steps),
        "cosine annealing": lambda step, _: cosine_annealing(step, RATE, steps),
        "warm restarts": lambda step, _: cosine_warm_restarts(step, RATE, steps // 7 or 1, 2),
        "warm-up and cosine": lambda step, _: warmed(step),
        "on plateau": on_plateau,
    }


def _with_random_labels(split: Split, share: float) -> Split:
    rng = np.random.default_rng(0)
    random = rng.integers(0, 10, len(split.y_train)).astype("int32")
    replaced = rng.random(len(split.y_train)) < share
    return split._replace(y_train=np.where(replaced, random, split.y_train))


def _race(name: str, split: Split, seed: int) -> tuple[list[float], float]:
    model = build_network(depth=1, units=32, seed=seed)
    rate_of = _schedules(EPOCHS * steps_per_epoch(len(split.x_train), BATCH))[name]
    losses = run(model, split.x_train, split.y_train, rate_of, EPOCHS, BATCH, seed)
    predicted = model(split.x_test).numpy().argmax(axis=1)
    return losses, float(np.mean(predicted == split.y_test))


def _final_losses(split: Split, peak: float, warmup_steps: int) -> list[float]:
    def rate_of(step: np.ndarray, _: list[float]) -> np.ndarray:
        if warmup_steps:
            return linear_warmup(step, peak, warmup_steps).numpy()
        return np.full(len(step), peak)

    finals = []
    for seed in range(WARMUP_SEEDS):
        model = build_network(depth=16, units=64, seed=seed)
        final = run(model, split.x_train, split.y_train, rate_of, 8, 32, seed)[-1]
        finals.append(final if np.isfinite(final) else np.inf)
    return finals


def _plot_schedules() -> Figure:
    steps, per_epoch = 2100, 100
    # A loss that stops falling after 600 steps stands in for training.
    losses = [max(2.0 - 0.3 * epoch, 0.2) for epoch in range(steps // per_epoch)]
    figure, panels = plt.subplots(2, 3, figsize=(11, 5.5), sharex=True, sharey=True)
    schedules = _schedules(steps)
    del schedules["constant"]  # the dotted line
    for panel, (name, rate_of) in zip(panels.flat, schedules.items(), strict=True):
        rates = [
            rate_of(np.arange(start, start + per_epoch), losses[: start // per_epoch])
            for start in range(0, steps, per_epoch)
        ]
        panel.plot(np.concatenate(rates), "C0")
        panel.axhline(RATE, color="0.5", linestyle=":", linewidth=1)
        panel.set_title(name)
        panel.grid(alpha=0.3)
    for panel in panels[-1]:
        panel.set_xlabel("step (optimizer update)")
    for panel in panels[:, 0]:
        panel.set_ylabel("learning rate")
    figure.suptitle(f"Six schedules from the same rate, {RATE}, over {steps} steps")
    figure.tight_layout()
    return Figure(
        "schedules",
        figure,
        "Dotted: the constant rate. The plateau schedule is shown for a loss that falls for 6 "
        "epochs of 100 steps and then stays where it is.",
        "Six panels of learning rate against step: stairs that halve four times at equal "
        "distances, a smooth exponential fall, half a cosine wave, three cosine falls each twice "
        "as long as the one before, a straight rise over a tenth of the steps followed by a "
        "cosine, and stairs that begin to halve once the loss has stopped falling.",
    )


def _plot_losses(losses: dict, kinds: list[str]) -> Figure:
    figure, panels = plt.subplots(1, 2, figsize=(11, 4.5))
    for panel, kind in zip(panels, kinds, strict=True):
        for name, style in STYLES.items():
            panel.semilogy(
                range(1, EPOCHS + 1), losses[name, kind], style, label=name, markersize=4
            )
        panel.set(title=kind, xlabel="epoch", ylabel="training loss (cross-entropy, nats)")
        panel.set_xticks(range(1, EPOCHS + 1, 4))
        panel.grid(alpha=0.3, which="both")
    panels[0].legend(fontsize="small")
    figure.suptitle(f"Training under seven schedules from rate {RATE}, mean of {SEEDS} seeds")
    figure.tight_layout()
    ranked = {kind: sorted(STYLES, key=lambda name, k=kind: losses[name, k][-1]) for kind in kinds}
    final = "; ".join(
        f"{kind}: " + ", ".join(f"{name} {losses[name, kind][-1]:.3g}" for name in names)
        for kind, names in ranked.items()
    )
    places = "; ".join(
        f"with {kind} {names[0]} ends lowest and the constant rate is number "
        f"{names.index('constant') + 1} of {len(names)}"
        for kind, names in ranked.items()
    )
    return Figure(
        "race",
        figure,
        f"Clean labels can all be fitted, random ones contradict each other: {places}.",
        f"Training loss against epoch, logarithmic, two panels. Last epoch, lowest first: {final}.",
    )


def _claims(losses: dict, scores: dict, warmup: dict, kinds: list[str]) -> list[Claim]:
    falling = [name for name in STYLES if name != "constant"]
    noisy = kinds[1]
    final = {kind: {name: losses[name, kind][-1] for name in STYLES} for kind in kinds}
    best = {kind: min(falling, key=final[kind].get) for kind in kinds}
    medians = {peak: tuple(map(np.median, pair)) for peak, pair in warmup.items()}
    return [
        Claim(
            "Learning rate scheduling is a remedy for optimization difficulties.",
            "training loss at the end: "
            + "; ".join(
                f"{kind}: constant {final[kind]['constant']:.3g}, best schedule {best[kind]} "
                f"{final[kind][best[kind]]:.3g}"
                for kind in kinds
            )
            + ". There is something to gain where gradient noise persists, not where the "
            "network can fit every example",
            all(final[kind][best[kind]] < final[kind]["constant"] for kind in kinds),
        ),
        Claim(
            "Reducing the learning rate prevents over-optimization in later epochs.",
            f"test accuracy after training on {noisy}: constant {scores['constant', noisy]:.3f}; "
            + ", ".join(f"{name} {scores[name, noisy]:.3f}" for name in falling),
            all(scores[name, noisy] > scores["constant", noisy] for name in falling),
        ),
        Claim(
            "Warm-up is a remedy for optimization difficulties.",
            "median loss of a 16-layer network under plain gradient descent, without and with: "
            + "; ".join(f"peak {p}: {a:.3f}, {b:.3f}" for p, (a, b) in medians.items()),
            all(with_it < without for without, with_it in medians.values()),
        ),
    ]
