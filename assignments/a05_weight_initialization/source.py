# %% [markdown]
# # a05 · Weight initialization
#
# Before a concert the orchestra tunes. Nobody hears music yet, and still the evening is decided here: if every row of players passes on what it hears
# a little louder, the last row is deafening, and a little softer each time is silence. A conductor can correct a wrong note. He cannot conduct noise, and
# not silence either.
#
# A deep network is that orchestra, and its weights are drawn at random. One number decides how loud each row passes things on: the *variance* of the weights. You will
# find the right one in three ways, make weights of it, and watch what becomes of a signal that goes through twenty layers.
#
# | You will | Section | Points |
# |---|---|---|
# | count the inputs and outputs of a layer | 1 | 3 |
# | derive three variances from them | 2 | 3 |
# | turn a variance into weights | 3 | 4 |
# | send a signal through twenty layers, and a gradient back | 4 | 5 |
# | measure instead of compute: LSUV | 5 | 5 |
# | check two numbers of the course text | 6 | 2 |
#
# Budget: 45 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown] question="a05_q1_fans" points=3
# ## 1. Count the wires
#
# How much reaches an output depends on how many inputs it adds up. That number is the *fan-in*; the number of outputs that one input takes part in is the
# *fan-out*. Both can be read off the shape of the weight:
#
# | weight | shape | fan-in | fan-out |
# |---|---|---|---|
# | dense kernel | $(n_\text{in}, n_\text{out})$ | $n_\text{in}$ | $n_\text{out}$ |
# | convolution kernel | $(\dots, c_\text{in}, c_\text{out})$ | $r\,c_\text{in}$ | $r\,c_\text{out}$ |
# | vector | $(n)$ | $n$ | $n$ |
# | single number | $()$ | 1 | 1 |
#
# $r$ is the number of positions in the window, 9 for a 3 × 3 convolution: the product of all dimensions before the last two. Inputs come before outputs. This is the
# convention of Keras; PyTorch stores kernels the other way round.
#
# **Write** `compute_fans(shape)`. In: a tuple of any length (the conversion to integers and the check are given). Out: the tuple `(fan_in, fan_out)` of two integers.
#
# *Graded: dense kernels; convolutions; vectors and single numbers.*

# %% solution="solutions.initializers:compute_fans"

# %% [markdown] question="a05_q2_variances" points=3
# ## 2. How large may a weight be?
#
# An output is a sum, $z = \sum_{i=1}^{n} w_i h_i$ with $n$ = fan-in. If the weights are independent, with mean 0 and variance $v$, then variances add:
#
# $$\operatorname{Var}(z) = n \, v \, \operatorname{E}[h^2]$$
#
# **LeCun.** In a linear network $\operatorname{E}[h^2]$ is the variance of the layer before. The signal keeps its strength if $n v = 1$.
#
# **He.** A rectifier, $f(z) = z$ for $z > 0$ and $a z$ else (a04 calls this slope $\alpha$), lets only a part of the mean square pass: $\operatorname{E}[f(z)^2] = \frac{1 + a^2}{2} \operatorname{Var}(z)$. For ReLU
# ($a = 0$) that is one half. So the *variance* has to double. (The course text says "2× larger weights"; by which factor do the weights themselves grow?)
#
# **Glorot.** On the way back a gradient is summed over the fan-*out*. Forwards one would like $v = 1/n_\text{in}$, backwards $v = 1/n_\text{out}$. One weight has
# one variance, so Glorot and Bengio settle in between: $v = 2 / (n_\text{in} + n_\text{out})$.
#
# > The course (Formative Assessment I, question 20) calls this the *geometric* mean of the two wishes. Compute the geometric, the harmonic and the arithmetic mean of 1/100 and 1/400. Which is it?
#
# **Write** the three functions. In: fans, integers of at least 1; for He also the slope $a$. Out: the *variance*, a number (not the standard deviation).
#
# *Graded: LeCun; He, with slopes; Glorot.*

# %% solution="solutions.initializers:lecun_variance"

# %% solution="solutions.initializers:he_variance"

# %% solution="solutions.initializers:glorot_variance"

# %% [markdown]
# Two helpers for the next section are given. The second tells how much narrower a normal distribution gets when all beyond two standard deviations is cut off: 0.8796.

# %% given="solutions.initializers:check_distribution"

# %% given="solutions.initializers:truncated_normal_std"

# %% [markdown] question="a05_q3_draw_weights" points=4
# ## 3. From a variance to weights
#
# Many distributions have the variance $v$. Three are in use:
#
# | `distribution` | drawn from | so that the variance is $v$ |
# |---|---|---|
# | `"uniform"` | $[-\ell, \ell]$, variance $\ell^2 / 3$ | $\ell = \sqrt{3 v}$ |
# | `"normal"` | $N(0, v)$, all of it | standard deviation $\sqrt v$ |
# | `"truncated_normal"` | $N(0, s^2)$ without what lies beyond $2 s$ | $s = \sqrt v$ / `truncated_normal_std()` |
#
# The last row is what Keras calls normal in `HeNormal` and its like. Cutting off the tails takes 23 % of the variance away, so start wider.
#
# **Write** `draw_weights(shape, variance, distribution, seed, dtype)` with `keras.random.uniform`, `keras.random.normal` and `keras.random.truncated_normal` (which redraws beyond two
# of *its* standard deviations). Pass `seed` and `dtype` on as they are: in section 4 the seed will be a `keras.random.SeedGenerator`.
#
# *Graded: each of the three distributions, by mean, variance and largest weight; the seed.* Random numbers are judged as such: the checks draw 100 000 weights and allow five standard
# errors. A right answer trips over that less than once in 50 000 runs of the check, and no particular stream of numbers is asked for.

# %% solution="solutions.initializers:draw_weights"

# %% [markdown]
# **A prediction.** A linear layer has 1000 inputs, all of size about 1, and weights from $N(0, 2^2)$. How many times larger is a typical output? The course (Formative
# Assessment I, question 17) says about 1000 times. Write your own number down, then run.

# %%
try:
    weights = draw_weights((1000, 1000), 2.0**2, "normal", seed=7)
    signal = tf.constant(np.random.default_rng(7).normal(size=(50, 1000)), tf.float32)
    print(f"amplified {np.std(signal @ weights) / np.std(signal):.1f} times")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a05_q4_propagation" points=5
# ## 4. Twenty layers later
#
# Now put many layers behind each other, without biases:
#
# $$z_l = h_{l-1} W_l, \qquad h_l = f(z_l), \qquad l = 1, \dots, L$$
#
# **Write** the body of `variance_propagation`. Given are the signal `h` $= h_0$, of shape (batch, `widths[0]`), and `gradient` $= \partial \mathcal L / \partial z_L$ with the loss $\mathcal L$, of shape (batch, `widths[-1]`), random both.
#
# - Forwards: draw $W_l$ with `initializer((widths[l - 1], widths[l]))`, once for each layer, and keep every $z_l$.
# - Backwards: one tape finds all $\partial \mathcal L / \partial z_l$ at once. Start it with the gradient that is given: `tape.gradient(..., output_gradients=gradient)`.
# - Out: a `Propagation` of two arrays of length $L$. Entry $l - 1$ belongs to layer $l$ in both. Take `np.var` over all entries of $z_l$ or its gradient.
#
# *Graded: the signal's variances; the gradient's; a kernel of its own for each layer.*

# %% given="solutions.initializers:Propagation"

# %% solution="solutions.initializers:variance_propagation"

# %% [markdown]
# ### Predict, then run
#
# Below, all four of your functions work together: 20 ReLU layers of 256 units, from four starts. **Before you run it**, write down which line is level, and
# by what factor the others change from one layer to the next. For $N(0, 0.01^2)$ and $N(0, 0.2^2)$ the formula in section 2 tells.

# %%
STARTS = {  # name: (variance from the fans, line)
    "He": (lambda n_in, n_out: he_variance(n_in), "ko-"),
    "Glorot": (glorot_variance, "ks--"),
    "N(0, 0.2²)": (lambda n_in, n_out: 0.2**2, "k^:"),
    "N(0, 0.01²)": (lambda n_in, n_out: 0.01**2, "kx-."),
}


def kernels(variance, seed=0):
    """Return an initializer that takes the variance from the fans."""
    generator = keras.random.SeedGenerator(seed)
    return lambda shape: draw_weights(shape, variance(*compute_fans(shape)), "normal", generator)


try:
    layers = np.arange(1, 21)
    runs = {
        name: variance_propagation(kernels(variance), [256] * 21, "relu")
        for name, (variance, _) in STARTS.items()
    }
    figure, (there, back) = plt.subplots(1, 2, figsize=(11, 4.2), sharey=True)
    for name, run in runs.items():
        line = STARTS[name][1]
        there.semilogy(layers, run.forward, line, markevery=2, label=name)
        back.semilogy(layers, run.backward, line, markevery=2, label=name)
    there.set(title="Signal, from layer 1 to 20", ylabel="variance (log scale)")
    back.set(title="Gradient, from layer 20 to 1")
    for axis in (there, back):
        axis.set(xlabel="layer", xticks=[1, 5, 10, 15, 20])
        axis.grid(alpha=0.3)
    there.legend()
    figure.tight_layout()
    plt.show()
    for name, run in runs.items():
        factor = (run.forward[-1] / run.forward[0]) ** (1 / 19)
        print(f"{name:12} the signal's variance changes {factor:.3g} times a layer")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# The figure shows the variance at each layer on a logarithmic scale: left of the signal, which enters at layer 1, right of the gradient, which enters at layer 20. He's line (circles) is level in both panels. Glorot's
# (squares) falls slowly, that of $N(0, 0.01^2)$ (crosses) through 36 decades, and that of $N(0, 0.2^2)$ (triangles) rises through 13.
#
# No line depends on what the network is to learn, or on the data. The start alone decides whether anything arrives. With equal widths the same variance serves both directions, and a gradient that arrives with a millionth of its variance is what *vanishing* means.

# %% [markdown]
# Formulas assume much: independent weights, no bias, a known activation. One can also tune each row by ear. Three things are given: the report
# of what was done to a layer, a function that refuses targets out of range, and one that measures a layer's variance on a batch, before its activation function or after it.

# %% given="solutions.initializers:LayerReport"

# %% given="solutions.initializers:check_target"

# %% given="solutions.initializers:output_variance"

# %% [markdown] question="a05_q5_unit_variance" points=5
# ## 5. Do not compute it, measure it
#
# Layer-sequential unit variance (LSUV; Mishkin and Matas, 2016) goes through the network from the input on. It gives each layer an orthonormal kernel, which keeps lengths, sends a batch through,
# measures the variance of the layer's output $B$, and rescales:
#
# $$W \leftarrow \frac{W}{\sqrt{\operatorname{Var}(B) / \text{target}}} \qquad \text{while } |\operatorname{Var}(B) - \text{target}| \ge \text{tolerance}$$
#
# The lecture's version of it takes a few wrong turns. On the lecture's own network the weights of the last layer grow for ten steps, to hundreds of times their size with some seeds, and never get
# where they should. Yours takes four precautions:
#
# 1. **Variance, not mean square.** A mean that is far from 0 is no signal. `output_variance` subtracts it.
# 2. **Before the activation function**, as published, unless `after_activation=True` asks for the other side.
# 3. **Look first.** A layer within the tolerance stays as it is, with 0 iterations.
# 4. **Know when to stop.** At most `max_iterations` divisions, and none if the variance is 0, NaN or infinite. A sigmoid's output lies between 0 and 1, so its variance never exceeds 1/4,
#    whatever the weights. A layer that did not get there gets back the kernel it came with.
#
# **Write** the body of `scale_to_unit_variance`. It changes `layer.kernel` in place (`layer.kernel.assign`) and returns `LayerReport(layer.name, start, variance, iterations, converged)`:
# the variance at the start, the variance with the kernel that the layer keeps, the number of divisions, and whether the target was reached.
#
# *Graded: the target; outputs with a mean; the side of the activation; the tolerance; layers that cannot get there.*

# %% solution="solutions.initializers.lsuv:scale_to_unit_variance"

# %% [markdown]
# With it LSUV takes one loop. Here it runs on the lecture's network, measured before the activation, and after it, as the lecture does. Which layer reports that it did not converge, and why only there?


# %%
def lecture_network():
    """Return the lecture's demo network, with orthonormal kernels."""
    units = {64: "relu", 32: "relu", 16: "relu", 1: "sigmoid"}
    dense = [
        keras.layers.Dense(
            n,
            activation,
            kernel_initializer=keras.initializers.Orthogonal(seed=n),
            name=f"dense_{n}",
        )
        for n, activation in units.items()
    ]
    return keras.Sequential([keras.Input((10,)), *dense])


try:
    for after_activation in (False, True):
        print("measured", "after" if after_activation else "before", "the activation function")
        h = tf.constant(np.random.default_rng(0).normal(size=(100, 10)), tf.float32)
        for layer in lecture_network().layers:
            report = scale_to_unit_variance(layer, h, after_activation=after_activation)
            h = layer(h)
            print(
                f"  {report.layer:9} variance {report.start:.3f} -> {report.variance:.3f}, "
                f"{report.iterations:2} divisions, converged: {report.converged}"
            )
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] manual="a05_q6_course_numbers" points=2
# ## 6. In your words
#
# Two to three sentences for each:
#
# (a) The course text says that weights from $N(0, 2^2)$ and 1000 inputs make a signal about 1000 times larger. What is the right factor, and where does the text's reasoning go wrong?
#
# (b) By which factor does Glorot's start change the signal's variance at each ReLU layer in your figure, and why does He's start not change it?

# %% [markdown]
# ## What you can now do
#
# You can say from the shape of a kernel how large its weights may be, and why (CO-1); draw such weights and prove by measurement that they are what they claim (CO-2); and
# diagnose a network that is deaf or deafening before its first step of training (CO-4). You can also tune it by ear, and know a layer that cannot be tuned (CO-3). What
# initialization does not do: it holds at the start only. To keep a signal level *while* the weights learn is the work of normalization.
