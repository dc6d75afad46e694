# %% [markdown]
# # Lecture 6 · The complete treatment
#
# *35 to 40 minutes.* Five lectures, five kinds of help. Today they come together: a network is examined, diagnosed, treated, and examined
# again. We also ask, of every remedy, what doctors ask too rarely: what is it worth *alone*, and was it needed?
#
# Afterwards you can take a network that does not learn, find out why, and make it learn, with a reason for each change.

# %%
from collections import Counter

import numpy as np

from solutions.clipping.demo import compare_histories
from solutions.data import load
from solutions.lectures.exhibits import show
from solutions.lectures.figures import bars_figure, curves_figure, layers_figure
from solutions.optimizers import convergence_study
from solutions.optimizers.demo import (
    MAKERS,
    memory_table,
    momentum_claims,
    steps_figure,
)
from solutions.optimizers.digits import DigitsTraining
from solutions.optimizers.patients import patients_claims, patients_table, study
from solutions.report import Table
from solutions.synthesis import (
    build_network,
    build_robust_network,
    diagnose,
    treat,
    treatment_table,
)
from solutions.synthesis.study import PATIENTS, prescription_for, train

# %% [markdown]
# ## 1. Examination
#
# > **5 min** · **Ask:** Symptom or cause: which of the two is a vanishing gradient?
#
# Nobody is cured by the first pill at hand. A doctor examines, names what is wrong, prescribes for exactly that, and looks again a week
# later. Our two patients: a deep sigmoid network of sixteen layers, and a ReLU network whose weights are too large. The examination
# takes one batch, forwards and backwards: does a signal get through, does a gradient come back, are units saturated or dead?
#
# **Predict:** For each patient: what will be found, and in which direction (forwards, backwards) is the trouble?

# %%
data = load("digits")
batch = data.x_train[:256], data.y_train[:256]
patients = {
    "deep sigmoid": {**PATIENTS["deep sigmoid"], "hidden_layers": 16},
    "large weights": PATIENTS["large weights"],
}
diagnoses = {name: diagnose(build_network(design), *batch) for name, design in patients.items()}
show(
    Table(
        "Findings before training",
        ["patient", "finding", "the number that speaks for it"],
        [
            [name, finding, number]
            for name, diagnosis in diagnoses.items()
            for finding, number in diagnosis["findings"].items()
        ],
    )
)

# %% [markdown]
# ## 2. Advanced clipping: whose norm sets the limit?
#
# > **6 min** · **Ask:** A guard learns what a normal visitor looks like. Should the visitor at the door be part of the lesson?
#
# Lecture 3 clipped at a fixed limit. An adaptive clipper reads the limit off the norms of the training itself, as a percentile of the
# last hundred. The details decide: does the current norm count? Is a norm remembered as it came, or as it was clipped? Four hundred
# steps, two spikes, and from step 200 on gradients that are rightly ten times larger.
#
# **Predict:** Which memory is fooled by the spike, and which never notices that the gradients have grown?

# %%
histories_figure, rules, claims = compare_histories()
show(histories_figure, rules, *claims)

# %% [markdown]
# ## 3. Modern optimizers
#
# > **7 min** · **Ask:** All gradients times 1000: what does SGD do, what does Adam do? Is Adam then a cure for vanishing gradients?
#
# Two memories. A memory of *direction* (momentum) carries the step along a valley and cancels what goes back and forth across it. A memory
# of *size* (AdaGrad, RMSprop) divides each coordinate by how large its gradient usually is. Adam has both. We feed them gradients that
# we know, and watch the steps.
#
# **Predict:** A gradient of 1, a hundred times. How long is the last step of each, in learning rates? And for +1, -1, +1, -1, ...?

# %%
show(memory_table(), steps_figure())

# %% [markdown]
# A sum only grows, so AdaGrad slows down for good; averages forget, so Adam by itself anneals nothing. Now a fair race: a small network
# on the digits, and to each optimizer its *own* best learning rate.
#
# **Predict:** At their best rates, will the fastest be twice as fast as the slowest?

# %%
makers = {name: MAKERS[name] for name in ("SGD", "Momentum", "RMSprop", "Adam")}
rates = (0.01, 0.03, 0.1, 0.3, 1.0)
best = convergence_study(makers, rates, DigitsTraining().losses, target=0.1)
show(
    Table(
        f"Updates until the loss on the digits is 0.1, best of the learning rates {rates}",
        ["optimizer", "best rate", "updates"],
        [[name, rate, steps] for name, (rate, steps) in best.items()],
    ),
    *momentum_claims({"digits, loss 0.1": best}),
)

# %% [markdown]
# Back to the question at the top. Eight layers whose gradients vanish, eight whose gradients explode, and a healthy network of the same
# depth, each once with SGD and once with Adam.
#
# **Predict:** How far do sixty steps of SGD move the first kernel of the network whose gradients vanish, and how far do sixty steps of
# Adam? Does Adam on a sick network do better than SGD on the healthy one?

# %%
courses = study()
show(patients_table(courses), *patients_claims(courses))

# %% [markdown]
# An optimizer decides how *long* a step is. Where the gradient has lost its way in a deep network, the direction is what is missing, and
# a long step does not bring it back.

# %% [markdown]
# ## 4. Solution effectiveness: each remedy alone, and all together
#
# > **9 min** · **Ask:** A remedy did nothing when it was given alone. Does that prove that it is useless?
#
# Back to the patients. Every remedy of the course, one at a time, on an otherwise unchanged network; in the last row everything that the
# diagnosis calls for. Eight epochs on the digits, one seed.
#
# **Predict:** Which remedy alone rescues sixteen sigmoid layers? Which alone rescues the large weights? Does clipping?

# %%
remedies = {
    "nothing": {},
    "ReLU": {"activation": "relu"},
    "matched weights": {"initializer": "matched"},
    "ReLU, matched weights": {"activation": "relu", "initializer": "matched"},
    "layer normalization": {"normalization": "layer"},
    "residual connections": {"residual": True},
    "clipping, norm 1": {"clip_norm": 1.0},
    "Adam at 0.001": {"optimizer": "adam", "learning_rate": 0.001},
}
outcomes, prescriptions = {}, {}
for name, design in patients.items():
    outcomes[name] = {
        remedy: train({**design, **change}, (0,))[0] for remedy, change in remedies.items()
    }
    prescriptions[name] = prescription_for(design, [outcomes[name]["nothing"]])
    outcomes[name]["the whole prescription"] = train(treat(design, prescriptions[name]), (0,))[0]

# %%
for name, runs in outcomes.items():
    shares = {
        remedy: run.accuracy if np.isfinite(run.losses).all() else np.nan
        for remedy, run in runs.items()
    }
    *single, whole = shares
    best_single = max(single, key=lambda remedy: np.nan_to_num(shares[remedy]))
    show(
        bars_figure(
            shares,
            title=f"{name}: one remedy at a time",
            xlabel="share of the test digits that is right (a guess: 0.1)",
            caption="Eight epochs, one seed. Diverged: the loss was not finite.",
        ),
        f"Best of the rows above the last: {best_single}, **{shares[best_single]:.1%}**; "
        f"{whole}: **{shares[whole]:.1%}**.",
    )

# %% [markdown]
# Two patients, two answers, and that is the point: a remedy is good or useless *for something*. Where gradients vanish, look for what
# opens a way back for them; where weights are too large, mend the weights or normalize what they produce. Clipping limits a step; the
# cause stays where it was. And more is not always better: compare the last row with the best above it. A limit that saved the sick
# network may slow the cured one down.

# %% [markdown]
# ## 5. A robust network, built and examined
#
# > **7 min** · **Ask:** Which of the changes would you try to leave out again, and how would you test that?
#
# The prescription is a list of changes, each with the finding that asks for it. We apply it, build the network, and repeat the
# examination before any training.
#
# **Predict:** How many decades will lie between the largest and the smallest gradient norm of the treated sigmoid network?

# %%
design, prescription = patients["deep sigmoid"], prescriptions["deep sigmoid"]
robust = build_robust_network(design, prescription)
second = diagnose(robust, *batch)
norms = {
    f"deep sigmoid, {when}": dict(enumerate(diagnosis["signs"]["gradient_norms"], start=1))
    for when, diagnosis in (("before", diagnoses["deep sigmoid"]), ("treated", second))
}
parts = Counter(type(layer).__name__ for layer in robust.layers)
show(
    Table(
        "Prescription for the deep sigmoid network",
        ["aspect", "from", "to", "because of", "topic"],
        [
            [t["aspect"], design[t["aspect"]], t["value"], ", ".join(t["findings"]), t["topic"]]
            for t in prescription
        ],
    ),
    f"The robust network is made of {', '.join(f'{count} {part}' for part, count in parts.items())}.",
    layers_figure(norms),
    f"Findings of the second examination: **{', '.join(second['findings']) or 'none'}**.",
)

# %%
runs = outcomes["deep sigmoid"]
show(
    curves_figure(
        {"before": runs["nothing"].losses, "treated": runs["the whole prescription"].losses},
        title="The deep sigmoid network before and after its treatment",
        xlabel="epoch",
        ylabel="training loss, nats",
        caption=f"Guessing costs ln 10 = {np.log(10):.3f} nats.",
    ),
    f"Test digits right: before **{runs['nothing'].accuracy:.1%}**, treated "
    f"**{runs['the whole prescription'].accuracy:.1%}**.",
)

# %% [markdown]
# ## 6. Final recommendations
#
# > **5 min** · **Ask:** What would convince you that this table is wrong?
#
# The framework fits on a page: findings on one side, remedies on the other, nothing prescribed without a finding. The first table
# is what the program knows. The second is its practice: six patients and a healthy one, examined at rest and after two epochs of
# training.
#
# **Predict:** Which patients look healthy at rest? And what does the program prescribe for the healthy one?

# %%
ward = {name: train(design, (0,)) for name, design in PATIENTS.items()}
show(
    Table(
        "From finding to remedy",
        ["if the examination finds", "change", "to", "from this many hidden layers on", "topic"],
        [
            [", ".join(r["findings"]), r["aspect"], r["value"], r["from_layers"], r["topic"]]
            for r in treatment_table()
        ],
    ),
    Table(
        "From patient to prescription",
        ["network", "at rest", "at rest or in training", "prescription"],
        [
            [
                name,
                ", ".join(diagnose(build_network(design), *batch)["findings"]) or "-",
                ", ".join(ward[name][0].findings) or "-",
                ", ".join(
                    f"{t['aspect']}: {t['value']}" for t in prescription_for(design, ward[name])
                )
                or "-",
            ]
            for name, design in PATIENTS.items()
        ],
    ),
)

# %% [markdown]
# A patient that does not learn and in whom nothing is found is news about the table, not about the patient. So is a remedy that was
# prescribed and not needed. Write both down.
#
# If you remember five lines:
#
# 1. **Measure first.** One norm per layer, forwards and backwards, before training and during.
# 2. **Start well:** ReLU or a relative of it, He weights; Glorot for tanh.
# 3. **Deep?** Give the gradient a way around (residual), and each layer inputs of known scale (normalization).
# 4. **Under every training a net:** clip by the global norm, and count NaN as an explosion.
# 5. **Change one thing at a time,** for a finding, and look again.
#
# **Take home.** Vanishing and exploding are one problem, a product that is too long. Everything in this course keeps its factors near
# one, or adds a path that is not a product.
