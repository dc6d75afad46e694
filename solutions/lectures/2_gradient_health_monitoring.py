# %% [markdown]
# # Lecture 2 · Gradient health monitoring
#
# *25 to 30 minutes.* A doctor does not guess. Pulse, pressure, temperature; a table of normal ranges; a finding; a treatment. Today a
# network gets the same check-up: we measure its gradients, compare them with thresholds, and let a program write the report.
#
# Afterwards you can take a network's pulse, read a health report, and tell a sick network from a healthy one before you train it.

# %%
from solutions.lectures.exhibits import show
from solutions.lectures.figures import kernel_statistics_table
from solutions.monitor import (
    gradient_spread,
    health_metrics,
    interpret_gradient_health,
    monitor_gradient_health,
)
from solutions.monitor.demo import (
    NETWORKS,
    SEEDS,
    alert_table,
    build,
    dashboard_figure,
    expected_claims,
    layers_figure,
    lecture_batch,
    measure,
    possible_claims,
    report_table,
    table_claims,
    tensor_claim,
    watch,
)
from solutions.report import Table

# %% [markdown]
# ## 1. What the doctor measures
#
# > **5 min** · **Ask:** A network has five Dense layers. How many gradient tensors does it have, and which of them should count?
#
# A layer learns from the gradient of its kernel, so the norm of that gradient is its pulse. From the pulses of all layers come the
# metrics: the smallest, the largest, their mean and standard deviation, and how many layers have *vanished* (below 1e-6) or are
# *weak* (below 1e-4). The batch is fixed and nothing is changed: taking a temperature must not give a fever.
#
# **Predict:** A fresh network of six sigmoid layers. Will any of its layers have vanished?

# %%
metrics = monitor_gradient_health(build("sigmoid, 6 layers", seed=0), *lecture_batch(0))
show(
    Table("Six sigmoid layers, one batch", ["metric", "value"], list(metrics.items())),
    f"The largest norm is **{gradient_spread(metrics):,.0f} times** the smallest.",
    tensor_claim(),
)

# %% [markdown]
# The claim is about counting. A Dense layer has a kernel and a bias, so a count over tensors finds twice as many patients as there are
# in the ward. "3 of 6 layers" must count kernels.

# %% [markdown]
# ## 2. Health reports of four networks
#
# > **7 min** · **Ask:** Which of these networks would you refuse to train, and which line of the report made you decide?
#
# Four patients: sigmoid networks with six and with twelve layers, a ReLU network with He's weights, and a linear one whose weights were
# drawn with a standard deviation of 2.
#
# **Predict:** Sketch four bar charts, one bar per layer, log scale. Where does each one slope, and how high is the last network?

# %%
norms = {name: [measure(name, seed) for seed in SEEDS] for name in NETWORKS}
reports = {name: health_metrics(list(runs[0].values())) for name, runs in norms.items()}
show(
    report_table(reports),
    layers_figure({name: runs[0] for name, runs in norms.items()}),
    *expected_claims(norms),
)

# %% [markdown]
# The lecture notes print reports for such networks; none of them is what such a network gives. Six sigmoid layers are pale, not dying.
# The exploding network is far beyond the notes. And not every printed report can come from a network at all:

# %%
show(*possible_claims())

# %% [markdown]
# That check needs no computer. Six numbers with a largest one of $m$ have a mean of at least $m/6$. Read reports with a pencil in hand.

# %% [markdown]
# ## 3. Gradient statistics compared
#
# > **5 min** · **Ask:** Norm and mean of a gradient are both one number. Why do we take the norm as the pulse?
#
# A diagnosis that depends on the day is worth nothing. So we draw every network again, with other weights and another batch, and look
# at the range of each number.
#
# **Predict:** For which of the four networks will the verdict change from seed to seed?

# %%
runs = {name: [health_metrics(list(run.values())) for run in norms[name]] for name in NETWORKS}
show(
    Table(
        f"Range over {len(SEEDS)} seeds",
        ["network", "smallest norm", "largest norm", "spread", "vanished layers", "verdicts"],
        [
            [
                name,
                *(
                    f"{min(values):.1e} to {max(values):.1e}"
                    for values in (
                        [m["min_gradient"] for m in found],
                        [m["max_gradient"] for m in found],
                        [gradient_spread(m) for m in found],
                    )
                ),
                ", ".join(str(m["vanished_layers"]) for m in found),
                ", ".join(sorted({interpret_gradient_health(m)["status"] for m in found})),
            ]
            for name, found in runs.items()
        ],
    )
)

# %% [markdown]
# The clear cases stay clear. A patient on the border may be healthy today and get a warning tomorrow: a threshold draws a sharp line
# through something that has none.
#
# A norm also hides what a gradient is made of. One level deeper, for the first and the last kernel:
#
# **Predict:** In one network some entries of a gradient are *exactly* zero. Which one, and is that an illness?

# %%
show(kernel_statistics_table({n: build(n, seed=0) for n in NETWORKS}, *lecture_batch(0)))

# %% [markdown]
# Exact zeros come from ReLU units that no example of the batch switches on: what they would feed learns nothing from them. A few are
# normal; a layer of nothing else is dead.

# %% [markdown]
# ## 4. Automated diagnosis and recommendations
#
# > **5 min** · **Ask:** A program says "critical". What do you want to know before you change the network?
#
# Now the table of normal ranges, and with it a program that reads reports for us: each finding has a threshold, each finding has a
# recommendation, the worst finding decides the status.
#
# **Predict:** Give each network its status (healthy, warning, critical) and one recommendation. Then compare.

# %%
verdicts = {name: interpret_gradient_health(report) for name, report in reports.items()}
show(
    Table(
        "Automated diagnosis",
        ["network", "status", "findings", "recommendations"],
        [
            [
                name,
                verdict["status"],
                ", ".join(verdict["findings"]) or "-",
                " ".join(verdict["recommendations"]) or "-",
            ]
            for name, verdict in verdicts.items()
        ],
    ),
    *table_claims(),
)

# %% [markdown]
# Two lessons for whoever writes such a program. One table: the notes have the thresholds twice, in a guide and in code, and they
# disagree. And a report must survive its sickest patient: a dead layer has norm 0, and the ratio of norms divides by it.

# %% [markdown]
# ## 5. The patient in motion
#
# > **6 min** · **Ask:** Which of the two would you notice in the loss curve alone, and how late?
#
# A check-up before training is an ECG at rest. A callback takes the pulse while the network trains, on a fixed batch, and speaks up when the
# status becomes another. Two patients: twelve sigmoid layers, and six ReLU layers at a learning rate of 2.
#
# **Predict:** The sick sigmoid network trains for 100 batches. Does it recover by itself? And after how many batches does the other
# one break?

# %%
watched = {
    "twelve sigmoid layers, SGD at 0.1": watch("sigmoid", 12, 0.1, batches=100, every=5),
    "six ReLU layers, SGD at 2.0": watch("relu", 6, 2.0, batches=10, every=1),
}
show(
    alert_table(watched),
    *(dashboard_figure(training, monitor) for training, monitor in watched.items()),
)

# %% [markdown]
# **Take home.** One number per layer, one table of thresholds, one program that reads it; a verdict before training, and alerts during.
# The thresholds are conventions: a loss that is a thousand times larger has gradients a thousand times larger and teaches the same.
# The second patient went out of control within a few batches. How does one see *that* coming? Lecture 3.
