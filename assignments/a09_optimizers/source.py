# %% [markdown]
# # a09 · Optimization algorithms
#
# A gradient says which way is down, here and now. What you do with that is the driver's business. Plain gradient descent drives like somebody who
# looks at the road once, moves a little, stops dead, and looks again. A real car does better. It has *inertia*: what it gained on the last slope carries it
# on. It has a *gearbox*: the same pedal means a small push on a steep road and a large one on the flat. And its navigation needs a
# few readings at the start of a trip before it can be trusted, so a good one corrects for that.
#
# Momentum is the inertia, AdaGrad and RMSprop are the gearbox, Adam has both and the corrected start. You will build all of
# them from their equations; none takes more than five lines.
#
# | You will | Section | Points |
# |---|---|---|
# | carry speed from step to step: momentum | 1 | 4 |
# | give each weight its own step size: AdaGrad, RMSprop | 2 | 4 |
# | put the two together and correct the start: Adam | 3 | 5 |
# | let weights decay beside all that: AdamW | 4 | 3 |
# | race them, fairly | 5 | 5 |
# | judge a sentence that you will hear often | 6 | 2 |
#
# Budget: 45 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# All optimizers here share one loop, which is given: `update(params, gradients)` checks its input, counts the step in `self.t` (1 in the first one), and
# asks `step(i, w, g)` for the new value of each parameter: its index, its value, its gradient. Run these three cells; you need not read their checks.

# %% given="solutions.optimizers:check_fraction"

# %% given="solutions.optimizers:check_not_negative"

# %% given="solutions.optimizers:Optimizer"

# %% [markdown]
# And this is a whole optimizer, the plainest: $\theta_t = \theta_{t-1} - \eta\, g_t$. Every class that you write has this form. What it
# must remember from step to step it keeps in a dict *by the index of the parameter*: `self.v.get(i, 0.0)` is the old value, or 0 before the first step.

# %% given="solutions.optimizers:SGD"

# %% [markdown] question="a09_q1_momentum" points=4
# ## 1. Inertia: momentum
#
# In a narrow valley the gradient points mostly *across*: down one wall, then down the other. Along the valley it is small, but always the same. So
# remember: let a velocity $v$ gather the gradients, and lose a part of itself to friction in every step, so that it keeps only $\beta$ times what it was.
#
# $$v_t = \beta\, v_{t-1} + \eta\, g_t \quad (v_0 = 0), \qquad \theta_t = \theta_{t-1} - v_t$$
#
# $g_t$ is the gradient, $\eta$ the learning rate (`self.lr`), $\theta$ the parameter. What is always the same adds up; what goes back and forth cancels, in part.
#
# **Write** `Momentum.step`: store the new velocity in `self.v[i]`, return the new parameter.
#
# - `w` and `g` are tensors of one shape and dtype; the result has them too.
# - The rate is *inside* the velocity, so a lower rate later on does not shorten speed that was gained before. (Some libraries keep it outside. As
#   long as the rate stays the same, nobody can tell.)
#
# *Graded: the steps; a rate that changes on the way; one velocity for each parameter.*

# %% solution="solutions.optimizers:Momentum"

# %% [markdown]
# ### Predict, then run
#
# With $\beta = 0.9$, feed it gradients of 1, again and again: how long, in learning rates, will a step be in the end? Then gradients +1, −1, +1, −1, ...: and
# now? The course's answer to Formative Assessment I, question 14, says that oscillation is damped "to about 10 %", which it reads off the second step; look at
# the third. In the end the velocity only changes its sign, $v_t = -v_{t-1}$: put that into the equation, **write your two numbers down**, and run.


# %%
def step_lengths(optimizer, gradients):
    """Return how far each of these gradients moves one parameter."""
    start = tf.constant(0.0)
    return [abs(float(optimizer.update([start], [tf.constant(g)])[0])) for g in gradients]


steps = np.arange(1, 101)
try:
    same = step_lengths(Momentum(1.0), [1.0] * 100)
    turning = step_lengths(Momentum(1.0), [1.0, -1.0] * 50)
    plt.figure(figsize=(7, 3.6))
    plt.semilogy(steps, same, "k-", label="gradient always 1")
    plt.semilogy(steps, turning, "k--", label="gradient +1, -1, ...")
    plt.axhline(1.0, color="k", linestyle=":", label="SGD, either way")
    plt.title("Momentum: what repeats adds up, what turns does not")
    plt.xlabel("step")
    plt.ylabel("length of step (learning rates)")
    plt.legend(loc=(0.6, 0.56))
    plt.show()
    print(f"always 1: {same[-1]:.2f} learning rates; +1, -1, ...: {turning[-1]:.2f}")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# The figure shows the length of each step on a logarithmic scale. With a gradient that stays (solid), it grows for some thirty steps and then is level at 10: $1 / (1 - \beta)$. With one
# that turns (dashed), it jumps down to 0.1, up to 0.91, and settles between the two at 0.53: $1 / (1 + \beta)$. Damped, but to a half of SGD's step (dotted), not to a tenth.

# %% [markdown] question="a09_q2_own_step_sizes" points=4
# ## 2. Gears: a step size for each weight
#
# One learning rate for a million weights? Some see gradients of 100, others of 0.001. So measure each weight's own gradients by their squares,
# and divide by the root. Two ways to remember squares:
#
# - **AdaGrad** adds them all up: $\quad v_t = v_{t-1} + g_t^2$
# - **RMSprop** averages, and so forgets: $\quad v_t = \rho\, v_{t-1} + (1 - \rho)\, g_t^2$
#
# and one way to use them, with $v_0 = 0$:
#
# $$\theta_t = \theta_{t-1} - \eta\, \frac{g_t}{\sqrt{v_t} + \epsilon}$$
#
# **Write** both `step` methods. All operations are element by element: each number in a tensor has its own $v$.
#
# - $\epsilon$ (`self.epsilon`) is added *after* the root. It keeps the division finite where every gradient so far was 0; such a weight must stay where it is.
#   (Keras adds it under the root in these two. With 1e-8 the difference rarely shows; in a check it does.)
#
# *Graded: AdaGrad's steps; RMSprop's steps; epsilon; each element and each parameter for itself.*

# %% solution="solutions.optimizers:AdaGrad"

# %% solution="solutions.optimizers:RMSprop"

# %% [markdown] question="a09_q3_adam" points=5
# ## 3. Both, and a corrected start: Adam
#
# Inertia for the direction, gears for the size. Adam averages the gradients *and* their squares:
#
# $$m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \qquad (m_0 = v_0 = 0)$$
#
# Both averages start at zero, so at first they are too small: after one step $m_1 = 0.1\, g_1$ and $v_1 = 0.001\, g_1^2$. They are short by known factors,
# so take these out, and only then divide:
#
# $$\hat m_t = \frac{m_t}{1 - \beta_1^t}, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}, \qquad \theta_t = \theta_{t-1} - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}$$
#
# Here $t$ (`self.t`) counts steps from 1, and $\beta^t$ is a power. This is Algorithm 1 of Kingma and Ba (2015): $\epsilon$ is added to the root of the *corrected*
# $\hat v_t$. Keras adds it to the root of $v_t$ itself (the paper calls it "epsilon hat" there), which makes it 31.6 times as strong in the first step.
#
# **Write** `Adam.step`: store $m_t$ in `self.m[i]` and $v_t$ in `self.v[i]`, not corrected; return $\theta_t$.
#
# *Graded: the steps, on gradients that change size and sign; epsilon; gradients of zero; each element and each parameter for itself.*
#
# > The example in the docstring moves two weights in one first step, with gradients of 5 and −0.001. Both move by the whole learning rate. Show on paper that they must.

# %% solution="solutions.optimizers:Adam"

# %% [markdown]
# ### Predict, then run
#
# Three optimizers with a gearbox, learning rate 1. On the left the gradient is 1 throughout. On the right it is 10 for 100 steps and then only 0.1. **Before you
# run it**: whose steps get shorter on the left? On the right, who is back at steps of about one learning rate by step 300, who is on the way, and who makes no move
# to come back? Keep the figure for section 6.

# %%
try:
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8), sharey=True)
    for panel, gradients in ((left, [1.0] * 300), (right, [10.0] * 100 + [0.1] * 200)):
        for optimizer, style in ((AdaGrad(1.0), "k:"), (RMSprop(1.0), "k--"), (Adam(1.0), "k-")):
            lengths = step_lengths(optimizer, gradients)
            name = type(optimizer).__name__
            panel.semilogy(np.arange(1, 301), lengths, style, label=name)
            if panel is right:
                print(f"{name:7} right, step 300: {lengths[-1]:.3f} learning rates")
        panel.set_xlabel("step")
    left.set(title="A gradient of 1 throughout", ylabel="length of step (learning rates)")
    right.set_title("10 for 100 steps, then 0.1")
    right.legend()
    figure.tight_layout()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# The figure shows the length of each step on a logarithmic scale. Left: AdaGrad's line (dotted) falls all the way, RMSprop's (dashed) starts above 3 and is level within fifty steps, Adam's (solid)
# is level from the first. Right: when the gradient drops to a hundredth, RMSprop's steps do, too, and are back at 1 well before step 300. Adam's sink for 75 steps, and then begin to
# climb. AdaGrad's drop to a thousandth and stay there.

# %% [markdown] question="a09_q4_adamw" points=3
# ## 4. Decay that keeps out of the gears: AdamW
#
# Weight decay pulls each weight a little towards zero in every step. With SGD you get it by adding $\lambda\theta$ to the gradient. Try that with Adam, and the pull goes through the
# gearbox with everything else: it is divided by $\sqrt{\hat v_t}$, so a weight with large gradients hardly decays at all. AdamW (Loshchilov and
# Hutter, 2019) keeps the two apart. The moments see the gradient only; the decay comes on top, measured on the *old* weight:
#
# $$\theta_t = \theta_{t-1} - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon} - \eta\, \lambda\, \theta_{t-1}$$
#
# $\lambda$ is `self.weight_decay`. The decay is multiplied by the learning rate, as in Keras.
#
# **Write** `AdamW.step`. The class inherits from your `Adam`: `super().step(i, w, g)` does Adam's part.
#
# *Graded: decay without a gradient; decay and gradient together; without decay, your Adam.*

# %% solution="solutions.optimizers:AdamW"

# %% [markdown] question="a09_q5_fair_race" points=5
# ## 5. A fair race
#
# "Adam is faster than SGD, I tried both with a rate of 0.001." That compares rates, not optimizers: 0.001 happens to suit one of them. A fair
# race lets each optimizer try the same rates, keeps its best, and counts the steps to the same target.
#
# **Write** two functions.
#
# - `steps_to_reach(losses, target)`: after how many steps the loss is *at most* the target for the *first* time. `losses[0]` is the loss before any step. If it never happens the
#   answer is `None`, and a loss of NaN has reached nothing.
# - `convergence_study(makers, rates, losses_of, target)`: for each name the tuple `(rate, steps)` of the fewest steps, the first such rate on a tie, and `(None, None)` if
#   no rate gets there. `makers[name](rate)` makes an optimizer. An optimizer remembers, so make a *new* one for every run.
#
# *Graded: the count; runs that never arrive; the best rate; optimizers that never arrive; a fresh optimizer for every run.*
#
# > `np.argmax(condition)` gives the first place where a condition is true. What does it give if it is true nowhere?

# %% solution="solutions.optimizers:steps_to_reach"

# %% solution="solutions.optimizers:convergence_study"

# %% [markdown]
# ### Predict, then run
#
# The course is a narrow bowl, $f(\theta) = \tfrac12\, \theta^\top H\, \theta$ with gradient $H\theta$, 30 times as steep across as along. It is raced twice: once with
# its valley along the first axis, and once *turned by 45°*, start and all: the same bowl, seen by somebody who tilts their head.
#
# **Before you run it**: which optimizers do not notice the turn at all? Which notice it most? Think of what "each element for itself" means when the
# valley runs along no axis.


# %%
def walk(optimizer, hessian, start, steps=80):
    """Return the points of a walk down a bowl, the start first, and the loss at each."""
    path = [start]
    for _ in range(steps):
        path.append(optimizer.update([path[-1]], [hessian @ path[-1]])[0].numpy())
    path = np.array(path)
    return path, 0.5 * np.sum(path @ hessian * path, axis=1)


RATES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0]
RACERS = {"SGD": SGD, "Momentum": Momentum, "AdaGrad": AdaGrad, "RMSprop": RMSprop, "Adam": Adam}
STYLES = {"SGD": "k.:", "Momentum": "C0o--", "AdaGrad": "C1s-.", "RMSprop": "C2^-", "Adam": "C3D-"}


def race(title, hessian, start, above, below):
    """Race down one bowl; draw the first steps into one panel and the losses into another."""
    best = convergence_study(RACERS, RATES, lambda o: walk(o, hessian, start)[1], target=0.01)
    grid = np.stack(np.meshgrid(np.linspace(-2.6, 1.2, 99), np.linspace(-2.3, 1.5, 99)), axis=-1)
    heights = 0.5 * np.sum(grid @ hessian * grid, axis=-1)
    above.contour(grid[..., 0], grid[..., 1], heights, [0.1, 0.5, 2, 6, 14], colors="0.8")
    for name, (rate, steps) in best.items():
        print(f"{title}: {name} needs {steps} steps, its best rate is {rate}")
        if rate is not None:
            path, losses = walk(RACERS[name](rate), hessian, start)
            above.plot(*path[:25].T, STYLES[name], markersize=4, label=name)
            below.semilogy(losses, STYLES[name], markersize=4, markevery=8, label=name)
    below.axhline(0.01, color="k", linewidth=0.8)
    above.set(title=f"{title}: 24 steps", xlabel="weight 1", ylabel="weight 2")
    below.set(title=f"{title}: loss, target 0.01", xlabel="step", ylabel="loss", ylim=(1e-6, 50))
    above.set_aspect("equal")


bowl, start = np.diag([1.0, 30.0]), np.array([-2.0, 1.0])
turn = np.array([[1.0, -1.0], [1.0, 1.0]]) / np.sqrt(2.0)
try:
    figure, panels = plt.subplots(2, 2, figsize=(11, 8.5))
    race("Along an axis", bowl, start, *panels[:, 0])
    race("Turned by 45°", turn @ bowl @ turn.T, turn @ start, *panels[:, 1])
    panels[1, 1].legend(loc="lower left")
    figure.tight_layout()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# The figure shows, for each bowl, the first 24 steps on its contour lines (above) and the losses on a logarithmic scale (below). Along the axis AdaGrad (squares) drops past the target within five
# steps; turned, it is the last to get there. SGD (dots) and momentum (circles) walk the same paths, only turned, and their losses are the same in both.
#
# Was the winner the same in both? A valley along an axis is the gearbox's home ground: a step size for each weight is exactly what it takes. Nobody promises that the
# valleys of a network run along its weights. SGD and momentum only add up gradients, and a sum of arrows turns with the arrows.
#
# Look at RMSprop's loss, too: it touches the target early and leaves it again, for its steps do not get shorter as it comes near. "The first time" is a simple
# measure, not the only fair one.

# %% [markdown] manual="a09_q6_annealing" points=2
# ## 6. In your words
#
# "Adam needs no schedule: its learning rates fall by themselves, because $v$ accumulates." Say in two to four sentences for which optimizer of this notebook that is true and for
# which it is not, and why, from the equations. Give one number for each from your figure in section 3 (gradient 1 throughout).

# %% [markdown]
# ## What you can now do
#
# You can turn the equations of an optimizer into code that survives zeros, tiny numbers and a changing rate (CO-2), say what each term does to a step (CO-4), and compare
# optimizers so that the result says something about them (CO-4, CO-5). Two things to take along: Adam's memory does not replace a learning rate
# schedule, which is the next assignment, and the best optimizer on one surface can be an average one on the same surface, turned.
