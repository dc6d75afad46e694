"""The demonstration of MAML: a start that adapts, and the gradient that finds it."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from solutions.maml.adaptation import adaptation_curve
from solutions.maml.inner import inner_update
from solutions.maml.network import forward, initial_params, task_loss
from solutions.maml.outer import MAML, meta_gradient, meta_loss
from solutions.maml.sinusoids import sample_task, sinusoid_task
from solutions.report import Claim, Demonstration, Figure, Table

ALPHA, BETA, STEPS = 0.02, 0.05, 3
UPDATES, TASKS = 1500, 5
TEST_TASKS, TEST_STEPS = 40, 10
RATES = (0.005, 0.01, 0.02, 0.05, 0.1)  # every baseline may choose its own inner rate
STYLES = {
    "MAML": ("o", "-"),
    "first-order MAML": ("s", "--"),
    "joint training": ("^", "-."),
    "from scratch": ("x", ":"),
}


def demonstrate(say=print) -> Demonstration:
    """Meta-train on sine waves, adapt to new ones, and check the meta-gradient numerically."""
    say("the meta-gradient against finite differences, float64")
    gradients, gradient_claims = _gradient_study()
    starts = {"from scratch": initial_params(seed=1)}
    for name, steps, first_order in (
        ("joint training", 0, False),
        ("first-order MAML", STEPS, True),
        ("MAML", STEPS, False),
    ):
        say(f"{name}: {UPDATES} updates of {TASKS} tasks")
        starts[name] = _meta_train(steps, first_order)
    say(f"adaptation to {TEST_TASKS} new tasks")
    rng = np.random.default_rng(2024)
    tasks = [sample_task(rng, shots=10, queries=100) for _ in range(TEST_TASKS)]
    compiled = tf.function(adaptation_curve)
    curves = {name: _best_curves(compiled, params, tasks) for name, params in starts.items()}
    return Demonstration(
        title="Meta-learning with MAML",
        summary=(
            f"Networks of 1-40-40-1 tanh units, meta-trained for {UPDATES} updates of {TASKS} sine "
            f"waves with {STEPS} inner steps of rate {ALPHA}, then adapted to {TEST_TASKS} new "
            "waves from 10 points each. Joint training is MAML with no inner step. In the "
            f"comparison, every start uses the best of the inner rates {RATES} for itself."
        ),
        tables=[_adaptation_table(curves), gradients],
        figures=[_curves_figure(curves), _fits_figure(starts, curves)],
        claims=[*_adaptation_claims(curves), *gradient_claims],
    )


def _meta_train(steps: int, first_order: bool) -> list[tf.Tensor]:
    maml = MAML(initial_params(seed=1), ALPHA, BETA, steps, first_order)
    rng = np.random.default_rng(7)
    for _ in range(UPDATES):
        maml.update([sample_task(rng) for _ in range(TASKS)])
    return maml.params


def _best_curves(compiled, params, tasks) -> tuple[float, np.ndarray]:
    """Return the inner rate with the lowest final mean loss, and its curves (tasks, steps + 1)."""
    by_rate = {}
    for rate in RATES:
        curves = [compiled(params, task, rate, TEST_STEPS).numpy() for task in tasks]
        by_rate[rate] = np.nan_to_num(np.array(curves), nan=np.inf)
    best = min(RATES, key=lambda rate: by_rate[rate][:, -1].mean())
    return best, by_rate[best]


def _adaptation_table(curves) -> Table:
    shown = (0, 1, 3, 5, 10)
    return Table(
        f"Mean squared query error after k inner steps, mean over {TEST_TASKS} new tasks",
        ["start", "inner rate", *(f"k = {k}" for k in shown)],
        [[name, rate, *curve.mean(axis=0)[list(shown)]] for name, (rate, curve) in curves.items()],
    )


def _adaptation_claims(curves) -> list[Claim]:
    maml, scratch, joint = (curves[name][1] for name in ("MAML", "from scratch", "joint training"))
    gain = scratch[:, 3] - maml[:, 3]
    margin = 1.96 * gain.std(ddof=1) / np.sqrt(TEST_TASKS)
    first_step = {
        name: 1 - c[:, 1].mean() / c[:, 0].mean() for name, c in (("m", maml), ("s", scratch))
    }
    return [
        Claim(
            "Meta-learning learns how to learn: it adapts rapidly to new problems.",
            f"after 3 steps the mean squared error is {maml[:, 3].mean():.2f} with MAML, "
            f"{scratch[:, 3].mean():.2f} from scratch and {joint[:, 3].mean():.2f} after joint "
            f"training; MAML is ahead of scratch on {(gain > 0).sum()} of {TEST_TASKS} tasks, on "
            f"average by {gain.mean():.2f} +- {margin:.2f} (95 %).",
            bool(gain.mean() > margin and maml[:, 3].mean() < 0.5 * scratch[:, 3].mean()),
        ),
        Claim(
            "MAML gives a start with better gradient properties.",
            f"one inner step removes {first_step['m']:.0%} of the error from MAML's start and "
            f"{first_step['s']:.0%} from a random one.",
            bool(first_step["m"] > 2 * first_step["s"]),
        ),
    ]


def _gradient_study() -> tuple[Table, list[Claim]]:
    """Compare ways to the meta-gradient on a 1-4-1 float64 network, three inner steps."""
    params = initial_params((1, 4, 1), seed=5, dtype="float64")
    tasks = [sample_task(seed) for seed in range(4)]
    alpha, steps = 0.1, 3
    exact = _flat(meta_gradient(params, tasks, alpha, steps))
    differences = _central_differences(params, tasks, alpha, steps)
    first_order = _flat(meta_gradient(params, tasks, alpha, steps, first_order=True))
    assigned = _assigned_gradient(params, tasks, alpha, steps)

    def away(other: np.ndarray) -> float:
        return float(np.linalg.norm(other - exact) / np.linalg.norm(exact))

    table = Table(
        f"Distance from the second-order meta-gradient (1-4-1, {steps} inner steps, float64)",
        ["computed by", "relative distance"],
        [
            ["central differences of the whole inner loop, h = 1e-5", away(differences)],
            ["first-order approximation", away(first_order)],
            ["adapted weights assigned to the model", away(assigned)],
        ],
    )
    claims = [
        Claim(
            "The meta-gradient goes through the inner loop (nested tapes).",
            f"relative distance to finite differences of the inner loop: {away(differences):.1e}.",
            away(differences) < 1e-6,
        ),
        Claim(
            "Assigning the adapted weights to the model and differentiating there gives the "
            "meta-gradient.",
            f"it is {away(assigned):.0%} away from it, and within "
            f"{np.abs(assigned - first_order).max():.0e} of the first-order approximation: the "
            "assignment cuts the second-order path.",
            away(assigned) < 1e-6,
        ),
    ]
    return table, claims


def _flat(tensors) -> np.ndarray:
    return np.concatenate([np.ravel(tensor) for tensor in tensors])


def _central_differences(params, tasks, alpha, steps, h=1e-5) -> np.ndarray:
    values = [p.numpy() for p in params]
    slopes = []
    for value in values:
        for index in np.ndindex(value.shape):
            centre = value[index]
            losses = []
            for shift in (h, -h):
                value[index] = centre + shift
                losses.append(float(meta_loss(list(map(tf.constant, values)), tasks, alpha, steps)))
            value[index] = centre
            slopes.append((losses[0] - losses[1]) / (2 * h))
    return np.array(slopes)


def _assigned_gradient(params, tasks, alpha, steps) -> np.ndarray:
    """Assign each task's adapted weights to variables and take the query gradient there."""
    total = 0.0
    for x_support, y_support, x_query, y_query in tasks:
        model = [tf.Variable(p) for p in params]
        adapted = inner_update(model, x_support, y_support, alpha, steps)
        for variable, value in zip(model, adapted, strict=True):
            variable.assign(value)
        with tf.GradientTape() as tape:
            loss = task_loss(model, x_query, y_query)
        total = total + _flat(tape.gradient(loss, model))
    return total / len(tasks)


def _curves_figure(curves) -> Figure:
    figure, axes = plt.subplots(figsize=(7, 5.2), layout="constrained")
    for name, (rate, curve) in curves.items():
        marker, line = STYLES[name]
        error = 1.96 * curve.std(axis=0, ddof=1) / np.sqrt(len(curve))
        axes.errorbar(
            range(TEST_STEPS + 1), curve.mean(axis=0), error, label=f"{name} (rate {rate})",
            marker=marker, linestyle=line, capsize=3,
        )  # fmt: skip
    axes.set_yscale("log")
    axes.set_xlabel("inner steps on 10 support points")
    axes.set_ylabel("query mean squared error")
    axes.set_title("Adaptation to new sine waves")
    axes.grid(alpha=0.3, which="both")
    figure.legend(loc="outside lower center", ncols=2)
    told = "; ".join(
        f"{name} {curve[:, 0].mean():.2f}, {curve[:, 3].mean():.2f}, {curve[:, -1].mean():.2f}"
        for name, (_, curve) in curves.items()
    )
    return Figure(
        "adaptation_curves",
        figure,
        f"Mean over {TEST_TASKS} tasks with 95 % intervals; every start at its best inner rate.",
        f"Query error against inner steps, before, after 3 and after {TEST_STEPS} steps: {told}.",
    )


def _fits_figure(starts, curves) -> Figure:
    task = sinusoid_task(4.0, 1.0, rng=3, shots=10)
    grid = np.linspace(-5, 5, 201, dtype="float32")[:, None]
    figure, panels = plt.subplots(1, 2, figsize=(10, 4.5), sharey=True, layout="constrained")
    wave, told = 4.0 * np.sin(grid - 1.0), []
    for axes, name in zip(panels, ("MAML", "from scratch"), strict=True):
        axes.plot(grid, wave, color="black", label="the task")
        axes.plot(task.x_support, task.y_support, "k^", label="support points")
        for steps, line, label in ((0, ":", "start"), (1, "-.", "1 step"), (5, "--", "5 steps")):
            adapted = inner_update(
                starts[name], task.x_support, task.y_support, curves[name][0], steps
            )
            fit = forward(adapted, grid).numpy()
            axes.plot(grid, fit, linestyle=line, label=label)
        told.append(f"{name} {np.abs(fit - wave).mean():.2f}")
        axes.set_title(f"{name}, rate {curves[name][0]}")
        axes.set_xlabel("x")
        axes.grid(alpha=0.3)
    panels[0].set_ylabel("y")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=5)
    figure.suptitle("One new task: 4 sin(x - 1) from ten points")
    return Figure(
        "one_task",
        figure,
        "The same ten points, the same number of steps, two starts.",
        "Two panels, one for each start: the sine wave, its ten points, and the network before, "
        "after one step and after five. Mean distance from the wave, whose height is 4, after "
        f"five: {', '.join(told)}.",
    )
