"""Script 15: six patients before and after treatment, and what each treatment is worth."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from solutions.report import Claim, Demonstration, Figure, Table
from solutions.synthesis.prescription import treat
from solutions.synthesis.study import (
    BATCH,
    EPOCHS,
    HEALTHY,
    PATIENTS,
    TRIAL,
    Outcome,
    leave_one_out,
    prescription_for,
    train,
)

SEEDS = (0, 1)
LEAVE_OUT = ("deep sigmoid", "large weights")


def demonstrate(say=print) -> Demonstration:
    """Diagnose, prescribe, treat and train again; then leave out each treatment in turn."""
    before, after, prescriptions = {}, {}, {}
    for name, design in PATIENTS.items():
        before[name] = train(design, SEEDS)
        prescriptions[name] = prescription_for(design, before[name])
        aspects = [treatment["aspect"] for treatment in prescriptions[name]]
        say(f"{name}: {', '.join(aspects) or 'no treatment'}")
        treated = treat(design, prescriptions[name])
        after[name] = train(treated, SEEDS) if aspects else before[name]
    without = {}
    for name in LEAVE_OUT:
        say(f"leaving out each treatment of {name!r}")
        without[name] = dict(leave_one_out(PATIENTS[name], prescriptions[name], SEEDS))
    return Demonstration(
        title="Gradient synthesis",
        summary=f"Networks of {HEALTHY['hidden_layers']} hidden layers of {HEALTHY['width']} "
        f"units on the digits, {EPOCHS} epochs with batches of {BATCH}, {len(SEEDS)} seeds. Each "
        f"is examined before training and after {TRIAL} epochs; treatments come from one table "
        "that knows only the findings. Scripts 11 to 14 are no treatments in it: two are searches, "
        "one is an architecture, and regularization answers overfitting, which shows on data that "
        "are not trained on and in none of these signs.",
        tables=[
            study_table(before, after),
            prescription_table(prescriptions),
            leave_out_table(without, after),
        ],
        figures=[
            grid_figure("loss", before, after),
            grid_figure("gradients", before, after),
        ],
        claims=[
            restored_claim(before, after),
            control_claim(before),
            symptoms_claim(after),
            *worth_claims(without, after),
        ],
    )


def mean_accuracy(outcomes: list[Outcome]) -> float:
    """Return the mean test accuracy over the seeds."""
    return float(np.mean([outcome.accuracy for outcome in outcomes]))


def findings_of(outcomes: list[Outcome]) -> list[str]:
    """Return what was found from any start, without repetition."""
    return list(dict.fromkeys(name for outcome in outcomes for name in outcome.findings))


def study_table(before, after) -> Table:
    """Return accuracy and findings before and after."""
    rows = [
        [
            name,
            ", ".join(findings_of(before[name])) or "none",
            f"{mean_accuracy(before[name]):.1%}",
            f"{mean_accuracy(after[name]):.1%}",
            ", ".join(findings_of(after[name])) or "none",
        ]
        for name in PATIENTS
    ]
    return Table(
        f"Before and after: test accuracy, means of {len(SEEDS)} seeds (a guess: 10 %)",
        ["network", "findings before", "accuracy before", "after", "findings after"],
        rows,
    )


def prescription_table(prescriptions) -> Table:
    """Return every treatment with the findings that it answers."""
    rows = [
        [name, t["aspect"], PATIENTS[name][t["aspect"]], t["value"], ", ".join(t["findings"]),
         t["topic"]]
        for name, prescription in prescriptions.items()
        for t in prescription
    ]  # fmt: skip
    return Table(
        "Prescriptions", ["network", "aspect", "from", "to", "because of", "see topic"], rows
    )


def leave_out_table(without, after) -> Table:
    """Return the accuracy with all treatments but one."""
    rows = [
        [name, aspect, f"{mean_accuracy(outcomes):.1%}", f"{mean_accuracy(after[name]):.1%}"]
        for name, runs in without.items()
        for aspect, outcomes in runs.items()
    ]
    return Table(
        "What is each treatment worth? Test accuracy with all but one",
        ["network", "left out", "accuracy without it", "with all"],
        rows,
    )


def grid_figure(kind: str, before, after) -> Figure:
    """Draw one panel for each patient: its losses, or its kernel gradient norms at the start."""
    titles = {
        "loss": ("Training loss", "epoch", "mean cross-entropy (nats)"),
        "gradients": ("Gradient norm of each kernel at the start", "layer (1 = next to the input)",
                      "‖∂L/∂W‖ (log scale)"),
    }  # fmt: skip
    title, xlabel, ylabel = titles[kind]
    figure, axes = plt.subplots(
        2, 3, figsize=(11, 6.5), sharex=True, sharey=kind == "gradients", layout="constrained"
    )
    for axis, name in zip(axes.flat, PATIENTS, strict=False):  # the control has no after
        for label, runs, line in (("after", after, "o-"), ("before", before, "x:")):
            run = runs[name][0]
            values = run.losses if kind == "loss" else run.signs["gradient_norms"]
            axis.plot(range(1, len(values) + 1), values, line, label=label)
        axis.set(title=name, yscale="linear" if kind == "loss" else "log")
        if kind == "loss":
            axis.set_ylim(bottom=0)
        axis.grid(alpha=0.3)
        if kind == "loss" and not np.isfinite(before[name][0].losses).all():
            axis.text(0.5, 0.75, "before: NaN", transform=axis.transAxes, ha="center")
    for axis in axes[1]:
        axis.set_xlabel(xlabel)
    for axis in axes[:, 0]:
        axis.set_ylabel(ylabel)
    axes[0, 0].legend()
    figure.suptitle(f"{title}, before and after treatment")
    spans = ", ".join(
        f"{name} {before[name][0].losses[-1]:.2g} to {after[name][0].losses[-1]:.2g}"
        if kind == "loss"
        else f"{name} {_span(before[name][0]):.1g} to {_span(after[name][0]):.1g}"
        for name in list(PATIENTS)[: axes.size]
    )
    what = "last epoch's loss" if kind == "loss" else "largest over smallest norm"
    return Figure(
        kind,
        figure,
        f"{title}: dotted with crosses before, solid with circles after treatment (first seed).",
        f"Six panels. From before to after, {what}: {spans}.",
    )


def _span(outcome: Outcome) -> float:
    norms = outcome.signs["gradient_norms"]
    return max(norms) / min(norms)


def restored_claim(before, after) -> Claim:
    """The promise of the script: a complete framework."""
    sick = [name for name in PATIENTS if findings_of(before[name])]
    worst_after = min(mean_accuracy(after[name]) for name in sick)
    best_before = max(mean_accuracy(before[name]) for name in sick)
    return Claim(
        "Diagnosis and the techniques of scripts 04 to 10 make networks trainable that gradient "
        "problems had stopped.",
        f"Of {len(sick)} networks, test accuracy before treatment is at most {best_before:.1%}, "
        f"after it at least {worst_after:.1%}.",
        bool(best_before < 0.5 and worst_after > 0.8),
    )


def control_claim(before) -> Claim:
    """A test that finds something in everyone finds nothing."""
    healthy = [name for name, design in PATIENTS.items() if design == HEALTHY]
    found = [finding for name in healthy for finding in findings_of(before[name])]
    sick = len(PATIENTS) - len(healthy)
    detected = sum(bool(findings_of(before[name])) for name in PATIENTS if name not in healthy)
    return Claim(
        "The diagnosis tells sick networks from healthy ones.",
        f"It finds something in {detected} of {sick} sick networks, and in the healthy one: "
        f"{', '.join(found) or 'nothing'} (accuracy {mean_accuracy(before[healthy[0]]):.1%}).",
        detected == sick and not found,
    )


def symptoms_claim(after) -> Claim:
    """Whether the treatment removes what it was prescribed for."""
    left = {name: findings_of(runs) for name, runs in after.items() if findings_of(runs)}
    return Claim(
        "After treatment the symptoms are gone.",
        f"Examined again: {left or 'no finding in any network, from any start'}.",
        not left,
    )


def worth_claims(without, after) -> list[Claim]:
    """What the parts of a combination are worth (lecture notes, closing principles)."""
    sigmoid, large = (without[name] for name in LEAVE_OUT)
    accuracy = {aspect: mean_accuracy(outcomes) for aspect, outcomes in sigmoid.items()}
    clipped, matched = large["initializer"], large["clip_norm"]  # with the other treatment only
    finite = sum(bool(np.isfinite(outcome.losses).all()) for outcome in clipped)
    return [
        Claim(
            "ReLU, initialization, normalization and residual connections are each needed.",
            "For the deep sigmoid network, test accuracy with all four is "
            f"{mean_accuracy(after['deep sigmoid']):.1%}; without "
            + ", ".join(f"{aspect} {value:.1%}" for aspect, value in accuracy.items())
            + ". They are remedies for one trouble and stand in for each other.",
            max(accuracy.values()) < 0.5,
        ),
        Claim(
            "Gradient clipping prevents explosions.",
            f"With large weights and clipping alone the loss stays finite in {finite} of "
            f"{len(clipped)} runs and accuracy reaches {mean_accuracy(clipped):.1%}; with "
            f"well-scaled weights alone it reaches {mean_accuracy(matched):.1%}, with both "
            f"{mean_accuracy(after['large weights']):.1%}. Clipping contains the explosion, the "
            "scale of the weights removes its cause.",
            finite == len(clipped),
        ),
    ]
