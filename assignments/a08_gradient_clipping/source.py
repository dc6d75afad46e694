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
# Why not a norm for each tensor? Because the optimizer moves all weights at once, and what may leap too far is the whole step. On paper: what is
# the norm of $(3, 4)$ and $(12)$ together? It is neither the sum of the two norms nor the larger one.
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
# The step that is left still goes downhill: every $g_k$ keeps its sign, so no product of old and new element is negative, and neither is their
# sum. But among all steps of its length it is no longer the one that goes down fastest.
#
# *Graded: every element; `None` entries.*

# %% solution="solutions.clipping:clip_by_value"

# %% [markdown]
# Look at what this does to the *direction* of a step. The figure shows the gradient (10, 2), solid, and what your function makes of it with a limit of 2, dashed; both
# axes have the same scale. Keep it for section 6.


# %%
def ray(vector, label, style):
    """Draw a gradient as a line from the origin to a dot."""
    plt.plot([0, vector[0]], [0, vector[1]], style, linewidth=2, label=label)
    plt.plot(*vector, "ko", markersize=4)


step = tf.constant([10.0, 2.0])
try:
    cut = clip_by_value([step], 2.0)[0]
    plt.figure(figsize=(6, 2.6))
    ray(step.numpy(), "gradient (10, 2)", "k-")
    ray(np.asarray(cut), "clipped by value, limit 2", "k--")
    plt.title("Clipping by value turns the step")
    plt.xlabel("gradient of weight 1")
    plt.ylabel("gradient of weight 2")
    plt.axis("equal")
    plt.legend()
    plt.show()
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# The solid line is long and nearly flat. The dashed one ends at (2, 2), and climbs at 45°.

# %% [markdown] question="a08_q3_clip_by_global_norm" points=5
# ## 3. The bungee cord: by global norm
#
# To shorten a step without turning it, multiply *all* elements of *all* tensors by one and the same factor:
#
# $$g_i \leftarrow g_i \cdot \frac{c}{\max(\|g\|,\, c)}$$
#
# Read the factor: for a long gradient it is $c / \|g\|$, so the new length is exactly $c$. For a short one it is $c / c = 1$: a
# slack cord does not pull. And it never divides by zero. (Pascanu, Mikolov and Bengio, 2013, proposed this for recurrent networks, where
# the same cliff is met at every time step.)
#
# What does the limit promise? With plain gradient descent a step is $\eta$ times the gradient, so no step is longer than $\eta\, c$, however
# steep the cliff. That is the region in which you trust your gradient. What it cannot do is repair: NaN times any factor is NaN.
#
# **Write** `clip_by_global_norm(gradients, clip_norm)`, which returns the tuple `(clipped, norm)`: the new list, and the global norm *before*
# clipping. That norm is worth logging; it is the first to know when a training goes wrong.
#
# *Graded: long gradients; the norm returned; short gradients; all-zero gradients; `None` entries.*
#
# > The course's exercise hints (Chapter 5, exercise 14) divide by $\|g\|^2$. Try it on paper with $c = 5$ and $\|g\| = 10$, then 100: how long are the results, and
# > which of the two gradients was the wilder one?

# %% solution="solutions.clipping:clip_by_global_norm"

# %% [markdown] question="a08_q4_adaptive_clipper" points=5
# ## 4. A cord that fits itself
#
# What is a good limit? That depends on the network, and changes while it trains. So watch: remember the norms of the latest $n$ steps, and clip whatever
# is longer than, say, 95 % of them (Seetharaman et al., 2020):
#
# $$c_t = \operatorname{percentile}_p\bigl(\|g_{t-n}\|, \dots, \|g_{t-1}\|\bigr)$$
#
# Why a percentile, and not the mean? One norm of 1000 among ninety-nine of 1 makes the mean eleven times as large. The 95th percentile does not notice it.
#
# Three traps lie in wait. The lecture's own code falls into two of them, and it stumbles over `None`.
#
# 1. **A spike must not raise its own limit.** Take the threshold from the steps *before*, then remember the norm.
# 2. **Remember the norm before clipping.** If you remembered the clipped one, the limit could only ever fall.
# 3. **Never remember NaN or Inf.** One NaN, and every percentile is NaN for the next hundred steps. Replace such gradients by zeros and count
#    the step in `non_finite_steps`.
#
# **Write** the two methods. `__init__` is given: `self.history` is a `deque` that drops its oldest entry by itself. `np.percentile(history, p)`
# interpolates linearly, as it should here. Use your functions from above.
#
# - `threshold()` is `None` until `self.warm_up` norms are known: two or three say nothing about what is usual.
# - `adaptive_clip(gradients)` returns the tuple `(clipped, was_clipped)`. The cases are in its docstring.
#
# *Graded: the warm-up; spikes; what is remembered; NaN and Inf; `None` entries.*

# %% solution="solutions.clipping:AdaptiveGradientClipper"

# %% [markdown]
# Now put it to the test: norms of about 1, two spikes of 1000, and from step 200 on gradients that are *rightly* ten times as large. A good cord stops the
# spikes, and gets longer for the rest.

# %%
rng = np.random.default_rng(8)
norms = rng.lognormal(0.0, 0.2, 400)
norms[[60, 150]] = 1000.0
norms[200:] *= 10.0
try:
    clipper, limits, left, pulled = AdaptiveGradientClipper(), [], [], []
    for norm in norms:
        limits.append(clipper.threshold() or np.nan)
        clipped, was_clipped = clipper.adaptive_clip([tf.constant([norm], "float32")])
        left.append(float(global_norm(clipped)))
        pulled.append(was_clipped)
    plt.figure(figsize=(8, 3.6))
    plt.semilogy(norms, ".", color="0.6", label="norm of the step")
    plt.semilogy(limits, "k-", label="your threshold")
    plt.title("A limit that is read off the steps before")
    plt.xlabel("step")
    plt.ylabel("global norm (log scale)")
    plt.legend()
    plt.show()
    print(f"the spikes of 1000 became {left[60]:.2f} and {left[150]:.2f}")
    for first in (200, 210, 300):
        print(f"of the 10 steps from {first} on, {sum(pulled[first : first + 10])} were clipped")
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# The figure shows the norms as grey dots, on a logarithmic scale, and the threshold as a line just above most of them. The two spikes leave no mark on it. From step 200 on it climbs to the new size
# within some steps: as soon as more than 5 % of what it remembers is of that size, it takes it for usual. That is also its weakness. Ten spikes in a hundred steps would be usual, too.

# %% [markdown] question="a08_q5_training_loop" points=5
# ## 5. The cord in the training loop
#
# Clipping has its place between the tape and the optimizer: *gradient, clip, apply*. Before the tape there is nothing to clip, and after the update it is
# too late. (Keras optimizers can clip as well. Mind the names: `global_clipnorm` is your section 3, `clipnorm` limits each variable by itself.)
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
# (limit 1). **Before you run it**, write down: after how many steps is the loss of the run without a cord no longer finite? Does the clipped run
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
    lost = next((n for n, loss in enumerate(free["loss"]) if not math.isfinite(loss)), None)
    print(f"without clipping: the loss of step {lost} is the first that is not finite")
    print(f"with clipping: {held['loss'][0]:.3g} at step 0, {held['loss'][-1]:.3g} at the end")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# Compare with what you wrote. In both panels the dashed curve has two points and leaves: the first update throws the loss from 86 to over a million, the second to infinity. The clipped run
# (solid) begins at the same place and falls for about twenty steps, to 0.2. That is the same network, the same rate, the same batches.
#
# Look at the dotted limit on the right, too. The gradient stays above ten until the end, so the cord pulls at *every* step, and every step has the length $\eta\, c = 0.05$. A rescue, but no
# way to arrive: the loss trembles at the end. A network that needs its cord all the time has another trouble, here its start (a05).

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
