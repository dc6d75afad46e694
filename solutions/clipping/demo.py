"""Clipping at work: a diverging run rescued, thresholds compared, a spike among calm steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf
from matplotlib.figure import Figure as MatplotlibFigure

from solutions.clipping.adaptive import AdaptiveGradientClipper
from solutions.clipping.clip import clip_by_global_norm, clip_by_norm, clip_by_value
from solutions.clipping.train import threshold_study
from solutions.data import Split, load
from solutions.report import Claim, Demonstration, Figure, Table

LEARNING_RATE, UPDATES, BATCH = 0.2, 150, 32
THRESHOLDS = (0.1, 0.5, 1.0, 5.0, 20.0, None)
LECTURE = ([10.0, -15.0, 25.0], [100.0, -200.0, 300.0], [0.1, -0.05, 0.2])


def demonstrate(say: Callable[[str], None] = print) -> Demonstration:
    """Run the clipping study on handwritten digits and measure the course's claims."""
    say("the three kinds of clipping on the lecture's gradients")
    directions, direction_claims = compare_directions()
    say(f"training {len(THRESHOLDS)} times, {UPDATES} updates at learning rate {LEARNING_RATE}")
    data = load("digits")
    models: list[keras.Model] = []
    rows = threshold_study(lambda: make_run(data, models), THRESHOLDS)
    accuracies = [accuracy(model, data) for model in models]
    say("three ways to keep the history of norms")
    spike_figure, rules, spike_claims = compare_histories()
    return Demonstration(
        title="Gradient clipping",
        summary="A network of seven layers, whose initial weights have twice the variance of He's, "
        f"learns handwritten digits by SGD at {LEARNING_RATE}. Left alone it diverges; it is "
        "trained again under several limits on the global norm.",
        tables=(directions, study_table(rows, accuracies), rules),
        figures=(rescue_figure(rows), study_figure(rows, accuracies), spike_figure),
        claims=(*direction_claims, *study_claims(rows, accuracies), *spike_claims),
    )


def make_run(data: Split, models: list[keras.Model]) -> tuple:
    """Return the same fresh model, batches, loss and optimizer each time; note the model."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((64,))])
    for _ in range(6):
        twice_he = keras.initializers.VarianceScaling(4.0, "fan_in", "truncated_normal")
        model.add(keras.layers.Dense(64, "relu", kernel_initializer=twice_he))
    model.add(keras.layers.Dense(10))
    models.append(model)
    rng = np.random.default_rng(0)
    picks = [rng.integers(0, len(data.x_train), BATCH) for _ in range(UPDATES)]
    batches = [(data.x_train[pick], data.y_train[pick]) for pick in picks]
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return model, batches, loss_fn, keras.optimizers.SGD(LEARNING_RATE)


def accuracy(model: keras.Model, data: Split) -> float:
    """Return the share of test digits that are recognised; NaN if the outputs are not numbers."""
    logits = model(data.x_test).numpy()
    if not np.isfinite(logits).all():
        return float("nan")
    return float(np.mean(logits.argmax(axis=1) == data.y_test))


def angle(a: Sequence[tf.Tensor], b: Sequence[tf.Tensor]) -> float:
    """Return the angle between two lists of gradients in degrees."""
    a, b = (np.concatenate([np.ravel(t) for t in side]).astype("float64") for side in (a, b))
    cosine = a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def compare_directions() -> tuple[Table, list[Claim]]:
    """Clip the lecture's three gradients in each way; measure norm and angle of the whole."""
    gradients = [tf.constant(g, tf.float64) for g in LECTURE]
    ways = {
        "not clipped": gradients,
        "by value, 10": clip_by_value(gradients, 10.0),
        "by norm, 5": clip_by_norm(gradients, 5.0),
        "by global norm, 5": clip_by_global_norm(gradients, 5.0)[0],
    }
    rows = [
        (way, *(float(tf.norm(g)) for g in clipped), angle(gradients, clipped))
        for way, clipped in ways.items()
    ]
    columns = ("clipping", "norm 1", "norm 2", "norm 3", "angle to the gradient, degrees")
    exploded = np.array([1000.0, 2000.0, -3000.0])
    [unit], norm = clip_by_global_norm([exploded], 1.0)
    by_square = float(np.linalg.norm(exploded / norm**2))
    claims = [
        Claim(
            "[1000, 2000, -3000] has norm 3742 and becomes [0.267, 0.535, -0.802] when clipped "
            "to 1 (two-mark questions, Q17).",
            f"norm {float(norm):.1f}, clipped {np.round(unit, 4).tolist()}",
            bool(np.allclose(unit, [0.267, 0.535, -0.802], atol=6e-4)),
        ),
        Claim(
            "Clipping by norm is threshold * g / ||g||^2 (Chapter 5, exercise 14).",
            f"that has norm {by_square:.3g} instead of the threshold 1; g / ||g|| has norm "
            f"{float(tf.norm(unit)):.6f}",
            bool(np.isclose(by_square, 1.0)),
        ),
        Claim(
            "Global norm clipping preserves the direction and controls only the magnitude (Q17).",
            "angle to the gradient in degrees: "
            + ", ".join(f"{row[0]}: {row[-1]:.2f}" for row in reversed(rows[1:])),
            rows[-1][-1] < 1e-4,
        ),
    ]
    return Table("The lecture's three gradients as one step", columns, rows), claims


def study_table(rows: Sequence[dict], accuracies: Sequence[float]) -> Table:
    """Tabulate the threshold study."""
    return Table(
        f"Threshold study: SGD at {LEARNING_RATE}, {UPDATES} updates of {BATCH} digits",
        ("threshold", "final loss", "test accuracy", "clipped updates", "largest norm"),
        [
            (
                "none" if row["threshold"] is None else f"{row['threshold']:g}",
                row["final_loss"],
                share,
                f"{row['clipped_share']:.0%}",
                float(np.nanmax(row["history"]["norm"])),
            )
            for row, share in zip(rows, accuracies, strict=True)
        ],
    )


def study_claims(rows: Sequence[dict], accuracies: Sequence[float]) -> list[Claim]:
    """Hold the course's advice on thresholds against the study."""
    by_threshold = {row["threshold"]: (row, a) for row, a in zip(rows, accuracies, strict=True)}
    free, _ = by_threshold[None]
    five, reached = by_threshold[5.0]
    first = next((i for i, v in enumerate(free["history"]["loss"]) if not np.isfinite(v)), None)
    loss = {c: row["final_loss"] for c, (row, _) in by_threshold.items()}
    advised = {c: by_threshold[c][1] for c in (0.5, 1.0, 5.0)}
    return [
        Claim(
            "Gradient clipping prevents runaway updates (lecture 4.2).",
            f"without it the loss is not finite from update {first} on; clipped to 5 it ends at "
            f"{five['final_loss']:.3f} with {reached:.1%} of the test digits right",
            first is not None and reached > 0.9,
        ),
        Claim(
            "0.5 is conservative, 1.0 standard, 5.0 aggressive (Q17): each of them trains "
            "(taken as: over half of the test digits right).",
            "test accuracy " + ", ".join(f"{a:.1%} at {c:g}" for c, a in advised.items()),
            all(a > 0.5 for a in advised.values()),
        ),
        Claim(
            "A threshold that is too low (0.1) can severely slow learning (Q17).",
            f"final loss {loss[0.1]:.3f} at 0.1, {loss[1.0]:.3f} at 1 and {loss[5.0]:.3f} at 5",
            loss[0.1] > 2 * loss[1.0],
        ),
    ]


def rescue_figure(rows: Sequence[dict]) -> Figure:
    """Draw loss and norm of the run without clipping and of the run clipped to 5."""
    figure = MatplotlibFigure(figsize=(11, 4), layout="constrained")
    panels = figure.subplots(1, 2)
    for threshold, style, label in ((None, "k--", "not clipped"), (5.0, "C0-", "clipped to 5")):
        history = next(row["history"] for row in rows if row["threshold"] == threshold)
        for ax, key in zip(panels, ("loss", "norm"), strict=True):
            values = np.array(history[key])
            shown = np.where(np.isfinite(values), values, np.nan)
            ax.plot(shown, style, label=label)
            end = int(np.argmin(np.isfinite(values)))
            if not np.isfinite(values).all():
                ax.plot(end - 1, values[end - 1], "kX", markersize=9, label="last finite value")
            ax.set(xlabel="update", yscale="log")
    panels[0].set(title="Loss", ylabel="cross-entropy, nats")
    panels[1].set(title="Global norm before clipping", ylabel="norm")
    panels[0].legend()
    return Figure(
        "rescue",
        figure,
        "The same network, batches and learning rate, with and without a limit of 5.",
        "Two line plots on log scales. Without clipping loss and norm shoot up and end in values "
        "that are not finite; clipped to 5 the loss falls.",
    )


def study_figure(rows: Sequence[dict], accuracies: Sequence[float]) -> Figure:
    """Draw final loss and accuracy over the threshold."""
    figure = MatplotlibFigure(figsize=(11, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    shown = [(r["threshold"], r["final_loss"], a) for r, a in zip(rows, accuracies, strict=True)]
    thresholds, losses, shares = zip(*(s for s in shown if s[0] is not None), strict=True)
    left.plot(thresholds, losses, "o-")
    left.set(title="Final loss", yscale="log", ylabel="cross-entropy, nats (mean of last tenth)")
    right.plot(thresholds, shares, "s-")
    right.axhline(0.1, color="0.3", linestyle=":", label="guessing")
    right.set(title="Test accuracy", ylim=(0, 1), ylabel="share of digits right")
    right.legend()
    for ax in (left, right):
        ax.set(xscale="log", xlabel="threshold on the global norm")
    return Figure(
        "thresholds",
        figure,
        "Too low a threshold is slow. Without any the run ends in NaN, so it has no point here.",
        "Two plots over the threshold on a log scale: from 0.1 to 5 the loss falls and the "
        "accuracy rises.",
    )


def replay(norms: Sequence[float], current_first: bool, keep_clipped: bool) -> tuple[list, list]:
    """Feed norms to a percentile history; return the limit and the norm after it at each step."""
    clipper = AdaptiveGradientClipper()
    limits, after = [], []
    for norm in norms:
        if current_first:
            clipper.history.append(norm)
        limit = clipper.threshold() or np.inf
        limits.append(limit)
        after.append(min(norm, limit))
        if not current_first:
            clipper.history.append(after[-1] if keep_clipped else norm)
    return limits, after


def compare_histories() -> tuple[Figure, Table, list[Claim]]:
    """Compare what a spike, and then gradients that rightly grow, do to the threshold."""
    rng = np.random.default_rng(0)
    norms = rng.lognormal(0.0, 0.2, 400)
    norms[12] = norms[150] = 1000.0
    norms[200:] *= 10.0
    rules = {
        "steps before, as they came (here)": replay(norms, False, False),
        "current step included (lecture)": replay(norms, True, False),
        "steps before, after clipping": replay(norms, False, True),
    }
    rows = [
        (rule, norms[12], after[12], after[150], float(np.mean(np.less(after, norms)[300:])))
        for rule, (_, after) in rules.items()
    ]
    columns = ("history", "spike", "becomes at step 12", "at step 150", "clipped, steps 300-399")
    lectures, ours = rows[1][2], rows[0][2]
    claim = Claim(
        "Clipping at the 95th percentile of a history that holds the current norm stops a spike "
        "(AdaptiveGradientClipper of lecture 4.2).",
        f"a spike of 1000 among norms of about 1 becomes {lectures:.1f} at step 12, since it lifts "
        f"its own limit; with the limit from the steps before it becomes {ours:.2f}",
        lectures < 10.0,
    )
    figure = MatplotlibFigure(figsize=(11, 4.5), layout="constrained")
    ax = figure.subplots()
    ax.plot(norms, ".", color="0.6", label="norm of the step")
    for (rule, (limits, _)), style in zip(rules.items(), ("k-", "C1--", "C0-."), strict=True):
        ax.plot(limits, style, label=f"limit: {rule}")
    ax.set(yscale="log", xlabel="step", ylabel="global norm")
    ax.set_title("Limit from a history of norms: spikes at 12 and 150, ten times larger from 200")
    ax.legend(fontsize="small")
    shown = Figure(
        "histories",
        figure,
        "A limit from the steps before is not moved by the spike that it has to stop. While the "
        "history is short, one spike in it still lifts the limits that follow. A history of "
        "clipped norms never follows gradients that rightly grow.",
        "Norms of 400 steps on a log scale with two spikes and a tenfold rise at step 200, and "
        "three limits: the lecture's jumps to hundreds at the first spike, the one from clipped "
        "norms stays near 1 after the rise, the one used here follows it.",
    )
    return shown, Table("What enters the history, and when", columns, rows), [claim]
