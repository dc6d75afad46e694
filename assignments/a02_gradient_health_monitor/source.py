# %% [markdown]
# # a02 · A gradient health monitor
#
# A patient has stepped on a nail and did not notice. Where is the nerve broken? The neurologist does not ask whether his nerves work *on
# average*. She touches the foot, the knee, the hip, and asks each time: how much do you feel? One examination, one answer for each place.
#
# A deep network is such a patient. The loss is felt at the output, and the message travels back from layer to layer as a gradient. A
# layer learns from the gradient that reaches it, and from nothing else. In a bad network the last layer hears it loud and clear and the first
# not at all, and the training loss does not tell you so. You will build the instrument that does.
#
# | You will | Section | Points |
# |---|---|---|
# | describe a gradient in five numbers | 1 | 4 |
# | turn one number per layer into a report | 2 | 4 |
# | take that number from a model, and see two networks side by side | 3 | 4 |
# | derive a verdict from one table of thresholds | 4 | 5 |
# | leave the monitor with a model that trains | 5 | 4 |
# | read a report, and find out that it cannot be true | 6 | 2 |
#
# Budget: 45 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# `tape.gradient` returns a list, with `None` for a variable that the loss does not depend on. This helper, which is given and already
# called for you, refuses a list that holds nothing but that.

# %% given="solutions.clipping:check_gradients"

# %% [markdown] question="a02_q1_gradient_statistics" points=4
# ## 1. A gradient in five numbers
#
# `tape.gradient` returns one tensor $g$ per variable, with as many elements as the variable. Nobody reads ten thousand of them. Five numbers
# tell most of what there is to tell, for a tensor of $n$ elements of any shape:
#
# $$\|g\| = \sqrt{\textstyle\sum_k g_k^2} \qquad \bar g = \tfrac1n \textstyle\sum_k g_k \qquad
# s = \sqrt{\tfrac1n \textstyle\sum_k (g_k - \bar g)^2} \qquad \text{share of } g_k = 0 \qquad \max_k |g_k|$$
#
# The share of exact zeros is worth a look in ReLU networks: a unit that is never active sends back exactly nothing.
#
# **Write** `gradient_statistics(gradients)`.
#
# - In: a list of tensors of any shape, as from `tape.gradient`. An entry is `None` where the loss does not depend on the variable.
# - Out: `{"tensors": [...], "missing": m}`. There is one entry per gradient, in their order: a dict with the keys `"norm"`, `"mean"`,
#   `"std"`, `"zeros"`, `"max_abs"`, or `None` for `None`. And `m` is how many are `None`.
# - Convention: the *population* standard deviation, divided by $n$, since all $n$ elements are known.
# - Compute in `float64`: $(10^{25})^2$ does not fit in `float32`, and the very gradients that you are hunting are huge.
#
# *Graded: the norm; the other four numbers; `None` entries; huge gradients.*

# %% solution="solutions.monitor:gradient_statistics"

# %% [markdown]
# When is a gradient no longer healthy? The limits, all in one place: the report of the next section counts by the first two, the verdict of
# section 4 needs the others. `Threshold.WEAK` says what `1e-4` does not.

# %% given="solutions.monitor:Threshold"

# %% [markdown] question="a02_q2_health_metrics" points=4
# ## 2. A report on the layers
#
# Suppose that you had one norm $n_l$ per layer (you get them in section 3). The report holds their sizes, and counts of the layers in
# trouble. A layer counts as **vanished** below `Threshold.VANISHED` ($10^{-6}$) and as **weak** below `Threshold.WEAK` ($10^{-4}$), so a vanished layer is weak as well. These limits
# are rules of thumb for losses of the size of 1: the gradient of 1000 times a loss is 1000 times as long, and teaches the same.
#
# Three kinds of layer need care, and each is told apart from the others:
#
# | norm | meaning | treatment |
# |---|---|---|
# | `0.0` | measured; the layer hears nothing | a norm like any other: vanished, and weak |
# | NaN, Inf | the computation broke down | counted in `"non_finite_layers"`, left out of sizes, vanished and weak |
# | `None` | the loss does not reach the layer | counted in `"missing_layers"`, left out of everything else |
#
# **Write** `health_metrics(norms)`. It returns a dict with `"min_gradient"`, `"max_gradient"`, `"mean_gradient"`, `"std_gradient"` (population
# again; all four are NaN if no norm is finite), `"vanished_layers"`, `"weak_layers"`, `"layers"` (all of them), `"non_finite_layers"` and
# `"missing_layers"`.
#
# *Graded: the four sizes; the counts of vanished and weak layers; NaN and Inf; `None`.*
#
# > A test for every report that you will ever read: the mean of $n$ norms is at least $\max / n$. Why?

# %% solution="solutions.monitor:health_metrics"

# %% [markdown]
# Which numbers belong to which layer? Keras gives each weight a path, and this function, which is given, takes the layer's name from it.

# %% given="solutions.monitor:layer_name"

# %% [markdown] question="a02_q3_layer_norms" points=4
# ## 3. Ask every layer
#
# Now touch the patient. The number of layer $l$ is the norm of the gradient of its kernel $W_l$ (the trainable weight of rank 2 or more):
#
# $$n_l = \left\| \frac{\partial \mathcal L}{\partial W_l} \right\|, \qquad \mathcal L = \text{mean of the loss over the batch}$$
#
# The code in the lecture notes takes *all* trainable variables and calls what it counts "layers". A dense layer has two, a kernel and a
# bias, so its report on a network of six layers is one on twelve. Count layers.
#
# **Write** `layer_gradient_norms(model, x, y, loss_fn, training)`. Under a tape, call the model with `training=training` and average
# `loss_fn(y, prediction)`. Then take the gradients of the `kernels` (given) and, with `gradient_statistics`, their norms (all in
# one call: a list of nothing but `None` is refused). Return a dict from `layer_name(model, kernel)` to the norm, in the order of the layers. A layer that the loss does not reach stays in it, with `None`.
# (Where a layer has several kernels, they join into one norm; no check here has such a layer.)
#
# **Then write** `monitor_gradient_health(model, x, y, loss_fn)`: from the model to the report of section 2. One line will do.
#
# Mind the default `training=False`. In training mode a forward pass moves the averages of batch normalization: the thermometer would
# change the temperature.
#
# *Graded: the norms, also under another loss; layers, not tensors; unreached layers; the mode.*

# %% solution="solutions.monitor:layer_gradient_norms"

# %% solution="solutions.monitor:monitor_gradient_health"

# %% [markdown]
# ### Predict, then run
#
# Below are three untrained networks: six and twelve sigmoid layers with Glorot initialization, and twelve ReLU layers with He
# initialization. The slope of the sigmoid is at most 1/4. **Before you run it**, write down: how many of the *six* sigmoid layers will be
# below $10^{-6}$? How many of the *twelve*?


# %%
def network(activation, initializer, layers, width=64):
    """Return an untrained network with 10 inputs and one sigmoid output."""
    keras.utils.set_random_seed(0)
    options = {"activation": activation, "kernel_initializer": initializer}
    hidden = [keras.layers.Dense(width, name=f"layer_{n}", **options) for n in range(1, layers)]
    output = keras.layers.Dense(1, "sigmoid", name=f"layer_{layers}")
    return keras.Sequential([keras.Input((10,)), *hidden, output])


NETWORKS = {
    "sigmoid, 6 layers": network("sigmoid", "glorot_uniform", 6),
    "sigmoid, 12 layers": network("sigmoid", "glorot_uniform", 12),
    "ReLU, 12 layers": network("relu", "he_normal", 12),
}
rng = np.random.default_rng(0)
inputs = rng.normal(size=(100, 10)).astype("float32")
targets = rng.uniform(size=(100, 1)).astype("float32")

try:
    plt.figure(figsize=(8, 4.5))
    for (title, model), style in zip(NETWORKS.items(), ("k--^", "k-o", "k:s"), strict=True):
        norms = layer_gradient_norms(model, inputs, targets)
        plt.semilogy(range(1, len(norms) + 1), list(norms.values()), style, label=title)
    for limit, word in ((Threshold.WEAK, "weak"), (Threshold.VANISHED, "vanished")):
        plt.axhline(limit, color="0.5", linewidth=1)
        plt.text(12.2, limit / 1.3, f"below: {word}", ha="right", va="top")
    plt.title("How much does each layer hear? (before training)")
    plt.xlabel("layer (1 = next to the input)")
    plt.ylabel("norm of the kernel gradient")
    plt.xticks(range(1, 13))
    plt.legend()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# Compare with what you wrote down. On a log axis the sigmoid networks fall nearly along a line: each layer passes on about the same
# *fraction*. (The lecture notes print $1.2 \times 10^{-7}$ as the expected norm of the first of six sigmoid layers, and count three vanished
# ones in their report. Your own measurement says otherwise: believe it.) Depth does the rest. At twelve layers the first ones are gone, while the
# ReLU network of the same depth is nearly level.

# %% [markdown]
# The functions of the next section read the report. This helper, given and called for you, says what is missing in one that is not whole.

# %% given="solutions.monitor:check_metrics"

# %% [markdown] question="a02_q4_interpretation" points=5
# ## 4. From numbers to a verdict
#
# A report does not say what to do. For that you need thresholds, in *one* place. The lecture notes have them in two, and they differ: the
# guide warns from two weak layers on, the code beside it from three; the guide warns at a spread of 10,000, the code at 100,000. And the code
# divides by the smallest norm, which for a dead layer is 0. Here the guide holds, and the table in the docstring of `find_problems`, with
# the limits of `Threshold`, is all there is.
#
# **Write** three functions:
#
# - `gradient_spread(metrics)`: $\max / \min$; Inf if only the smallest norm is 0, and 1 if both are.
# - `find_problems(metrics)`: a dict from each finding that applies to its severity, in the order of the table. Remember that `nan > 100` is
#   False: that is why NaN and Inf have a row of their own, the first one.
# - `interpret_gradient_health(metrics)`: `"status"` is `"critical"` if any finding is, else `"warning"` if there is a finding, else
#   `"healthy"`; `"findings"` is the dict; `"recommendations"` is a list with `advice[name]` for each finding, in the same order.
#
# *Graded: vanished and weak layers; large and exploding gradients; the spread; layers without a number; status and recommendations.*

# %% solution="solutions.monitor:gradient_spread"

# %% solution="solutions.monitor:find_problems"

# %% solution="solutions.monitor:interpret_gradient_health"

# %% [markdown]
# The verdict on the three networks of the figure. One of them is healthy by the table although its line in the figure is anything but level:
# a threshold is a rule of thumb, not a law of nature.

# %%
try:
    for title, model in NETWORKS.items():
        health = monitor_gradient_health(model, inputs, targets)
        verdict = interpret_gradient_health(health)
        print(f"{title}: {verdict['status'].upper()}, spread {gradient_spread(health):.1e}")
        counts = f"{health['vanished_layers']} vanished and {health['weak_layers']} weak"
        print(
            f"   {counts} of {health['layers']} layers; findings: {verdict['findings'] or 'none'}"
        )
        for advice in verdict["recommendations"]:
            print("   ->", advice)
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a02_q5_callback" points=4
# ## 5. A monitor at the bedside
#
# One examination on admission is not enough. A Keras *callback* is called at fixed moments of `model.fit` and may look at `self.model`.
# Yours measures on one fixed batch, so that what changes from record to record is the model and not the data: once before training (given),
# and then after every `every` batches, or after each epoch if `every` is `None`.
#
# Two habits make a monitor useful. It counts batches over the *whole* training; the `batch` that Keras passes starts again at 0 in each epoch.
# And it raises an alarm when something *changed*: an alarm that never stops is one that nobody hears.
#
# **Write** three methods:
#
# - `on_train_batch_end`: count in `self.batches`; measure if `every` says so.
# - `on_epoch_end`: measure if `every` is `None`.
# - `_measure`: take the norms with the functions above, under `self.loss_fn` or else the compiled loss, `keras.losses.get(self.model.loss)`.
#   Append `{"batch": ..., "norms": ..., "metrics": ..., "status": ...}` to `self.history`. If the status differs from that of the record
#   before (before the first: `"healthy"`) and is not `"healthy"`, append a line such as `batch 5: critical (vanished, wide_spread)` to
#   `self.alerts` and call `self.alert` with it, unless that is `None`.
#
# *Graded: when it measures; what a record holds; the loss; the alerts.*

# %% solution="solutions.monitor:GradientHealthMonitor"

# %% [markdown]
# ### Two trainings, watched
#
# The same network of six ReLU layers learns the same task twice, with learning rates 0.05 and 0.2. Which alarms do you expect, and when is it
# too late?


# %%
def watched_training(learning_rate):
    """Train for 20 batches of 32 under the monitor; return the monitor."""
    x = np.random.default_rng(0).normal(size=(640, 10)).astype("float32")
    y = x[:, :1] * x[:, 1:2] + x[:, 2:3]
    keras.utils.set_random_seed(0)
    options = {"activation": "relu", "kernel_initializer": "he_normal"}
    hidden = [keras.layers.Dense(32, name=f"layer_{n}", **options) for n in range(1, 6)]
    model = keras.Sequential([keras.Input((10,)), *hidden, keras.layers.Dense(1, name="layer_6")])
    model.compile(keras.optimizers.SGD(learning_rate), loss="mse")
    monitor = GradientHealthMonitor(x[:64], y[:64], every=1)
    model.fit(x, y, batch_size=32, shuffle=False, verbose=0, callbacks=[monitor])
    return monitor


try:
    runs = {}
    for rate in (0.05, 0.2):
        print(f"learning rate {rate}:")
        runs[f"learning rate {rate}"] = watched_training(rate).history
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
    statuses = ["healthy", "warning", "critical"]
    for (title, history), style in zip(runs.items(), ("k-o", "k--s"), strict=True):
        batches = [record["batch"] for record in history]
        largest = [record["metrics"]["max_gradient"] for record in history]
        left.semilogy(batches, largest, style, markersize=4, label=title)
        status = [statuses.index(record["status"]) for record in history]
        right.plot(batches, status, style, markersize=4, drawstyle="steps-post", label=title)
    left.axhline(Threshold.LARGE, color="0.5", linewidth=1)
    left.axhline(Threshold.EXPLODING, color="0.5", linewidth=1)
    left.text(20, 11, "above: large", ha="right", va="bottom")
    left.text(20, 110, "above: exploding", ha="right", va="bottom")
    left.set(title="Largest layer gradient (NaN where a line ends)", ylabel="norm of gradient")
    right.set(title="Status", ylabel="verdict", ylim=(-0.3, 2.3))
    right.set_yticks(range(3), statuses)
    for panel in (left, right):
        panel.set(xlabel="batches trained on", xlim=(-0.5, 20.5))
        panel.set_xticks(range(0, 21, 4))
        panel.legend(loc="center right")
    figure.tight_layout()
    plt.show()
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# Both runs begin with the same warning. One recovers by itself: a warning is a reason to look, not to stop. The other is critical after two
# batches, and after four its gradient is NaN, which the next update writes into the weights. From there no learning rate leads back. An alarm is
# worth something in the two batches between.

# %% [markdown] manual="a02_q6_report" points=2
# ## 6. Read a report
#
# This report on a sigmoid network of six layers is printed in the lecture notes as an "expected output":
#
# | smallest norm | largest norm | mean norm | vanished (below 1e-6) | weak (below 1e-4) |
# |---|---|---|---|---|
# | 1.23e-08 (layer 1) | 4.56e-02 (layer 6) | 2.34e-05 | 3 of 6 | 5 of 6 |
#
# (a) Prove with one line of arithmetic that no six norms give this report. (b) Suppose that the mean is a misprint and all the rest is
# right: what is the status by the table of section 4, because of which finding, and which *one* remedy would you try first, and why that?

# %% [markdown]
# ## What you can now do
#
# You can describe a gradient in a few numbers and tell a small one from a missing and a broken one (CO-1), take it layer by layer from a
# Keras model and watch it while the model trains (CO-2), and derive a verdict from thresholds that you can name and doubt (CO-4, CO-5). The
# monitor heals nothing. But from now on, when a training stands still, you will not guess: you will look.
