# %% [markdown]
# # a08 · Gradient clipping
#
# A bungee jumper is not slowed down on the way. The cord hangs slack until the fall is longer than it should be;
# then it pulls, and the more there is to stop, the harder. Gradient clipping is that cord. Most steps of a training never
# feel it. The one step that would have thrown the weights to the other end of the landscape becomes a step of bearable length.
#
# Why is it needed at all? A gradient tells which way is down *here*. On a cliff of the loss it is enormous, and the update
# $\eta g$ leaps far beyond the place it knew anything about. One such leap can undo an hour of training.
#
# | You will | Section | Points |
# |---|---|---|
# | measure the length of a step | 1 | 4 |
# | cut it element by element | 2 | 2 |
# | shorten it without turning it | 3 | 5 |
# | let the limit fit itself to the training | 4 | 5 |
# | put the cord into a training loop, and watch it hold | 5 | 5 |
# | say in words what you saw | 6 | 2 |
#
# Budget: 45 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# `tape.gradient` returns one tensor per variable, and `None` for a variable that the loss does not depend on. All functions
# below take such a list. This one, which is given, refuses anything else, so that you need not.

# %% given="solutions.clipping:check_gradients"

# %% [markdown] question="a08_q1_global_norm" points=4
# ## 1. How long is a step?
#
# Before you limit a length you have to measure it. A network has many gradient tensors $g_1, \dots, g_n$, of different shapes, but it
# takes *one* step. So lay all their elements end to end and take the Euclidean norm of that one long vector:
#
# $$\|g\| = \sqrt{\textstyle\sum_i \sum_k g_{i,k}^2}$$
#
# **Write** `global_norm(gradients)`.
#
# - In: a list of tensors of any shape and one floating dtype; an entry may be `None` (skip it).
# - Out: a scalar of the gradients' dtype: `float32` in, `float32` out.
# - Mind the squares: $(10^{25})^2$ does not fit in `float32`, but the norm does. Add the squares in `float64`.
#
# *Graded: the value; `None` entries; large gradients; the dtype.*

# %% solution="solutions.clipping:global_norm"

# %% [markdown] question="a08_q2_clip_by_value" points=2
# ## 2. The blunt cut: by value
#
# The simplest limit: no element of any gradient may be larger than $c$ or smaller than $-c$.
#
# $$g_k \leftarrow \min(\max(g_k, -c),\; c)$$
#
# **Write** `clip_by_value(gradients, clip_value)`. It returns a new list of the same length, shapes and dtypes; `None` stays `None` in its place,
# because an optimizer pairs gradients and variables by position.
#
# *Graded: every element; `None` entries.*

# %% solution="solutions.clipping:clip_by_value"

# %% [markdown]
# Look at what this does to the *direction* of a step. The arrow below is the gradient (10, 2); keep the picture for section 6.


# %%
def arrow(vector, label, style):
    """Draw a gradient as an arrow from the origin."""
    plt.plot([0, vector[0]], [0, vector[1]], style, linewidth=2, label=label)
    plt.plot(*vector, "ko", markersize=4)


step = tf.constant([10.0, 2.0])
try:
    cut = clip_by_value([step], 2.0)[0]
    plt.figure(figsize=(6, 2.6))
    arrow(step.numpy(), "gradient (10, 2)", "k-")
    arrow(np.asarray(cut), "clipped by value, limit 2", "k--")
    plt.title("Clipping by value turns the step")
    plt.xlabel("gradient of weight 1")
    plt.ylabel("gradient of weight 2")
    plt.legend()
    plt.show()
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a08_q3_clip_by_global_norm" points=5
# ## 3. The bungee cord: by global norm
#
# To shorten a step without turning it, multiply *all* elements of *all* tensors by one and the same factor:
#
# $$g_i \leftarrow g_i \cdot \frac{c}{\max(\|g\|,\, c)}$$
#
# Read the factor: for a long gradient it is $c / \|g\|$, so the new length is exactly $c$. For a short one it is $c / c = 1$: a
# slack cord does not pull. And it never divides by zero.
#
# **Write** `clip_by_global_norm(gradients, clip_norm)`, which returns the tuple `(clipped, norm)`: the new list, and the global norm *before*
# clipping. That norm is worth logging; it is the first to know when a training goes wrong.
#
# *Graded: long gradients; the norm returned; short gradients; all-zero gradients; `None` entries.*
#
# > The course's exercise hints (Chapter 5, exercise 14) divide by $\|g\|^2$. Try it on paper with $\|g\| = 100$ and $c = 5$: how long is the result?

# %% solution="solutions.clipping:clip_by_global_norm"

# %% [markdown] question="a08_q4_adaptive_clipper" points=5
# ## 4. A cord that fits itself
#
# What is a good limit? That depends on the network, and changes while it trains. So watch: remember the norms of the latest steps, and clip whatever
# is longer than, say, 95 % of them (Seetharaman et al., 2020).
#
# Three traps lie in wait. The lecture's own code falls into all of them.
#
# 1. **A spike must not raise its own limit.** Take the threshold from the steps *before*, then remember the norm.
# 2. **Remember the norm before clipping.** If you remembered the clipped one, the limit could only ever fall.
# 3. **Never remember NaN or Inf.** One NaN, and every percentile is NaN for the next hundred steps. Replace such gradients by zeros and count
#    the step in `non_finite_steps`.
#
# **Write** the two methods. `__init__` is given: `self.history` is a `deque` that drops its oldest entry by itself. `np.percentile(history, p)`
# interpolates linearly, as it should here. Use your functions from above.
#
# *Graded: the warm-up; spikes; what is remembered; NaN and Inf; `None` entries.*

# %% solution="solutions.clipping:AdaptiveGradientClipper"

# %% [markdown] question="a08_q5_training_loop" points=5
# ## 5. The cord in the training loop
#
# Clipping has its place between the tape and the optimizer: *gradient, clip, apply*.
#
# **Write** `train_with_clipping`. For each batch: compute the loss under a tape (with `model(x, training=True)`), take the gradients, clip them (unless
# `clip` is `None`), apply them, and append to the history the loss *before* the update, the global norm before clipping, and the one after.
#
# *Graded: the weights after training; both norms; the losses; `clip=None`; training mode.*

# %% solution="solutions.clipping:train_with_clipping"

# %% [markdown]
# ### Predict, then run
#
# Below, a deep linear network with weights that are somewhat too large learns $y = x$ with plain SGD, once without and once with your cord
# (limit 1). **Before you run it**, write down: after how many steps does the loss of the run without a cord stop being a number? Does the clipped run
# learn anything at all?


# %%
def deep_linear_run():
    """Return a network that is primed to explode, its batches, a loss and an optimizer."""
    keras.utils.set_random_seed(5)
    initializer = keras.initializers.RandomNormal(stddev=0.45)
    dense = [keras.layers.Dense(16, kernel_initializer=initializer) for _ in range(6)]
    model = keras.Sequential([keras.Input((4,)), *dense, keras.layers.Dense(4)])
    x = np.random.default_rng(5).normal(size=(60, 32, 4)).astype("float32")
    batches = [(tf.constant(part), tf.constant(part)) for part in x]
    return model, batches, keras.losses.MeanSquaredError(), keras.optimizers.SGD(0.05)


try:
    free = train_with_clipping(*deep_linear_run())
    held = train_with_clipping(*deep_linear_run(), clip=lambda g: clip_by_global_norm(g, 1.0)[0])
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.5))
    left.semilogy(free["loss"], "k--", label="without clipping")
    left.semilogy(held["loss"], "k-", label="clipped, limit 1")
    left.set(title="Loss", xlabel="step", ylabel="mean squared error")
    right.semilogy(free["norm"], "k--", label="without clipping")
    right.semilogy(held["norm"], "k-", label="clipped run, before clipping")
    right.axhline(1.0, color="k", linestyle=":", label="limit")
    right.set(title="Global norm of the gradient", xlabel="step", ylabel="norm")
    left.legend()
    right.legend()
    figure.tight_layout()
    plt.show()
    print(f"last loss without clipping: {free['loss'][-1]:.3g}, with: {held['loss'][-1]:.3g}")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] manual="a08_q6_direction" points=2
# ## 6. In your words
#
# Explain in two to four sentences why clipping by value can change the direction of a step and clipping by global norm cannot. Give a numerical example, from
# your figure in section 2 or of your own.

# %% [markdown]
# ## What you can now do
#
# You can measure a step, limit it in two ways and say what each does to its direction (CO-1), build a clipper with a memory that a NaN cannot
# poison (CO-2), and put it into a training loop where it rescues a run that would have diverged (CO-3, CO-4). One thing clipping does not do: it makes no short
# gradient longer. Against *vanishing* gradients you need other tools.
