# %% [markdown]
# # a10 · Learning rate schedules
#
# Watch a golfer. From the tee she swings with all her strength: the hole is far, the direction is roughly clear, and precision would be wasted. On the green the same swing would
# be absurd. There she *putts*. It is one game, one ball, one player; what changes is the length of the stroke. And before the first drive she warms up, for the worst
# strokes are those of cold muscles.
#
# Gradient descent plays the same course. With a large rate it covers ground, but it never comes to rest: each batch pushes it about, and the push is the rate times the noise. With a
# small rate it settles, but takes forever to get there. A *schedule* says how long the stroke is at which step.
#
# | You will | Section | Points |
# |---|---|---|
# | lower the rate in stairs, and smoothly | 1 | 4 |
# | let it fall along a cosine | 2 | 3 |
# | start again and again: warm restarts | 3 | 5 |
# | warm up, inside a Keras optimizer | 4 | 4 |
# | lower the rate only when nothing improves | 5 | 5 |
# | settle how the rate grows with the batch | 6 | 2 |
#
# Budget: 50 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
import math
from collections.abc import Callable
from typing import Any

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras.optimizers.schedules import LearningRateSchedule

# %% [markdown]
# The conventions, the same in all sections: **steps are updates of the optimizer, not epochs, and count from 0.** The first update uses the rate of step 0. A `step` may be a number or an
# array of steps; a result has the same shape. The helpers below check their arguments, and the first returns `step` as a `float64` tensor. Run them; you need not read them.

# %% given="solutions.schedules:check_schedule"

# %% given="solutions.schedules:check_factor"

# %% given="solutions.schedules:check_minimum"

# %% [markdown] question="a10_q1_decay" points=4
# ## 1. Stairs, and a slide
#
# The oldest schedule stays level for $n$ steps, then multiplies the rate by a factor $\gamma$, and again and again. The second makes the same journey without stairs:
#
# $$\text{step decay: } \eta_0\, \gamma^{\lfloor t / n \rfloor} \qquad\qquad \text{exponential decay: } \eta_0\, \gamma^{\,t / n}$$
#
# $\eta_0$ is `initial`, $t$ is `step`, $\gamma$ is `factor`, $n$ is `drop_every` or `decay_steps`. $\lfloor \cdot \rfloor$ rounds down (`tf.floor`), so the first drop is *at* step $n$.
#
# **Write** `step_decay` and `exponential_decay`. Neither has an end: after `decay_steps` the rate shrinks on.
#
# *Graded: the level parts of the stairs; the drops; the slide; what comes after `decay_steps`.*

# %% solution="solutions.schedules:step_decay"

# %% solution="solutions.schedules:exponential_decay"

# %% [markdown] question="a10_q2_cosine" points=3
# ## 2. Half a wave
#
# Why not a straight line? One would like to stay with large steps for a while, and to have enough small ones at the end. Half a cosine wave is flat at both ends and falls in between:
#
# $$\eta_t = \eta_{\min} + \frac{\eta_0 - \eta_{\min}}{2} \left(1 + \cos \frac{\pi\, t}{n} \right) \qquad \text{for } t \le n$$
#
# **Write** `cosine_annealing(step, initial, decay_steps, minimum)`. After $n$ = `decay_steps` the rate *stays* at `minimum`. A cosine by itself would rise again.
#
# *Graded: the curve; the minimum; what comes after `decay_steps`.*

# %% solution="solutions.schedules:cosine_annealing"

# %% [markdown] question="a10_q3_restarts" points=5
# ## 3. Start again: warm restarts
#
# A run that has settled may have settled in a poor place. So Loshchilov and Hutter (2017) jump back to the first rate, and let it fall once more, more slowly. Cycle $i = 0, 1, \dots$ lasts $T_i$ steps,
# and starts after all those before it:
#
# $$T_i = T_0\, g^i, \qquad s_i = T_0 + T_1 + \dots + T_{i-1} = T_0\, \frac{g^i - 1}{g - 1} \quad (i\, T_0 \text{ if } g = 1)$$
#
# $T_0$ is `first_cycle`, $g$ is `growth`. With $T_0 = 10$ and $g = 2$ the cycles start at steps 0, 10, 30, 70.
#
# **Write** two functions.
#
# - `cycle_position(step, first_cycle, growth)`: how far a step is into its cycle, $(t - s_i) / T_i$, where $i$ is the *last* cycle with $s_i \le t$. It is in $[0, 1)$, and exactly 0 where a cycle starts.
# - `cosine_warm_restarts(...)`: the cosine of section 2 with this position in place of $t / n$.
#
# For $g > 1$ you can solve $s_i = t$ for $i$: round $\log(1 + t (g - 1) / T_0) / \log g$ down. At the start of a cycle the logarithm may come out as 2.9999999, so look whether the next
# cycle has started already. A loop from cycle to cycle is fine, too, if it takes arrays.
#
# *Graded: equal cycles; growing cycles; the first step of a cycle; the rates.*

# %% solution="solutions.schedules:cycle_position"

# %% solution="solutions.schedules:cosine_warm_restarts"

# %% [markdown]
# Your schedules at a glance. The figure has four panels of rate against step: stairs that halve every 100 steps; a smooth fall that is halved every 100 steps, too; half a wave that ends at step 700; and three half waves, of
# 100, 200 and 400 steps, and the beginning of a fourth, that all start at the top.

# %%
steps = np.arange(800)
try:
    figure, panels = plt.subplots(1, 4, figsize=(12, 2.9), sharey=True)
    curves = {
        "Step decay": step_decay(steps, 0.3, 0.5, 100),
        "Exponential decay": exponential_decay(steps, 0.3, 0.5, 100),
        "Cosine annealing": cosine_annealing(steps, 0.3, 700),
        "Warm restarts": cosine_warm_restarts(steps, 0.3, 100, growth=2),
    }
    for panel, (name, rates) in zip(panels, curves.items(), strict=True):
        panel.plot(steps, rates, "k-")
        panel.set(title=name, xlabel="step (update)")
        panel.grid(alpha=0.3)
    panels[0].set_ylabel("learning rate")
    figure.tight_layout()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# A Keras optimizer takes an object in place of a rate, and calls it with the number of updates done so far. These two classes, which are given, make such objects of your functions.

# %% given="solutions.schedules.keras_schedules:FunctionSchedule"

# %% given="solutions.schedules:CosineAnnealing"

# %% [markdown] question="a10_q4_warm_up" points=4
# ## 4. Cold muscles: warm-up
#
# A fresh network has its wildest gradients in its first steps, and an optimizer with averages has not yet seen enough to trust them. So begin with small steps, and raise the rate along a straight line:
#
# $$\eta_t = \eta_{\text{start}} + (\eta_{\text{peak}} - \eta_{\text{start}}) \cdot \min\!\left(\frac{t}{w}, 1\right)$$
#
# with $w$ = `warmup_steps`. The peak is reached *at* step $w$. (Some libraries use $(t + 1) / w$ and are there one step earlier.)
#
# **Write** `linear_warmup` and the method `WarmUp.__call__`, which puts the rise before another schedule:
#
# - for $t < w$ the rate is `linear_warmup` with `self.peak`, `self.warmup_steps` and `self.start`;
# - from $t = w$ on it is `self.schedule`, *from its own step 0*: that is, `self.schedule(t - w)`.
#
# Out of `__call__`: a `float32` tensor (`tf.cast`). In a compiled training loop nobody knows the step while the code is read, so a Python `if` cannot decide: compute both, and choose with
# `tf.where(condition, a, b)`.
#
# *Graded: the rise; what comes after it; the handover; a compiled training loop.*

# %% solution="solutions.schedules:linear_warmup"

# %% solution="solutions.schedules:WarmUp"

# %% [markdown]
# ### Predict, then run
#
# The bottom of a loss looks like a parabola, and each batch gives its gradient with an error. So take $\mathcal L(w) = w^2 / 2$, gradients $w + \text{noise}$ with noise from $N(0, 1)$, and 700 steps of plain
# gradient descent from $w = 10$. All schedules begin with a rate of 0.3, or rise to it.
#
# **Before you run it**, write down: at which mean loss, about, will the constant rate stay: 1, 0.1, 0.01? And how much lower does the run with warm-up and cosine end: twice, thirty times, a thousand times?


# %%
def noisy_descent(rates, runs=500):
    """Return the mean loss at each step of many runs, and at the end."""
    rng = np.random.default_rng(0)
    w, losses = np.full(runs, 10.0), []
    for rate in np.asarray(rates, dtype="float64"):
        losses.append(np.mean(w**2) / 2)
        w = w - rate * (w + rng.normal(size=runs))
    return [*losses, np.mean(w**2) / 2]


try:
    steps = np.arange(700)
    contest = {  # name: (rates, line)
        "constant": (np.full(700, 0.3), "k:"),
        "step decay": (step_decay(steps, 0.3, 0.5, 100), "C0--"),
        "warm restarts": (cosine_warm_restarts(steps, 0.3, 100, growth=2), "C1-."),
        "warm-up and cosine": (WarmUp(CosineAnnealing(0.3, 630), 70)(steps), "k-"),
    }
    plt.figure(figsize=(8, 4))
    for name, (rates, line) in contest.items():
        losses = noisy_descent(rates)
        plt.semilogy(losses, line, linewidth=1.3, label=name)
        print(f"{name:19} mean loss at the end {losses[-1]:.2g}")
    plt.title("The same noise, four schedules (mean of 500 runs)")
    plt.xlabel("step (update)")
    plt.ylabel("loss (log scale)")
    plt.legend()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# The figure shows the mean loss of 500 runs against the step, on a logarithmic scale. The constant rate (dotted) falls at once and then runs level near 0.09. Step decay (dashed) goes down from there in stairs. The cosine
# (solid) starts late, for it warms up first, and bends down smoothly from the same level. Each restart (dash-dotted) throws the loss back up to it.
#
# The level is no accident: with a constant rate $\eta$ the noise holds this loss at $\eta / (4 - 2\eta)$, which is 0.088 for 0.3. Only a smaller rate gets below. Which schedule wins depends on the problem and on the number
# of steps; here it is not the cosine.
#
# One honest word. What a schedule gains here, it gains on *noise*. Where a network can fit every example, the noise fades with the error, and a good constant rate may well be the fastest.
#
# > The course's exercise hints (Chapter 5) say that a falling rate "prevents over-optimization in later epochs". On this parabola it does the
# > opposite: it lets the optimizer go deeper. Against fitting too much there is regularization.

# %% [markdown] question="a10_q5_plateau" points=5
# ## 5. Only when it is needed
#
# All schedules so far are fixed before the training starts. The last one watches: it lowers the rate when a metric, say the loss on held-out examples, has stopped falling. It is a small machine with four things to
# remember: `self.rate`, `self.best` (infinite at first), `self.waited` and `self.rest` (both 0).
#
# **Write** `ReduceOnPlateau.update(metric)`, called once after each epoch; it returns the rate for the next. In this order:
#
# 1. *Improved?* If `metric < self.best - self.min_delta`, it is the new `self.best`, and `self.waited` is 0 again.
# 2. *If not, resting?* After a reduction, `self.cooldown` epochs are not counted. While `self.rest` is above 0 nothing happens.
# 3. *If neither*, count the epoch in `self.waited`. When that reaches `self.patience`: multiply the rate by `self.factor`, but do not go below `self.min_rate`; start counting from 0; begin a rest
#    of `self.cooldown`.
#
# Each epoch of a rest, improved or not, makes `self.rest` smaller by one. And a metric of NaN is no improvement: every comparison with NaN is false, so mind which way round you ask.
#
# *Graded: the patience; small improvements; the rest; NaN; the lowest rate.*

# %% solution="solutions.schedules:ReduceOnPlateau"

# %% [markdown]
# Here it is at work on the noisy parabola, 35 epochs of 20 steps. The figure has two panels over the epochs: above, the loss, which falls, runs level, and falls again after each reduction; below, the rate, in stairs whose
# lengths nobody planned.

# %%
try:
    rng = np.random.default_rng(1)
    plateau = ReduceOnPlateau(0.3, factor=0.3, patience=3, min_rate=0.001)
    w, losses, rates = np.full(100, 10.0), [], []
    for _ in range(35):
        rates.append(plateau.rate)
        for _ in range(20):
            w = w - plateau.rate * (w + rng.normal(size=100))
        losses.append(np.mean(w**2) / 2)
        plateau.update(losses[-1])
    epochs = np.arange(1, 36)
    figure, (above, below) = plt.subplots(2, 1, figsize=(7.5, 4.6), sharex=True)
    above.semilogy(epochs, losses, "ko-", markersize=4)
    above.set(title="Reduction on a plateau", ylabel="loss (log scale)")
    below.step(epochs, rates, "k-", where="mid")
    below.set(yscale="log", xlabel="epoch", ylabel="rate (log scale)")
    figure.tight_layout()
    plt.show()
    print("epochs before which the rate was lowered:", epochs[1:][np.diff(rates) < 0].tolist())
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown] manual="a10_q6_batch_size" points=2
# ## 6. In your words
#
# The course's answer to Formative Assessment I, question 19, raises the rate together with the batch:
#
# ```python
# base_lr = 0.01
# batch_size = 256
# scaled_lr = base_lr * sqrt(batch_size / 32)  # Linear scaling
# ```
#
# Code and comment are two different rules. In three to five sentences: which rates do the two rules give here, and which of them does the code compute? Give one reason for each rule. (For one, think of eight small
# batches in a row. For the other, of how the standard error of a mean depends on the number of examples.)

# %% [markdown]
# ## What you can now do
#
# You can turn a schedule's formula into a function that is right at its edges, and put it into a Keras optimizer (CO-2); build a small state machine that a NaN does not fool (CO-3); and say
# what a schedule gains, against which noise, and when it gains nothing (CO-4). With the optimizers of the last assignment you now hold both halves of a training: which way, and
# how far.
