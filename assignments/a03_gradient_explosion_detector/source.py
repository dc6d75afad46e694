# %% [markdown]
# # a03 · A detector for exploding gradients
#
# An avalanche begins with a handful of snow. It takes along what lies in its way, and so becomes larger, and so takes along more. Whoever hears
# it thunder is too late. That is why mountain rescue does not listen for thunder: it measures how fast the slope is moving, and warns while there is
# still time to leave.
#
# A gradient can grow in the same way: from layer to layer on its way back to the input, and from step to step while the weights run away.
# You will build the rescue service: an instrument that says how bad a step is, and whether a worse one is coming.
#
# | You will | Section | Points |
# |---|---|---|
# | predict how layers amplify | 1 | 3 |
# | turn all gradients of a step into one number | 2 | 4 |
# | say how bad that number is | 3 | 4 |
# | see where it is going | 4 | 5 |
# | put it all into a detector, and let it watch three trainings | 5 | 6 |
# | judge what it saw | 6 | 2 |
#
# Budget: 45 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
import enum
import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown] question="a03_q1_amplification" points=3
# ## 1. How an avalanche grows
#
# Take one linear layer, $y = W x$ (vectors are columns here), with $n$ inputs and independent weights of mean 0 and standard deviation $\sigma$.
# Each output is a sum of $n$ terms. They have either sign and partly cancel, so it is not the terms that add up but their squares: on average
# $y_i^2 = \sigma^2 \|x\|^2$. Compare sizes by the root-mean-square, and the layer multiplies by its **gain**
#
# $$a = \sigma \sqrt{n}, \qquad \text{so } L \text{ layers of width } n \text{ multiply by} \quad a^L = (\sigma \sqrt{n})^L$$
#
# The gradient, on its way back, meets the same matrices (transposed), and grows in the same way.
#
# **Write** `layer_gain(stddev, fan_in)` and `explosion_growth(stddev, width, depth)`. Both return a `float`. Without layers the factor is 1, and
# where a float ends, at $1.8 \times 10^{308}$, it is infinity (not an error: `**` raises one, `np.power` does not).
#
# *Graded: the gain of one layer; the growth over several; depth 0 and overflow.*
#
# > The course's answer to Formative Assessment I, question 17, says that weights from N(0, 2) with 1000 inputs "amplify by about 1000". What does your function say
# > for a standard deviation of 2? (And for a variance of 2?)

# %% solution="solutions.explosion:layer_gain"

# %% solution="solutions.explosion:explosion_growth"

# %% [markdown]
# Is it true? This function, which is given, sends a random signal through random layers and measures its size.

# %% given="solutions.explosion:measured_growth"

# %% [markdown]
# ### Predict, then run
#
# The lecture's network "primed for gradient explosion" has layers of 64 units with $\sigma = 2$. **Before you run the cell**, write down: how many
# decimal digits does the signal gain per layer? How large is it after ten?

# %%
try:
    layers = range(11)
    plt.figure(figsize=(7, 4))
    for stddev, marker, line in ((2.0, "ks", "k-"), (0.125, "ko", "k--"), (0.05, "k^", "k:")):
        predicted = [explosion_growth(stddev, 64, depth) for depth in layers]
        plt.semilogy(layers, predicted, line, label=f"predicted, σ = {stddev}")
        measured = measured_growth(stddev, 64, 10)
        plt.semilogy(layers, measured, marker, fillstyle="none", label=f"measured, σ = {stddev}")
    plt.title("Size of a signal after linear layers of 64 units")
    plt.xlabel("number of layers")
    plt.ylabel("size, relative to the input")
    plt.legend()
    plt.show()
    print(f"gain of one layer with σ = 2: {layer_gain(2.0, 64):g}")
    print(f"... and with 1000 inputs: {layer_gain(2.0, 1000):.1f}")
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# The figure shows the size of the signal after each of ten layers, on a logarithmic scale; the lines are predicted, the marks measured. With
# $\sigma = 2$ (squares) it climbs in a straight line, 1.2 digits a layer, to $10^{12}$. With $\sigma = 0.125$ (circles), where the gain is 1,
# it stays level. With $\sigma = 0.05$ (triangles) it falls, to a ten-thousandth.

# %% [markdown]
# `tape.gradient` returns a list, with `None` for a variable that the loss does not depend on. This helper, which is given and already
# called for you, refuses a list that holds nothing but that.

# %% given="solutions.clipping:check_gradients"

# %% [markdown] question="a03_q2_gradient_norm" points=4
# ## 2. One number for a step
#
# A step of training has as many gradients $g_1, \dots, g_m$ as the model has variables. For an alarm you need one number that becomes large if
# any of them does: the Euclidean norm of all their elements together,
#
# $$\|g\| = \sqrt{\textstyle\sum_i \sum_k g_{i,k}^2}$$
#
# **Write** `gradient_norm(gradients)`.
#
# - In: a list of tensors of any shapes, as from `tape.gradient`; `None` for a variable that the loss does not depend on (skip it).
# - Out: a Python `float`.
# - Do not cry wolf: $(10^{25})^2$ does not fit in `float32`, but a gradient of $10^{25}$ is finite. Square in `float64`.
# - Do not hush up either: if any element is NaN, so is the norm, and an infinite element makes it infinite.
#
# *Graded: the value; `None` entries; huge gradients; NaN and infinity.*

# %% solution="solutions.explosion:gradient_norm"

# %% [markdown]
# ## 3. How bad is it?
#
# The lecture's detector knows two states, above and below 100. Mountain rescue has levels, and so have you. With $T$ for the threshold:
#
# | level | norm | what to do |
# |---|---|---|
# | `NORMAL` | up to $T/10$ | nothing |
# | `WARNING` | $T/10 <$ norm $\le T$ | watch |
# | `EXPLOSION` | $T <$ norm $\le 100\,T$ | clip, or lower the learning rate |
# | `CRITICAL` | $100\,T <$ norm, finite | stop before the weights are lost |
# | `OVERFLOW` | NaN, infinity | go back to the last good weights |
#
# This is the only table of levels here. The levels are ordered, so they compare like numbers:

# %% given="solutions.explosion:Severity"

# %% [markdown] question="a03_q3_severity" points=4
# ### Write the table as a function
#
# There is a trap in it, and the lecture's own code, `is_explosion = total_norm > self.threshold`, falls into it: NaN compares with
# nothing. `nan > 100` is False, `nan <= 100` is False too. The worst explosion of all would be reported as healthy.
#
# **Write** `severity(norm, threshold)`, which returns a `Severity`. A norm exactly on a limit belongs to the lower level.
#
# *Graded: the four finite levels; norms on a limit; other thresholds; NaN and infinity.*

# %% solution="solutions.explosion:severity"

# %% [markdown] question="a03_q4_trend" points=5
# ## 4. Where is it going?
#
# Bread costs 1, then 2, then 4. Nobody looks at the 4 alone: what frightens you is the *factor*. If the norm $n_t$ grows by the factor $r$ at each
# step $t$, then $\log n_t = \log n_0 + t \log r$: a straight line on a log axis, with slope $b = \log r$.
#
# The norms of mini-batches are noisy, so do not trust two of them. Fit a line through several by least squares.
#
# **Write** `growth_rate(norms, window)`: the factor $r = e^b$ of the line through the last `window` *usable* norms.
#
# - Zero, NaN and infinity have no usable logarithm. Leave them out first; number the rest $t = 0, 1, 2, \dots$ (`np.polyfit(t, y, deg=1)` fits a
#   line and returns its slope first).
# - With fewer than `window` usable norms there is no trend yet: return NaN.
#
# **Then write** `steps_to_threshold(norm, rate, threshold)`: the $k$ with $n\, r^k = T$, not rounded. It is 0 for a norm that is already there, and
# `math.inf` for one that will never be: the rate is NaN or at most 1, or the norm is 0.
#
# *Graded: the factor; the window; unusable norms; the steps; never and already there.*

# %% solution="solutions.explosion:growth_rate"

# %% solution="solutions.explosion:steps_to_threshold"

# %% [markdown]
# All that the detector says about one step is an `Observation`, which is given:

# %% given="solutions.explosion:Observation"

# %% [markdown] question="a03_q5_detector" points=6
# ## 5. The detector
#
# Severity says how bad it *is*; the trend says how bad it *will be*. The detector joins the two and keeps a history. Two questions, two answers:
#
# $$\text{explosion:} \quad \text{severity} \ge \text{EXPLOSION} \qquad\qquad
# \text{early warning:} \quad \text{no explosion yet, and } r \ge r_{\min}, \text{ and } k \le h$$
#
# Here $r$ is the growth rate (with `self.window`), $r_{\min}$ is `self.min_growth`, which keeps noise quiet, $k$ is the number of steps to
# `self.threshold`, and $h$ is `self.horizon`. The rest of the class is given.
#
# **Write** two methods:
#
# - `observe(norm)`: append an `Observation` to `self.history` and return it. Its `step` is the number of observations before it; its `growth` is that
#   of all norms so far, *this one included*.
# - `check_explosion(model, x, y, loss)`: under a tape, call the model and average the loss over the batch. Take the gradients of all trainable
#   variables, observe their norm, and return the tuple `(is_explosion, norm)`. Let the observation say whether it is an explosion:
#   it knows about NaN.
#
# *Graded: what is recorded, also after `reset`; the growth; the early warning; slow growth; the norm of a model; the verdict.*

# %% solution="solutions.explosion:GradientExplosionDetector"

# %% [markdown]
# ### Three trainings under watch
#
# The same small network learns the same task three times, with plain SGD: with a good learning rate, with one that is far too high, and with one
# that creeps up by 12 % at each step. Your detector looks on at every step. **Before you run it**: which of the runs that explode
# will be announced by an early warning, and which not?


# %%
def watched_training(learning_rate, ramp=1.0, steps=40):
    """Train for some steps under a detector with threshold 100; return the detector."""
    keras.utils.set_random_seed(3)
    options = {"activation": "tanh", "kernel_initializer": "glorot_normal"}
    hidden = [keras.layers.Dense(32, **options) for _ in range(4)]
    model = keras.Sequential([keras.Input((8,)), *hidden, keras.layers.Dense(1)])
    optimizer = keras.optimizers.SGD(learning_rate)
    x = np.random.default_rng(3).normal(size=(steps, 64, 8)).astype("float32")
    detector = GradientExplosionDetector(threshold=100.0)
    for batch in x:
        y = np.sin(batch[:, :1]) + batch[:, 1:2]
        detector.check_explosion(model, batch, y)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(model(batch) - y))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        optimizer.learning_rate = optimizer.learning_rate * ramp
    return detector


try:
    runs = {
        "good learning rate": watched_training(0.02),
        "far too high": watched_training(0.5),
        "creeping up": watched_training(0.02, ramp=1.12),
    }
    top = 1e12  # the axis ends here; what is above it, or no number, is drawn on its edge
    plt.figure(figsize=(9, 5))
    for limit, level in ((10, "WARNING"), (100, "EXPLOSION"), (1e4, "CRITICAL")):
        plt.axhline(limit, color="0.6", linewidth=1)
        plt.text(45.5, limit * 1.3, f"above: {level}", ha="right", va="bottom")
    for (name, detector), style in zip(runs.items(), ("k-", "k:s", "k--o"), strict=True):
        steps = [seen.step for seen in detector.history]
        norms = [seen.norm if seen.norm < top else top for seen in detector.history]
        plt.semilogy(steps, norms, style, markersize=4, label=name)
    warned = [seen for run in runs.values() for seen in run.history if seen.early_warning]
    where, height = [seen.step for seen in warned], [seen.norm for seen in warned]
    plt.semilogy(where, height, "k*", markersize=14, fillstyle="none", label="early warning")
    plt.title("Gradient norm of three trainings, with levels and early warnings")
    plt.xlabel("step")
    plt.ylabel(f"global norm of the gradient (at most {top:.0e} shown)")
    plt.ylim(1e-1, 2 * top)
    plt.xlim(-0.5, 46)
    plt.legend(loc="center")
    plt.show()
    for name, run in runs.items():
        print(
            f"{name}: worst level {run.worst.name}, first early warning at step {run.first_warning}"
            f", first explosion at step {run.first_explosion}"
        )
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# The figure shows the norm of the gradient at each step, on a logarithmic scale; grey lines separate the levels. The good run (solid) stays
# about 1. The one with a rate that is far too high (squares) climbs from the first steps on, explodes at step 3 and leaves the axis at 13. The
# creeping one (circles) is calm for thirty steps. Then it climbs, gets two stars, which are early warnings, and explodes at step 33.

# %% [markdown] manual="a03_q6_report" points=2
# ## 6. Judge what you see
#
# (a) The lecture notes print, as the "expected output" of an exploding network of six layers, layer gradients from $5.67 \times 10^{2}$ to
# $1.23 \times 10^{5}$. Suppose that the layers are linear, with 64 units and the $\sigma = 2$ of the network "primed for gradient explosion".
# The gradient of the squared error with respect to the weights of the last layer is 2 · error · incoming signal. Estimate it with section 1
# from an input signal of size 1 (the error is about as large as the output). Can the printed numbers be right?
#
# (b) In the figure above one of the runs explodes without an early warning. Why could the trend not announce it, which part of the detector
# reports it nevertheless, and what would you change in such a training?

# %% [markdown]
# ## What you can now do
#
# You can predict from two numbers how layers amplify (CO-1), measure a step so that neither an overflow nor a NaN deceives you (CO-1, CO-2), and watch a
# training with an instrument that tells "bad" from "getting worse" (CO-2, CO-5). And you can test a printed number by an estimate (CO-4). The
# detector changes nothing by itself. The next step is to act on what it says: the cord of gradient clipping, a learning rate that yields, a
# better initialization.
