# %% [markdown]
# # a12 · Meta-learning with MAML
#
# Tomorrow you have an exam, and nobody says in which subject. You will hear it in the morning, get the book, and have ten minutes. What do you do
# tonight? One student crams chemistry and hopes. Another reads a page of everything, and is a little wrong in every subject. The third *practises the ten
# minutes*: draws a subject, studies it for ten minutes, tests herself on questions that she has not seen, and then asks what she should have known
# beforehand for those ten minutes to be worth more. And again, with the next subject.
#
# The third student learns how to learn. MAML (Finn, Abbeel and Levine, 2017) is that student in equations: the ten minutes are a few gradient steps, what she
# knows beforehand is where they start, and the lesson that she draws is a gradient too. It goes *through* the other gradient steps. That is the whole idea, and the
# place where most implementations go wrong, the lecture's included.
#
# | You will | Section | Points |
# |---|---|---|
# | write a network that owns no weights | 1 | 4 |
# | take a few gradient steps, and keep the way back open | 2 | 5 |
# | differentiate through these steps | 3 | 6 |
# | improve the start, with many tasks at a time | 4 | 5 |
# | measure how fast a start adapts, and compare fairly | 5 | 3 |
# | read your figure, and the lecture's code | 6, 7 | 4 |
#
# Budget: 60 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# **The subjects.** A task is a sine wave $y = A \sin(x - p)$ with an amplitude $A$ from 0.1 to 5 and a phase $p$ from 0 to $\pi$. You see ten of its points, the
# *support set*: that is the book. You are tested on ten others, the *query set*: that is the exam. Three things are given; run them.

# %% given="solutions.maml:Task"

# %% given="solutions.maml:sinusoid_task"

# %% given="solutions.maml:sample_task"

# %% [markdown]
# And this draws the weights that a network starts with: a plain list $[W_1, b_1, W_2, b_2, \dots]$.

# %% given="solutions.maml:initial_params"

# %% [markdown] question="a12_q1_forward" points=4
# ## 1. A network that owns no weights
#
# A Keras layer *owns* its weights. To try other ones you must `assign` them, and an assignment is no part of any computation: no gradient flows
# through it. But you will need exactly that gradient. So here the network is a plain function, and its weights are an argument like any other:
#
# $$h_0 = x, \qquad h_l = \tanh(h_{l-1} W_l + b_l) \;\text{ for } l < L, \qquad \text{output} = h_{L-1} W_L + b_L$$
#
# **Write** `forward(params, x)`.
#
# - In: `params` is $[W_1, b_1, \dots, W_L, b_L]$ for any $L \ge 1$, with $W_l$ of shape (in, out) and $b_l$ of shape (out,). `x` has shape (n, in) and may have another dtype: cast
#   it to the dtype of the parameters.
# - Out: a tensor of shape (n, out), in the dtype of the parameters. The last layer is linear; with $L = 1$ there is nothing else.
# - TensorFlow operations only, so that a tape can follow.
#
# *Graded: hidden layers, any number of them; a single layer; the dtype; gradients that reach the parameters.*

# %% solution="solutions.maml:forward"

# %% [markdown]
# The loss of a task is the mean squared error on one set of its points. It is given, and calls your function.

# %% given="solutions.maml:task_loss"

# %% [markdown] question="a12_q2_inner_update" points=5
# ## 2. Ten minutes with the book: the inner loop
#
# Adapting to a task is gradient descent on its support set, a few steps of it, with the *inner* learning rate $\alpha$:
#
# $$\phi_0 = \theta, \qquad \phi_{k+1} = \phi_k - \alpha\, \nabla \mathcal L(\phi_k)$$
#
# Nothing new, with one difference: $\theta$ must survive (the next task starts from it too), and $\phi_k$ must remain a *function* of $\theta$, one that an outer tape can
# differentiate. So every step makes **new tensors**. No `assign`, no NumPy, and no writing into the list that you were given.
#
# **Write** `inner_update(params, x, y, alpha, steps=1, first_order=False)`. It returns the list of adapted tensors, in the order and with the shapes of `params`.
#
# - In each step the gradient is taken at the *latest* $\phi_k$, of `task_loss(phi, x, y)`.
# - `params` holds tensors or variables. A tape follows variables by itself; a tensor it must be told to `watch`.
# - `steps=0` returns the values of `params`.
# - `first_order=True` makes the same values, but treats each gradient as a constant (`tf.stop_gradient`), so that $\partial\phi_k / \partial\theta$ is the identity. You
#   will see in section 3 what that saves and what it costs.
#
# *Graded: the adapted values after one step, several, none; a tape around it reaches the start; first order; the parameters stay as they were.*

# %% solution="solutions.maml:inner_update"

# %% [markdown]
# ### Ten points, one wave, a random start
#
# How far do a few steps get from a *random* start? The figure shows ten support points of the wave 4 sin(x − 1) (triangles), the wave (solid), and the network at
# its random start (dotted), after one step (dash-dotted) and after 100 (dashed). `random_start` spreads the places where the first layer's units bend over the whole interval. That helps
# every start in this notebook, the random one included.

# %%
wave, grid = sinusoid_task(4.0, 1.0, rng=3), np.linspace(-5, 5, 201, dtype="float32")[:, None]


def random_start(seed=1):
    """Draw a 1-40-40-1 network whose first tanh units bend at places all over the interval."""
    rng = np.random.default_rng(seed)
    slopes = rng.choice([-1.0, 1.0], 40) * rng.uniform(0.5, 1.5, 40)
    places = rng.uniform(-5.0, 5.0, 40)
    first = [tf.constant([slopes], "float32"), tf.constant(-slopes * places, "float32")]
    return [*first, *initial_params(seed=seed)[2:]]


def draw_fits(axes, params, alpha, shown):
    """Draw the wave, its support points, and the network after some numbers of inner steps."""
    axes.plot(grid, 4.0 * np.sin(grid - 1.0), "k-", linewidth=1, label="the wave")
    axes.plot(wave.x_support, wave.y_support, "k^", label="support points")
    for steps, style in zip(shown, ("k:", "C0-.", "C1--"), strict=True):
        adapted = inner_update(params, wave.x_support, wave.y_support, alpha, steps)
        name = f"after {steps} step{'s' * (steps != 1)}"
        axes.plot(grid, np.asarray(forward(adapted, grid)), style, label=name)
    axes.set(xlabel="x (radians)", ylabel="y", ylim=(-6, 6))
    axes.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3)


try:
    figure, axes = plt.subplots(figsize=(7, 3.9))
    draw_fits(axes, random_start(), 0.02, (0, 1, 100))
    axes.set_title("From a random start, a step or two are not enough")
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown] question="a12_q3_meta_gradient" points=6
# ## 3. The lesson: a gradient through the loop
#
# How good is a start $\theta$? Not how well it does, but how well it does *after adapting*, on points that it did not adapt to. Averaged over $T$ tasks:
#
# $$J(\theta) = \frac1T \sum_{i=1}^{T} \mathcal L_i^{\text{query}}(\phi_i), \qquad \phi_i \text{ adapted from } \theta \text{ on the support set of task } i$$
#
# (The paper adds the tasks up. With the mean, the outer learning rate does not depend on how many there are.) To improve $\theta$ you need the gradient of $J$, and
# $\theta$ reaches the loss only through $\phi_i$. For one inner step, by the chain rule,
#
# $$\frac{\partial J}{\partial \theta} = \frac1T \sum_i \left(I - \alpha H_i\right) \nabla \mathcal L_i^{\text{query}}(\phi_i), \qquad H_i = \nabla^2 \mathcal L_i^{\text{support}}(\theta)$$
#
# Read it. The right factor says: "the exam went badly, and this is where you should have *ended*". The left one translates that into where you should have *started*: $H$
# knows how the start changes the steps. Replace it by $I$ and you have the **first-order** approximation: cheaper, no second derivatives, and not the gradient of $J$.
#
# You never form $H$. Your `inner_update` opens a tape for its own gradient; open a second one around everything. A tape in a tape differentiates a gradient.
#
# **Write** two functions.
#
# - `meta_loss(params, tasks, alpha, steps, first_order)`: $J$, a scalar tensor. Each task is `(x_support, y_support, x_query, y_query)`, and *every* task starts from `params`.
# - `meta_gradient(params, tasks, alpha, steps, first_order)`: its gradient, one tensor for each parameter. First order comes for free, since `inner_update` knows the flag.
#
# *Graded: the loss, for one task and several; the mean of their gradients; the second-order gradient, through one step and more; the first-order gradient.*

# %% solution="solutions.maml:meta_loss"

# %% solution="solutions.maml:meta_gradient"

# %% [markdown]
# ### Predict, then run: is it a gradient, and what does first order leave out?
#
# There is a test that no wrong gradient passes: nudge one parameter up and down by $h$, run the *whole* inner loop again, and compare the slope of $J$ with your number. In
# float64, on a tiny network, it takes a second.
#
# The figure then shows how far the first-order gradient is from yours, for inner rates $\alpha$ from 0.0001 to 0.1. **Before you run it, write down**: from the formula above, by
# what factor does the distance shrink if $\alpha$ is ten times smaller? And with three inner steps instead of one: smaller, larger, or the same?

# %%
small, pair = initial_params((1, 4, 1), seed=5, dtype="float64"), [sample_task(0), sample_task(1)]


def flat(tensors):
    """Lay the elements of all tensors end to end."""
    return np.concatenate([np.ravel(tensor) for tensor in tensors])


def nudged_slopes(alpha, steps, h=1e-5):
    """Return the slope of the meta-loss along each parameter, by nudging it up and down."""
    slopes = []
    for i, param in enumerate(small):
        for index in np.ndindex(*param.shape):
            losses = []
            for sign in (1, -1):
                value = param.numpy()
                value[index] += sign * h
                moved = [*small[:i], tf.constant(value), *small[i + 1 :]]
                losses.append(float(meta_loss(moved, pair, alpha, steps)))
            slopes.append((losses[0] - losses[1]) / (2 * h))
    return np.array(slopes)


def distance(other, exact):
    """Return how far a gradient is from another, relative to that one's length."""
    return np.linalg.norm(other - exact) / np.linalg.norm(exact)


try:
    exact = flat(meta_gradient(small, pair, 0.1, 1))
    print(f"your gradient is {distance(nudged_slopes(0.1, 1), exact):.0e} away from the slopes")
    plt.figure(figsize=(7, 3.6))
    rates = [0.0001, 0.001, 0.01, 0.1]
    for steps, style in ((1, "ko-"), (3, "ks--")):
        gaps = []
        for alpha in rates:
            first = flat(meta_gradient(small, pair, alpha, steps, first_order=True))
            gaps.append(distance(first, flat(meta_gradient(small, pair, alpha, steps))))
        plt.loglog(rates, gaps, style, label=f"{steps} inner step{'s' * (steps > 1)}")
        print(f"{steps} inner step(s): {gaps[1]:.2%} at 0.001, {gaps[2]:.2%} at 0.01")
    plt.title("What first order leaves out grows with the inner rate")
    plt.xlabel("inner learning rate α")
    plt.ylabel("relative distance of gradients")
    plt.grid(alpha=0.3)
    plt.legend()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# What you see: the distance against $\alpha$ on logarithmic axes, circles for one inner step, squares for three. Where $\alpha$ is small both lines are straight, a factor of ten in the distance for
# a factor of ten in $\alpha$, and the squares are about three times as high as the circles. Near 0.1 both bend upwards. Why? The distance is divided by the length of *your* gradient: what does
# the factor $I - \alpha H$ do to that length when $\alpha H$ is no longer small?

# %% [markdown] question="a12_q4_meta_update" points=5
# ## 4. Improve the start: the outer loop
#
# What is left is gradient descent again, on the start itself, with the *outer* learning rate $\beta$:
#
# $$\theta \leftarrow \theta - \beta\, \frac{\partial J}{\partial \theta}$$
#
# One update sees a batch of tasks, and makes **one** step with the mean of their gradients. The adapted $\phi_i$ have done their duty by then. They are thrown away.
#
# **Write** `meta_step`, and two methods of `MAML`; `__init__` is given.
#
# - `meta_step(params, gradient, beta)` returns new tensors; the list `params` stays as it is.
# - `MAML.adapt(x, y, steps=None)` returns the parameters adapted to one task. `self.params` does not move. `None` means `self.steps`; 0 means 0.
# - `MAML.update(tasks)` makes one meta-step from `self.params`, with all of the object's settings, and stores the result in `self.params`. It returns nothing.
#
# In `update`, call `self.compiled_gradient`, not `meta_gradient`. It is your `meta_gradient`, with the same arguments, but compiled into a graph: the first call is slow, the others are fast. Without
# it the last experiment takes over a minute, and a cell that slow is stopped when your notebook is graded.
#
# *Graded: the meta-step; one update on a batch of tasks; updates in a row; inner steps and order; adapting leaves the start alone.*
#
# > The lecture's `meta_update` looks much like yours, but as it stands it learns nothing. Write yours from the formulas; section 7 is about the other.

# %% solution="solutions.maml:meta_step"

# %% solution="solutions.maml:MAML"

# %% [markdown] question="a12_q5_adaptation_curve" points=3
# ## 5. How fast does it adapt?
#
# A start is judged by its *adaptation curve*: the loss on the query set before any step, after one step on the support set, after two, and so on.
#
# **Write** `adaptation_curve(params, task, alpha, steps)`. It returns a tensor of shape `(steps + 1,)`, or a list of as many losses. Entry 0 is the loss of `params` themselves; entry $k$ is the loss after $k$ inner steps in a row.
# With `steps=0` it has one entry.
#
# *Graded: where it begins; it is the query loss; each step goes on from the last.*

# %% solution="solutions.maml:adaptation_curve"

# %% [markdown]
# ### Predict, then run: four starts, twenty exams
#
# Four starts, found by you: a *random* one; one that was trained on all waves *jointly* (a page of everything: that is `MAML` with 0 inner steps, the ordinary gradient of the query
# loss); and two from `MAML` with one inner step, first and second order. The last three see the very same tasks. Then all four adapt to new waves, ten points each. To be fair, each
# start may choose among three inner rates, and it chooses on *other* waves than it is tested on.
#
# **Before you run it, write down:** which of the four starts have about the same loss *before* any step? Which has the lowest after one? Does the first-order start end up much worse, now that you
# know how far its gradient is off? And what single curve would *you* draw if it had to serve for all waves at once?
#
# What you will see: on the left the mean query loss against the number of steps, on a logarithmic axis; triangles for the random start, squares for joint training, crosses for first-order
# MAML, circles for MAML. On the right the wave of section 2 again, this time from MAML's start. The cell takes about ten seconds.

# %%
SETTINGS = {"joint training": {"steps": 0}, "first-order MAML": {"first_order": True}, "MAML": {}}
LINES = {"random": "k^:", "joint training": "ks--", "first-order MAML": "C1x-.", "MAML": "ko-"}
SIZES = {"random": 6, "joint training": 11, "first-order MAML": 5, "MAML": 7}  # of the markers


def meta_train(updates=200, tasks=4, **settings):
    """Return the start that this many updates find, from the random one."""
    maml, rng = MAML(random_start(), alpha=0.05, beta=0.05, **settings), np.random.default_rng(7)
    for _ in range(updates):
        maml.update([sample_task(rng) for _ in range(tasks)])
    return maml.params


def mean_curve(params, seeds, alpha, steps=5):
    """Return the mean adaptation curve over the tasks of these seeds."""
    tasks = [sample_task(seed, queries=100) for seed in seeds]
    return np.mean([adaptation_curve(params, task, alpha, steps) for task in tasks], axis=0)


try:
    starts = {"random": random_start()}
    starts |= {name: meta_train(**settings) for name, settings in SETTINGS.items()}
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.4))
    for name, params in starts.items():
        last = {rate: mean_curve(params, range(50, 53), rate)[-1] for rate in (0.01, 0.02, 0.05)}
        rate = min(last, key=last.get)
        curve = mean_curve(params, range(2000, 2020), rate)
        marker = {"markersize": SIZES[name], "markerfacecolor": "none"}
        left.semilogy(curve, LINES[name], label=f"{name}, rate {rate}", **marker)
        print(
            f"{name:16} loss {curve[0]:.2f} at once, {curve[1]:.2f} after 1, {curve[5]:.2f} after 5"
        )
    left.set(title="Twenty new waves", xlabel="inner steps on ten points")
    left.set_ylabel("mean squared error (query)")
    left.set_yticks([0.2, 0.5, 1, 2, 5], ["0.2", "0.5", "1", "2", "5"])
    left.tick_params(which="minor", labelleft=False)
    left.grid(alpha=0.3, which="both")
    left.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2)
    draw_fits(right, starts["MAML"], rate, (0, 1, 5))
    right.set_title(f"The wave of section 2, from MAML's start, rate {rate}")
    figure.tight_layout()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# At step 0 the three trained starts should be close together: differences of 0.1 are chance of twenty waves. What comes after is not.

# %% [markdown] manual="a12_q6_two_starts" points=2
# ## 6. In your words: two starts
#
# Joint training and MAML saw the same tasks, with the same network and the same number of updates. In three to five sentences: what does each of them minimize, and what does that do to their
# loss after one step (quote your numbers, before and after)? Why are all three trained starts about equal at step 0, near 3, and why can none get far below? (The dotted curve in the right panel is
# MAML's start. Compare it with the one that you drew.)

# %% [markdown] manual="a12_q7_lecture_code" points=2
# ## 7. In your words: the lecture's `meta_update`
#
# For each task of its batch the lecture's method does this: (a) it builds a new model with random weights; (b) it computes adapted weights and *assigns* them to that model; (c) it takes the
# gradient of the query loss with respect to the model's weights. At the end (d) it averages these gradients, and returns.
#
# In three to five sentences: which of these must change so that the start is learned at all? Suppose that is mended, but (b) and (c) stay as they are. Which gradient do you then have, by which factor does it differ from
# yours for one inner step, and where did that factor get lost?

# %% [markdown]
# ## What you can now do
#
# You can write a network as a function of its parameters and keep a gradient step differentiable (CO-1, CO-2), differentiate through a whole training loop and prove by nudging that the result is a
# gradient (CO-1, CO-4), build the outer loop around it (CO-2, CO-3), and compare starts fairly: each with its own rate, chosen on other tasks than it is judged on (CO-4, CO-5). One thing that MAML
# does not promise: it prepares for tasks *like those it has seen*. For a square wave you are back at cramming.
