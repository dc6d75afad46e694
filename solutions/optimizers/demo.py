"""Seven optimizers on two surfaces and a small network, and the facts behind the folklore."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import tensorflow as tf
from matplotlib.figure import Figure as MatplotlibFigure

from solutions.optimizers.adam import Adam, AdamW
from solutions.optimizers.adaptive import AdaGrad, RMSprop
from solutions.optimizers.base import Optimizer
from solutions.optimizers.convergence import (
    convergence_study,
    minimise,
    quadratic_bowl,
    rosenbrock,
)
from solutions.optimizers.digits import STEPS, DigitsTraining
from solutions.optimizers.momentum import SGD, Momentum, Nesterov
from solutions.optimizers.patients import patients_claims, patients_table, study
from solutions.report import Claim, Demonstration, Figure, Table

MAKERS = {
    "SGD": SGD,
    "Momentum": Momentum,
    "Nesterov": Nesterov,
    "AdaGrad": AdaGrad,
    "RMSprop": RMSprop,
    "Adam": Adam,
    "AdamW": AdamW,
}
RATES = (0.001, 0.01, 0.03, 0.1, 0.3, 1.0)
STYLES = ("ko-", "C0s--", "C0D:", "C1^-.", "C2v--", "C3P-", "C3x:")
VALLEY_START = np.array([-1.5, 1.5])

Runs = Mapping[tuple[str, float], np.ndarray]  # the losses by optimizer and learning rate


def demonstrate(say: Callable[[str], None] = print) -> Demonstration:
    """Run the convergence study and measure the course's claims about optimizers."""
    say("a quadratic bowl, curvatures 1 to 100")
    start = np.geomspace(1.0, 0.1, 10)  # every direction contributes the same height
    height = tf.function(quadratic_bowl)
    bowl = run_all(lambda o: minimise(height, start, o, steps=130)[1])
    say("Rosenbrock's valley")
    valley = run_all(lambda o: minimise(rosenbrock, VALLEY_START, o, steps=130)[1])
    say("a network of two layers on digits")
    digits = run_all(DigitsTraining().losses)
    problems = {
        "bowl, height down to 1 %": (bowl, 0.01 * bowl["SGD", RATES[0]][0]),
        "valley, height 0.1": (valley, 0.1),
        "digits, loss 0.1 nats": (digits, 0.1),
    }
    best = {
        problem: convergence_study(MAKERS, RATES, lambda o, r=runs: recall(r, o), target)
        for problem, (runs, target) in problems.items()
    }
    say("deep networks whose gradients vanish or explode")
    courses = study()
    say("what a velocity and a squared average do to known gradients")
    return Demonstration(
        title="Optimization algorithms",
        summary=f"Each optimizer is given its best of the learning rates {RATES} on each problem. "
        "The bowl lies along the axes, which suits the methods that scale each parameter alone.",
        tables=(best_table(best), memory_table(), patients_table(courses)),
        figures=(curves_figure(problems, best), steps_figure(), rates_figure(digits)),
        claims=(*momentum_claims(best), *adam_claims(digits), *patients_claims(courses)),
    )


def run_all(losses_of: Callable[[Optimizer], np.ndarray]) -> Runs:
    """Run every optimizer at every learning rate."""
    return {
        (name, rate): np.asarray(losses_of(make(rate)))
        for name, make in MAKERS.items()
        for rate in RATES
    }


def recall(runs: Runs, optimizer: Optimizer) -> np.ndarray:
    """Return the losses of the run that was done with such an optimizer."""
    return runs[type(optimizer).__name__, optimizer.lr]


def walk(optimizer: Optimizer, gradients: np.ndarray) -> np.ndarray:
    """Return the steps that an optimizer takes on given gradients, shape (steps, coordinates)."""
    w = [tf.zeros(gradients.shape[1:], tf.float64)]
    path = [w[0].numpy()]
    for g in gradients:
        w = optimizer.update(w, [tf.constant(g, tf.float64)])
        path.append(w[0].numpy())
    return np.diff(path, axis=0)


def best_table(best: Mapping[str, Mapping[str, tuple]]) -> Table:
    """Tabulate the study: steps to the target at the best rate."""

    def cell(rate: float | None, steps: int | None) -> str:
        return "not reached" if steps is None else f"{steps} (at {rate:g})"

    rows = [(name, *(cell(*best[problem][name]) for problem in best)) for name in MAKERS]
    return Table("Steps to a target loss, at the best learning rate", ("optimizer", *best), rows)


def memory_table() -> Table:
    """Tabulate the size of the 100th step on two streams of gradients, in learning rates."""
    same = np.ones((100, 1))
    alternating = np.resize([[1.0], [-1.0]], (100, 1))
    rows = [
        (name, *(float(abs(walk(make(1.0), g)[-1, 0])) for g in (same, alternating)))
        for name, make in MAKERS.items()
        if name != "AdamW"
    ]
    columns = ("optimizer", "gradient always 1", "gradient +1, -1, ...")
    return Table("Length of the 100th step, in learning rates", columns, rows)


def curves_figure(problems: Mapping[str, tuple], best: Mapping[str, Mapping]) -> Figure:
    """Draw the loss of each optimizer at its best rate, one panel per problem."""
    figure, left = MatplotlibFigure(figsize=(14, 4.5), layout="constrained"), []
    for ax, (problem, (runs, target)) in zip(figure.subplots(1, 3), problems.items(), strict=True):
        for place, (name, style) in enumerate(zip(MAKERS, STYLES, strict=True)):
            rate = best[problem][name][0]
            if rate is None:  # never there: show how far it got
                rate = min(RATES, key=lambda r, n=name: np.nan_to_num(runs[n, r][-1], nan=np.inf))
            losses = runs[name, rate]
            marks = (2 * place, len(losses) // 6)  # not all at the same steps
            ax.plot(losses, style, label=f"{name} at {rate:g}", markevery=marks, markersize=5)
            if best[problem][name][1] is not None and not losses[-1] <= target:
                left.append(f"{name} ({problem})")
        ax.axhline(target, color="0.4", linewidth=0.8, label="target")
        start = runs["SGD", RATES[0]][0]
        ylabel = "training loss, nats" if "nats" in problem else "height (no unit)"
        ax.set(title=problem, xlabel="step", ylabel=ylabel, yscale="log")
        ax.set_ylim(target / 30, start * 30)
        ax.legend(fontsize="x-small")
    fewest = "; ".join(f"{problem}: {told(results)}" for problem, results in best.items())
    return Figure(
        "convergence",
        figure,
        "Each optimizer at the learning rate that first reaches the target (the thin line), or "
        "that ends lowest if none does. To reach is not to stay; above it again at the end: "
        f"{', '.join(left) or 'none'}.",
        "Three plots with seven curves each on log scales: a quadratic bowl, Rosenbrock's valley "
        f"and a small network on digits. Steps to the target: {fewest}.",
    )


def told(results: Mapping[str, tuple]) -> str:
    """Return the steps of every optimizer as text, the fewest first."""
    order = sorted(results, key=lambda name: results[name][1] or np.inf)
    return ", ".join(f"{name} {results[name][1] or 'never'}" for name in order)


def falling_gradients() -> np.ndarray:
    """Return 400 gradients of one coordinate: 10 for the first 100 steps, then 0.1."""
    return np.where(np.arange(400) < 100, 10.0, 0.1)[:, None]


def steps_figure() -> Figure:
    """Draw the step sizes of AdaGrad, RMSprop and Adam on gradients that become small."""
    figure = MatplotlibFigure(figsize=(11, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    for ax, gradients in ((left, np.ones((400, 1))), (right, falling_gradients())):
        for maker, style in ((AdaGrad, "C1-."), (RMSprop, "C2--"), (Adam, "C3-")):
            ax.plot(np.abs(walk(maker(1.0), gradients)), style, label=maker.__name__)
        ax.set(xlabel="step", ylabel="length of step, learning rates", yscale="log")
    left.set_title("A gradient of 1 throughout")
    right.set_title("10 for 100 steps, then 0.1")
    right.legend()
    return Figure(
        "step_sizes",
        figure,
        "A sum of squares only grows, so AdaGrad's steps shrink; averages forget.",
        "Two plots on log scales. On a constant gradient AdaGrad's steps fall as one over the "
        "square root of time while Adam's stay at one learning rate and RMSprop's settle there. "
        "After a drop of the gradient RMSprop recovers fast, Adam slowly, AdaGrad does not.",
    )


def rates_figure(digits: Runs) -> Figure:
    """Draw the loss on digits at the end over the learning rate."""
    figure = MatplotlibFigure(figsize=(7, 4.5), layout="constrained")
    ax = figure.subplots()
    lowest = []
    for name, style in zip(MAKERS, STYLES, strict=True):
        ends = [digits[name, rate][-1] for rate in RATES]
        best = int(np.nanargmin(ends))
        lowest.append(f"{name} {ends[best]:.2g} at {RATES[best]:g}")
        ax.plot(RATES, ends, style, label=name)
    ylabel = f"loss after {STEPS} steps, nats"
    ax.set(xscale="log", yscale="log", xlabel="learning rate", ylabel=ylabel)
    ax.set_ylim(0.02, 20.0)
    ax.set_title("Digits: every optimizer has a range of learning rates")
    ax.legend(fontsize="small")
    return Figure(
        "rates",
        figure,
        f"Training loss on digits after {STEPS} steps; what leaves the figure at the top has "
        "diverged.",
        f"Seven curves over the learning rate on log scales. Lowest: {', '.join(lowest)} nats.",
    )


def momentum_claims(best: Mapping[str, Mapping[str, tuple]]) -> list[Claim]:
    """Measure what the two-mark answer Q14 says about momentum."""
    alternating, same = np.resize([[1.0], [-1.0]], (200, 1)), np.ones((200, 1))
    there = float(abs(walk(Momentum(1.0, beta=0.9), alternating)[-1, 0]))
    along = float(abs(walk(Momentum(1.0, beta=0.9), same)[-1, 0]))
    problem = next(iter(best))
    plain, heavy = best[problem]["SGD"][1], best[problem]["Momentum"][1]
    return [
        Claim(
            "Oscillating gradients: momentum dampens them to about 10 % (Q14).",
            f"for +g, -g, ... and beta = 0.9 the velocity settles at {there:.4f} lr g, which is "
            f"1 / (1 + beta) = {1 / 1.9:.4f}",
            abs(there - 0.1) < 0.05,
        ),
        Claim(
            "Consistent gradients: the velocity approaches 10 times lr g for beta = 0.9 (Q14).",
            f"{along:.4f} lr g after 200 steps",
            abs(along - 10.0) < 0.05,
        ),
        Claim(
            "Momentum converges in fewer steps (Q14: 300 instead of 1000).",
            f"{problem}: {heavy} steps with momentum and {plain} without, each at its best rate",
            plain is None or (heavy is not None and heavy < plain),
        ),
    ]


def adam_claims(digits: Runs) -> list[Claim]:
    """Measure what the two-mark answer Q16 says about Adam."""
    first = np.abs(walk(Adam(1.0), np.array([[1e-3, 1.0, 1e3]]))[0])
    steady = np.abs(walk(Adam(1.0), np.ones((300, 1))))[:, 0]
    shrinking = np.abs(walk(AdaGrad(1.0), np.ones((300, 1))))[:, 0]
    wide = {n: sum(digits[n, r][-1] < 0.5 for r in RATES) for n in ("SGD", "Adam")}
    rng = np.random.default_rng(0)
    active = rng.random((1000, 1)) < 0.01  # one gradient in a hundred, the rest exactly zero
    moved = {m.__name__: abs(walk(m(0.01), active * 1.0).sum()) for m in (SGD, Adam)}
    return [
        Claim(
            "Adam's update is about -lr * sign(gradient) (Q16).",
            "first step for gradients 0.001, 1 and 1000: "
            + ", ".join(f"{size:.5f} lr" for size in first),
            bool(np.allclose(first, 1.0, atol=1e-3)),
        ),
        Claim(
            "Automatic annealing: Adam's steps shrink as v accumulates (Q16).",
            f"for a constant gradient Adam's step is {steady[0]:.4f} lr at step 1 and "
            f"{steady[-1]:.4f} lr at step {len(steady)}; AdaGrad's goes from {shrinking[0]:.4f} to "
            f"{shrinking[-1]:.4f} lr",
            bool(steady[-1] < 0.5 * steady[0]),
        ),
        Claim(
            "Adam performs well across learning rates compared to SGD (Q16).",
            f"of the rates {RATES} a loss below 0.5 on digits in {STEPS} steps: "
            f"Adam {wide['Adam']}, SGD {wide['SGD']} of {len(RATES)}",
            wide["Adam"] > wide["SGD"],
        ),
        Claim(
            "At a rate of 0.1 Adam often still works (Q16).",
            f"digits after {STEPS} steps: loss {digits['Adam', 0.1][-1]:.3f} at 0.1, "
            f"{digits['Adam', 0.03][-1]:.3f} at 0.03, {digits['Adam', 0.3][-1]:.3f} at 0.3",
            bool(digits["Adam", 0.1][-1] < 0.5),
        ),
        Claim(
            "Adam struggles with very sparse gradients (Q16).",
            f"a gradient of 1 in {active.mean():.1%} of {len(active)} steps at a rate of 0.01 "
            "moves the parameter by " + ", ".join(f"{d:.2f} with {n}" for n, d in moved.items()),
            moved["Adam"] < moved["SGD"],
        ),
    ]
