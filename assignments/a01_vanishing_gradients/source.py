# %% [markdown]
# # a01 · Vanishing gradients
#
# Picture a river that has to flow *uphill*, from the sea back to its spring, through one lock after another. Each lock lets only a part of the water pass. With two or
# three locks the spring still gets enough. With twenty it gets a drop.
#
# In a network the water is the gradient, and the locks are the layers. The error is known at the output; the first layers hear of it through all the others. If
# little arrives, they cannot learn, however long you train. You will find out how much a lock lets through at most, how much it really does, and when the river even grows.
#
# **How this notebook works.** In each section you replace the line `raise NotImplementedError(...)` by your code and run the cell, then the `grader.check` cell below it, which tells
# what it called, what came back and what it expected. The checks that you see guide you; after handing in, the same properties are tested on other inputs.
#
# | You will | Section | Points |
# |---|---|---|
# | bound what a layer lets through | 1 | 4 |
# | follow the chain rule, factor by factor | 2 | 4 |
# | measure the gradient of every layer of a network | 3 | 5 |
# | put one number to the decay | 4 | 3 |
# | build deep networks, and see which of them vanish | 5 | 4 |
# | put two sentences of the course right | 6 | 2 |
#
# Budget: 45 minutes.

# %%
from collections.abc import Callable, Sequence
from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown] question="a01_q1_bound" points=4
# ## 1. What a lock lets through at most
#
# On its way back through a layer a gradient is multiplied by two things: the slope $f'(z)$ of the activation function, and the weights. So first: how steep can an activation function be?
#
# $$\sup |f'| = \max_x |f'(x)|$$
#
# **Write** `max_derivative(activation, limit, points)`. In: the activation function, which the given lines turn into `f`. Out: the largest $|f'(x)|$ on a grid of `points` equally spaced $x$
# from `-limit` to `limit`. Take the grid in `float64`; a `tf.GradientTape` that watches it gives all slopes at once. Mind the bars: a slope of −3 is steep.
#
# Now $L$ layers, whose weight matrices stretch no vector by more than `gain`. Each layer multiplies by at most gain · sup|f'|, so all of them together by at most
#
# $$(\text{gain} \cdot \sup |f'|)^L$$
#
# **Write** `attenuation_bound(activation, depth, gain)`, with your `max_derivative`. Out: a number, the *fraction* that can be left.
#
# *Graded: the largest slope, also on a small grid; falling functions; the bound for several activation functions; the gain.*

# %% solution="solutions.vanishing:max_derivative"

# %% solution="solutions.vanishing:attenuation_bound"

# %% [markdown]
# The cell below prints what can be left after ten layers.
#
# > The lecture notes say that after ten sigmoid layers 0.00000095 % is left. Compare with what is printed, and keep it for section 6.

# %%
try:
    for name in ("sigmoid", "tanh", "relu", "silu"):
        print(
            f"{name:8} steepest slope {max_derivative(name):.4f}, "
            f"left after 10 layers: at most {attenuation_bound(name, 10):.3g} of the gradient"
        )
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a01_q2_chain" points=4
# ## 2. The chain rule, factor by factor
#
# To see the locks one by one, take the narrowest network there is: one number in each layer.
#
# $$h_0 = x, \qquad z_l = w_l h_{l-1} + b_l, \qquad h_l = f(z_l)$$
#
# How much does the output $h_L$ move if $x$ moves a little? The chain rule answers with one factor for each layer:
#
# $$\frac{dh_L}{dx} = \prod_{l=1}^{L} f'(z_l)\, w_l$$
#
# **Write** `chain_gradient(x, weights, biases, f, df)`. Walk from the first layer to the last, and note a factor at each.
#
# - In: a number, two lists of numbers, and two functions: `df(z)` is the slope of `f` *at* $z_l$, which is what goes into the activation function, not what comes out.
# - Out: the tuple `(gradient, factors)`: their product, and the factors as a `float64` array, first layer first.
# - Stay in `float64`. A product of a hundred small factors is below the smallest `float32`.
#
# *Graded: the weights; where the slopes are taken; the biases; very deep chains.*

# %% solution="solutions.vanishing:chain_gradient"

# %% [markdown]
# ### Predict, then run
#
# Ten sigmoid layers. The course's answer to Formative Assessment I, question 5, says: each contributes at most 0.25, so together they contribute at most $0.25^{10}$, about a millionth. Here every weight is 8, every bias −4, and
# $x = 0.5$. **Before you run it**, write down the gradient: is it near a millionth, near 1, or near a thousand? ($8 \cdot 0.5 - 4$ is a convenient number, and $\sigma(0) = 0.5$.)
#
# The figure shows three chains, from the output (left) to the input (right), on a logarithmic scale. The triangles are the chain of your prediction.


# %%
def sigmoid(z):
    """Return 1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


def sigmoid_slope(z):
    """Return the slope of the sigmoid at z."""
    return sigmoid(z) * (1 - sigmoid(z))


try:
    plt.figure(figsize=(7, 3.6))
    for weight, bias, line in ((8.0, -4.0, "k^-"), (4.0, -2.0, "ks--"), (1.0, 0.0, "ko:")):
        gradient, factors = chain_gradient(0.5, [weight] * 10, [bias] * 10, sigmoid, sigmoid_slope)
        left = np.concatenate([[1.0], np.cumprod(np.asarray(factors)[::-1])])
        plt.semilogy(np.arange(11), left, line, label=f"weight {weight:g}, bias {bias:g}")
        print(f"weight {weight:g}, bias {bias:g}: the gradient is {gradient:.4g}")
    plt.title("Ten sigmoid layers: what is left of a gradient of 1")
    plt.xlabel("layers passed, from the output back")
    plt.ylabel("gradient (log scale)")
    plt.legend()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# The circles (weight 1) fall from 1 to less than a millionth, the squares (weight 4) stay level, and your triangles (weight 8) rise to $2^{10} = 1024$. So 0.25 bounds the *slope*. The weights have a
# say, too. That is why one has to measure.

# %% [markdown] question="a01_q3_norms" points=5
# ## 3. Measure it
#
# In a real network the gradient of layer $l$ is a matrix, $\partial \mathcal L / \partial W_l$ with the loss $\mathcal L$, of the shape of its weights. As one number for each layer take its Euclidean norm: the root of the sum of all
# squared entries.
#
# **Write** the two missing parts of `kernel_gradient_norms(model, x, y, loss)`. The given lines find the loss function and `kernels`, the weight matrices, from the input side on. First comes
# `gradients`, a list with one entry for each of `kernels`, in their order. (If all are `None`, the loss has nothing to do with the model, and the lines in between say so.) Then come the norms.
#
# - `loss(y, model(x))` gives one number *for each example*. The objective is their mean; compute it under a tape.
# - Out: a `float64` array, one norm for each kernel, in the order of `kernels`. Biases are not asked for, and not every layer has one.
# - A kernel that the loss does not depend on has the gradient `None`. Its norm is 0.
#
# *Graded: the norm, for the loss that is asked for; the mean over the batch; kernels only; the order; `None`.*

# %% solution="solutions.vanishing:kernel_gradient_norms"

# %% [markdown] question="a01_q4_decay" points=3
# ## 4. One number for the decay
#
# Suppose that every step towards the input multiplies the norm by the same factor $r$. Of $L$ layers, number $l = 0, \dots, L - 1$, the last is $0$ steps back and the first is $L - 1$:
#
# $$\text{norm}_l = a \, r^{\,t_l}, \qquad t_l = L - 1 - l$$
#
# Products become sums under a logarithm, and the curve becomes a line: $\log \text{norm}_l = \log a + t_l \log r$. Measured norms lie only near a line. The best one, in the
# sense of least squares, comes from `np.polyfit(t, y, deg=1)`, which returns slope and intercept.
#
# **Write** `fit_decay(norms)`. In: norms, input side first, positive (that is checked for you). Out: `DecayFit(factor, output_norm)` with $r$ and the *fitted* $a$.
# If $r < 1$ the gradient vanishes towards the input, if $r > 1$ it explodes.
#
# *Graded: the factor; the fitted norm at the last layer; very small norms.*

# %% given="solutions.vanishing:DecayFit"

# %% solution="solutions.vanishing:fit_decay"

# %% [markdown]
# Last, the networks to measure. Their weights are random, so each kernel needs a seed, and a seed *of its own*: two layers of one shape with the same seed would get the same weights. This helper, which is
# given, returns an initializer that draws from a seed.

# %% given="solutions.vanishing:seeded"

# %% [markdown] question="a01_q5_network" points=4
# ## 5. Go deep
#
# **Write** `build_deep_network`, which returns a `keras.Sequential`:
#
# | what | how many | units | activation function |
# |---|---|---|---|
# | `keras.Input((inputs,))` | 1 | | |
# | hidden `keras.layers.Dense` | `depth - 1` | `width` | `activation` |
# | output `keras.layers.Dense` | 1 | 1 | `output_activation` |
#
# So `depth` counts the output layer, too. Kernel number $l = 0, 1, \dots$ is drawn by `seeded(initializer, seed + l)`, the output layer's included. Biases start at 0, which is the default.
#
# *Graded: the shapes of all weights; both activation functions; a seed for each layer; the initializer.*
#
# > The lecture's code gives `input_shape=` to the first layer. In Keras 3 that is deprecated; a model begins with an `Input`.

# %% solution="solutions.vanishing:build_deep_network"

# %% [markdown]
# ### Predict, then run
#
# The lecture's demonstration: 6 layers, sigmoid, 100 random examples of 10 features. Its "expected output" gives the first layer a norm of 0.00000012 and calls it vanished (below 1e-6). **Before you
# run it**, write down the number that you expect: the bound for the five locks between the last layer and the first is $0.25^5 \approx 0.001$ if no weights amplify, and the last layer's own norm is about 0.3.


# %%
def lecture_batch(seed):
    """Return the lecture's random inputs and targets."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(100, 10)).astype("float32"), rng.uniform(size=(100, 1)).astype(
        "float32"
    )


try:
    for seed in range(3):
        norms = kernel_gradient_norms(build_deep_network(6, seed=100 * seed), *lecture_batch(seed))
        print(f"start {seed}: layer 1 {norms[0]:.1e}, layer 6 {norms[-1]:.1e}")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# A few times 1e-5, with every start: small, but some hundred times more than the lecture's number, and not below 1e-6. The printed output was an illustration, not a measurement.
#
# Now twelve layers and three kinds of network. The figure shows the norm of each layer's gradient on a logarithmic scale: with the sigmoid a straight fall towards the input, through seven decades; with tanh,
# and with ReLU and He's weights, nearly level lines. Thin lines are your fits to the hidden layers.

# %%
NETWORKS = {  # name: (activation function, initializer, line)
    "sigmoid, Glorot": ("sigmoid", "glorot_uniform", "ko"),
    "tanh, Glorot": ("tanh", "glorot_uniform", "ks"),
    "ReLU, He": ("relu", "he_uniform", "k^"),
}

try:
    layers = np.arange(1, 13)
    plt.figure(figsize=(7.5, 4.2))
    for name, (activation, initializer, marker) in NETWORKS.items():
        model = build_deep_network(12, activation=activation, initializer=initializer)
        norms = kernel_gradient_norms(model, *lecture_batch(0))
        factor, output_norm = fit_decay(norms[:-1])
        plt.semilogy(layers, norms, marker, label=f"{name}: ×{factor:.2f} a layer")
        plt.semilogy(layers[:-1], output_norm * factor ** (11 - layers[:-1]), "k-", linewidth=0.8)
        print(f"{name:16} layer 1: {norms[0]:.1e}, factor per layer {factor:.3f}")
    plt.title("Gradient norm of each kernel, 12 layers")
    plt.xlabel("layer (1 = next to the input)")
    plt.ylabel("norm of the loss gradient (log scale)")
    plt.xticks(layers)
    plt.legend()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown] manual="a01_q6_numbers" points=2
# ## 6. In your words
#
# Two to three sentences for each:
#
# (a) "After ten sigmoid layers 0.00000095 % of the gradient is left." What is the right percentage, and what did the author mix up?
#
# (b) "A sigmoid layer always passes on at most a quarter of the gradient." Why is that not so? Give a number from your first figure. What has to be assumed to make it true?

# %% [markdown]
# ## What you can now do
#
# You can say what an activation function lets through at most (CO-1), follow a gradient through a chain and find the layer that stops it, and build a network of any depth (CO-2). You can measure
# what really arrives, and sum it up in one factor per layer (CO-4). You also know to measure before you believe a number, printed ones included. In the next
# assignment these measurements become a monitor that watches a network while it trains.
