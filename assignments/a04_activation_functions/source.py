# %% [markdown]
# # a04 · Activation functions
#
# The water in a tall house has to get back down, floor by floor. Between any two floors sits a valve. One kind of valve never opens more than a quarter, and
# after a few floors there is a drip. Another is open or shut: what passes, passes whole, but a shut pipe may stay shut for good. A third kind opens softly, and for a
# moment even pushes.
#
# The water is the gradient, the floors are layers, and the valve is the *slope* of the activation function. You will build the usual valves so that no number
# breaks them, then measure what each one lets through, and send a gradient down twenty floors to see whether you measured the right thing.
#
# | You will | Section | Points |
# |---|---|---|
# | build a sigmoid that survives any input, and its slope | 1 | 4 |
# | build rectifiers that are right for every $\alpha$ | 2 | 5 |
# | build the two smooth gates, Swish and GELU | 3 | 5 |
# | turn scores into probabilities, and a gradient back into scores | 4 | 4 |
# | put a number on each valve, and rank them | 5 | 3 |
# | send a gradient through twenty layers | 6 | 4 |
# | read your figure against the course text | 7 | 2 |
#
# Budget: 60 minutes; most functions are one or two lines. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
import math
from collections.abc import Callable, Mapping

import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# Every function of sections 1 to 4 works element by element (softmax: along an axis), takes an array of any shape, a list or a number, and returns an array of the same
# shape. This helper, which is given and already called for you, makes a floating-point array of whatever comes in.

# %% given="solutions.activations:as_floating"

# %% [markdown] question="a04_q1_sigmoid" points=4
# ## 1. The valve that opens a quarter
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}, \qquad \sigma'(x) = \sigma(x)\,(1 - \sigma(x))$$
#
# Both formulas are right, and both fail on a computer if you type them in as they stand.
#
# - **Overflow.** For $x = -1000$, $e^{-x}$ is larger than any `float64` (from 710 on; `float32`: from 89 on). Note that `np.where(x >= 0, a, b)` computes *both* `a` and `b` everywhere
#   before it chooses. So build on an exponential that cannot overflow: what is the largest value of $e^{-|x|}$? Multiply numerator and denominator of $\sigma$ by $e^{x}$ to see
#   what you need for $x < 0$.
# - **Lost digits.** In `float32`, $\sigma(20)$ is rounded to exactly 1, and $1 - \sigma(20)$ to 0. The true slope is $2 \cdot 10^{-9}$. A gradient may be small; it must not be *lost*.
#   Write $\sigma'$ without the difference. (What is $1 - \sigma(x)$, as a sigmoid?)
#
# **Write** `sigmoid(x)` and `sigmoid_derivative(x)`, both as functions of the *input* $x$. No `RuntimeWarning` may appear, for any finite $x$: an overflow that happens to end well is still one.
#
# *Graded: the values; the slope; large inputs, without a warning; the digits of a small slope.*

# %% solution="solutions.activations:sigmoid"

# %% solution="solutions.activations:sigmoid_derivative"

# %% [markdown]
# Here is what the textbook formula loses. The figure shows both slopes for `float32` inputs from 0 to 40, on a log scale: yours (solid) falls as a straight line, the formula
# $\sigma (1 - \sigma)$ (circles) turns into steps at about 15 and ends before 17. From there on its gradient is exactly 0.

# %%
x = np.linspace(0, 40, 161, dtype="float32")
try:
    s = np.asarray(sigmoid(x), dtype="float32")
    as_typed = s * (np.float32(1) - s)
    plt.figure(figsize=(7, 3.6))
    plt.semilogy(x, sigmoid_derivative(x), "k-", label="your slope")
    positive = as_typed > 0
    plt.semilogy(
        x[positive], as_typed[positive], "ko", mfc="none", label="σ(x) (1 − σ(x)) as typed"
    )
    plt.title("Slope of the sigmoid in float32")
    plt.xlabel("input x")
    plt.ylabel("slope (log scale)")
    plt.grid(alpha=0.3)
    plt.legend()
    plt.show()
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# For ReLU both functions are given, as an example of the style. Note the convention: ReLU has no slope at 0, so we *choose* the one of the left side, as TensorFlow does.

# %% given="solutions.activations.rectifiers:relu"

# %% given="solutions.activations.rectifiers:relu_derivative"

# %% [markdown]
# And this one, also called for you, refuses an $\alpha$ that is negative and gives it the floating type of `x`.

# %% given="solutions.activations.rectifiers:as_alpha"

# %% [markdown] question="a04_q2_rectifiers" points=5
# ## 2. Open or shut, or almost shut
#
# A ReLU whose inputs are all negative gets no gradient, so nothing ever changes that: it is dead. Two repairs leave a gap on the negative side:
#
# $$\text{LeakyReLU}_\alpha(x) = \begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}
# \qquad\qquad
# \text{ELU}_\alpha(x) = \begin{cases} x & x > 0 \\ \alpha\,(e^x - 1) & x \le 0 \end{cases}$$
#
# **Write** `leaky_relu`, `elu` and their derivatives. In: `x`, and any slope or height $\alpha \ge 0$ (also above 1). The refusal of a negative $\alpha$ is given.
#
# - At 0 take the slope of the left side again: there both slopes tend to $\alpha$.
# - Mind $e^x$ at large positive $x$, where you do not need it at all (section 1: `np.where` computes both sides). What does `np.minimum(x, 0)` do to it?
#
# *Graded: Leaky ReLU for any $\alpha$; ELU; the slopes; the slopes at 0; ELU at large inputs, without a warning.*
#
# > The course text (Chapter 5, exercise 13) writes Leaky ReLU as $\max(\alpha z, z)$ and calls ELU "smooth everywhere". Each is true for some $\alpha$ only. Which? Your figure below tells.

# %% solution="solutions.activations:leaky_relu"

# %% solution="solutions.activations:leaky_relu_derivative"

# %% solution="solutions.activations:elu"

# %% solution="solutions.activations:elu_derivative"

# %% [markdown]
# The figure has two panels. Left: for $\alpha = 2$, your Leaky ReLU (solid) is the steep line below 0 and bends to the flat one above; $\max(2z, z)$ (dashed) does the opposite. Right: the slope of
# ELU for three $\alpha$; only the line for $\alpha = 1$ passes 0 without a jump.

# %%
x = np.linspace(-3, 3, 601)
try:
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
    left.plot(x, leaky_relu(x, 2.0), "k-", label="leaky_relu(z, 2)")
    left.plot(x, np.maximum(2 * x, x), "k--", label="max(2 z, z)")
    left.set(title="Leaky ReLU is no maximum for α = 2", xlabel="input z", ylabel="output")
    for alpha, style in ((0.5, "k:"), (1.0, "k-"), (2.0, "k--")):
        right.plot(x, elu_derivative(x, alpha), style, label=f"α = {alpha:g}")
    right.set(title="The slope of ELU jumps, unless α = 1", xlabel="input z", ylabel="slope")
    for panel in (left, right):
        panel.grid(alpha=0.3)
        panel.legend()
    figure.tight_layout()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown] question="a04_q3_gates" points=5
# ## 3. The soft openers: Swish and GELU
#
# Take $x$, and multiply it by a gate that opens from 0 to 1 as $x$ grows:
#
# $$\text{Swish}_\beta(x) = x\,\sigma(\beta x), \qquad\qquad \text{GELU}(x) = x\,\Phi(x)$$
#
# $\Phi$ is the distribution function of the standard normal distribution, and its slope is the density $\varphi$:
#
# $$\Phi(x) = \tfrac12 \left(1 + \operatorname{erf}\frac{x}{\sqrt 2}\right), \qquad \Phi'(x) = \varphi(x) = \frac{e^{-x^2/2}}{\sqrt{2\pi}}$$
#
# **Write** `swish`, `gelu` and their derivatives. First find the derivatives on paper: a product rule, and for Swish the chain rule with $\beta$ inside. The
# docstrings hold the result. Your functions of section 1 help with Swish.
#
# - GELU is the *exact* form here. (The tanh formula in the course text is an approximation, off by up to $5 \cdot 10^{-4}$. Keras has both; its default is the exact one.)
# - NumPy has no erf. `math.erf` and `math.erfc` take one number at a time; `np.vectorize` makes them take arrays.
#
# *Graded: Swish for any $\beta$; its slope; GELU; its slope; large inputs, without a warning.*
#
# > The course text calls GELU "stochastic during training". The *idea* behind it was random (let $x$ through with probability $\Phi(x)$); the function is the mean of that, and nothing in it is drawn.

# %% solution="solutions.activations:swish"

# %% solution="solutions.activations:swish_derivative"

# %% solution="solutions.activations:gelu"

# %% solution="solutions.activations:gelu_derivative"

# %% [markdown]
# How do you know that a slope is right? Nudge: move $x$ a little to both sides and see what the function does. The cell tests all your slopes so, then draws the two gates with ReLU. In the
# figure, left, all three functions start near 0 and approach the line $y = x$, Swish and GELU by a small dip below 0. Right, their slopes: ReLU's is a step from 0 to 1, the gates' are curves that go a little below 0 and
# a little above 1.

# %%
x, h = np.linspace(-4, 4, 400), 1e-5  # no point of this grid is 0, where some have a kink
try:
    for f, df in (
        (sigmoid, sigmoid_derivative),
        (leaky_relu, leaky_relu_derivative),
        (elu, elu_derivative),
        (swish, swish_derivative),
        (gelu, gelu_derivative),
    ):
        nudged = (np.asarray(f(x + h)) - np.asarray(f(x - h))) / (2 * h)
        error = np.max(np.abs(np.asarray(df(x)) - nudged))
        print(f"{f.__name__:10} largest |slope - nudge|: {error:.0e}")
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
    for name, f, df, style in (
        ("ReLU", relu, relu_derivative, "k:"),
        ("Swish", swish, swish_derivative, "k--"),
        ("GELU", gelu, gelu_derivative, "k-"),
    ):
        left.plot(x, f(x), style, label=name)
        right.plot(x, df(x), style, label=name)
    left.set(title="Three functions", xlabel="input x", ylabel="output", ylim=(-0.6, 4))
    right.set(title="Their slopes: how far the valve is open", xlabel="input x", ylabel="slope")
    for panel in (left, right):
        panel.grid(alpha=0.3)
        panel.legend()
    figure.tight_layout()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown] question="a04_q4_softmax" points=4
# ## 4. Scores to probabilities, and back: softmax
#
# At the top of the house the scores $z_1, \dots, z_K$ become probabilities:
#
# $$s_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
#
# Add the same $c$ to all scores, and numerator and denominator grow by the same $e^c$: nothing changes. That is a licence to *choose* $c$. Choose it so that no exponential overflows, and the sum is at least 1.
# Every vector along the axis needs a $c$ of its own.
#
# On the way back, every $z_j$ moves every $s_i$. The slopes form a matrix, $J_{ij} = s_i (\delta_{ij} - s_j)$ with $\delta_{ij} = 1$ if $i = j$, else 0. Backpropagation never needs the matrix, only its product with
# a vector $v$, the gradient that arrives from above. Multiply it out on paper: one sum is left. ($J$ is symmetric, so there is no $J^T$ to worry about.)
#
# **Write** two functions.
#
# - `softmax(z, axis)`: along any axis. `keepdims=True` keeps the shapes in step. No `RuntimeWarning` for any finite scores.
# - `softmax_jvp(z, v)`: $Jv$ along the *last* axis, one for each row; `z` holds scores, not probabilities, and `v` has the same shape.
#
# *Graded: the values along an axis; large scores, without a warning; the product; many rows.*

# %% solution="solutions.activations:softmax"

# %% solution="solutions.activations:softmax_jvp"

# %% [markdown]
# Two helpers for the next section are given: tanh's slope, and an average over the inputs that a layer sees at the start of training, $z \sim N(0, 1)$.

# %% given="solutions.activations:tanh_derivative"

# %% given="solutions.activations:gaussian_mean"

# %% [markdown] question="a04_q5_gain" points=3
# ## 5. A number for each valve
#
# Which valve is best? One layer computes $z_l = W_l\, f(z_{l-1})$ with $n$ units (vectors are columns here), and the gradient comes back as $g_{l-1} = f'(z_{l-1}) \odot (W_l^T g_l)$. Let the weights be random with variance $v$, and the
# $z$ distributed as $N(0, 1)$. Then on average
#
# $$\text{forwards: } \operatorname{Var}(z_l) = n v \operatorname{E}[f(z)^2], \qquad \text{backwards: } \|g_{l-1}\|^2 = n v \operatorname{E}[f'(z)^2]\, \|g_l\|^2$$
#
# We can choose $v$ so that the signal keeps its variance of 1: $n v = 1 / \operatorname{E}[f^2]$. With that the squared norm of the gradient is multiplied, at every layer, by the *gradient gain*
#
# $$\chi = \frac{\operatorname{E}[f'(z)^2]}{\operatorname{E}[f(z)^2]}$$
#
# Below 1 the gradient vanishes, above 1 it explodes, 1 is perfect. And half is as bad as double: one layer of each, and the gradient is what it was. (In a03 a gain was a factor of the length, here it is one of
# the *squared* length.)
#
# **Write** three short functions.
#
# - `mean_squared_derivative(df)` returns $\operatorname{E}[f'(z)^2]$: square first, then average.
# - `gradient_gain(f, df)` returns $\chi$. It takes the mean *square* of $f$, not its variance. That, and its check, are given.
# - `rank_by_preservation(gains)` takes a dict of name and gain, and returns the list of names, best first: in the order of $|\log \chi|$.
#
# *Graded: the mean squared slope; the gain; the ranking.*

# %% solution="solutions.activations:mean_squared_derivative"

# %% solution="solutions.activations:gradient_gain"

# %% solution="solutions.activations:rank_by_preservation"

# %% [markdown]
# **Your ranking.** Seven valves, measured by your own functions. (Leaky ReLU and ReLU both have a gain of exactly 1; rounding decides who comes first.)

# %%
try:
    VALVES = {  # name: (function, slope)
        "sigmoid": (sigmoid, sigmoid_derivative),
        "tanh": (np.tanh, tanh_derivative),
        "ReLU": (relu, relu_derivative),
        "Leaky ReLU": (leaky_relu, leaky_relu_derivative),
        "ELU": (elu, elu_derivative),
        "Swish": (swish, swish_derivative),
        "GELU": (gelu, gelu_derivative),
    }
    gains = {name: gradient_gain(f, df) for name, (f, df) in VALVES.items()}
    print("              E[f'²]   gain  rank")
    for name, (_, df) in VALVES.items():
        rank = rank_by_preservation(gains).index(name) + 1
        print(f"{name:12}  {mean_squared_derivative(df):6.4f}  {gains[name]:5.3f}  {rank:4}")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a04_q6_depth" points=4
# ## 6. Twenty floors down
#
# A gain is a promise about one layer. Now test it in a network of many:
#
# $$z_l = W_l\, f(z_{l-1}), \qquad g_{l-1} = f'(z_{l-1}) \odot (W_l^T g_l), \qquad l = 1, \dots, L$$
#
# **Write** the body of `gradient_through_depth(f, df, depth, width, seed)`.
#
# - One generator, `np.random.default_rng(seed)`, draws everything with `normal`, in this order: $z_0$ of shape (`width`,), then $W_1, \dots, W_L$ of shape (`width`, `width`), then $g_L$ of shape (`width`,).
# - The weights have the variance $1 / (\text{width} \cdot \operatorname{E}[f^2])$, so their standard deviation is its root; `gaussian_mean` finds $\operatorname{E}[f^2]$. $z_0$ and $g_L$ are $N(0, 1)$.
# - Go forwards and keep all $z_0, \dots, z_{L-1}$ and all weights. Then come back, from layer $L$ to layer 1.
# - Out: the norms $\|g_l\| / \|g_L\|$ for $l = L, L - 1, \dots, 0$, an array of length `depth + 1` that begins with 1.
#
# *Graded: the way back; the variance of the weights; the seed.*

# %% solution="solutions.activations:gradient_through_depth"

# %% [markdown]
# ### Predict, then run
#
# The lecture sees each sigmoid as a dam that lets at most a quarter of the water through: after 20 of them at most $0.25^{20} \approx 10^{-12}$. **Before you run this**, write down: what part of the gradient's
# norm is left after 20 sigmoid layers here? Less than that, about that, or more? (Your gain tells. Mind that it is about the *squared* norm.) Which other line will leave the level?

# %%
LINES = {
    "sigmoid": "ko",
    "tanh": "ks--",
    "ReLU": "k^-",
    "Leaky ReLU": "kv:",
    "ELU": "kD-.",
    "Swish": "kx--",
    "GELU": "k+-",
}
try:
    passed, norms = np.arange(21), {}
    for name, (f, df) in VALVES.items():  # the geometric mean of three networks
        runs = [gradient_through_depth(f, df, 20, seed=seed) for seed in range(3)]
        norms[name] = np.exp(np.mean(np.log(runs), axis=0))
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.4))
    for name in ("sigmoid", "tanh", "ReLU"):
        left.semilogy(passed, norms[name], LINES[name][:2], mfc="none", label=name)
        left.semilogy(passed, gains[name] ** (passed / 2), "k:")
    left.set(title="Measured (marks) and predicted (dotted)", ylabel="norm / norm at the top (log)")
    for name in list(norms)[1:]:
        right.semilogy(passed, norms[name], LINES[name], mfc="none", markevery=2, label=name)
    ticks = [0.5, 1, 2, 5]
    right.set(title="The same, close to 1", ylabel="norm / norm at the top (log)", ylim=(0.4, 10))
    right.set_yticks(ticks, ticks)
    right.set_yticks([], minor=True)
    for panel in (left, right):
        panel.set(xlabel="layers passed on the way back", xticks=range(0, 21, 4))
        panel.grid(alpha=0.3)
    left.legend(loc="lower left")
    right.legend(ncols=2, loc="upper left")
    figure.tight_layout()
    plt.show()
    for name in ("sigmoid", "tanh", "ReLU"):
        print(f"{name:8} after 20 layers: {norms[name][-1]:.2g}, predicted {gains[name] ** 10:.2g}")
    print(f"a quarter, 20 times:      {0.25**20:.2g}")
except (NotImplementedError, NameError) as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# Compare with what you wrote. The figure shows the norm of the gradient against the layers passed, on log scales. Left, over nine decades: the sigmoid's marks fall as a straight line, tanh's and ReLU's stay near 1, and the dotted
# predictions $\chi^{l/2}$ run through the marks. Right, close to 1: tanh climbs to about 5, all the others stay between 0.7 and 2.

# %% [markdown] manual="a04_q7_reading" points=2
# ## 7. In your words
#
# Two to three sentences for each:
#
# (a) By which factor does the sigmoid's gradient norm change at each layer of your figure, and why is that *more* than the lecture's quarter, although its slope is never more than a quarter?
#
# (b) The course text says that ELU, Swish and GELU have better gradient flow than ReLU. What does your ranking say? And what do these three have, on the negative side, that the gain of a layer does
# not show?

# %% [markdown]
# ## What you can now do
#
# You can write an activation function and its slope so that neither an overflow nor a lost digit spoils a training (CO-1, CO-2), take a gradient back through a softmax without building its matrix (CO-2), and
# measure what an activation function does to a gradient instead of guessing it from its picture (CO-4). With a number for each, you can compare them, and say what the number leaves out (CO-5). One more
# thing that it leaves out is speed. Formative Assessment I, question 5, says that ReLU is "about 6 times faster to compute"; the well-known six (Krizhevsky et al., 2012) counts *epochs*, ReLU against tanh, on one network.
