# %% [markdown]
# # a06 · Normalization
#
# A cook who knows his guests cooks well. But suppose the guests change every evening, and tonight's like everything ten times as salty: whatever he learned
# yesterday is worth little. A layer in a deep network is that cook. Its guests are the numbers that the layers below send, and whenever those
# layers learn, the numbers change, in size most of all.
#
# So put a waiter between the two, who translates every order onto one and the same scale: mean 0, standard deviation 1. That is normalization. Why it helps
# as much as it does is a different question, and less settled than the lecture makes it sound; you will judge that in section 6.
#
# | You will | Section | Points |
# |---|---|---|
# | normalize a batch by its own statistics | 1 | 4 |
# | remember statistics for the day when there is no batch | 2 | 3 |
# | take the gradient back through them, by hand | 3 | 5 |
# | build the layer, with a memory | 4 | 5 |
# | average over other axes: layer norm, group norm | 5 | 4 |
# | judge an explanation | 6 | 2 |
#
# Budget: 45 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
from typing import Any

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# Three functions are given. They refuse what makes no sense, so that you need not; `check_inputs` also turns everything into tensors of one dtype. Run them and
# go on.

# %% given="solutions.normalization:check_epsilon"

# %% given="solutions.normalization:check_momentum"

# %% given="solutions.normalization:check_inputs"

# %% [markdown] question="a06_q1_batch_norm_train" points=4
# ## 1. A common scale
#
# Take one channel (one feature) and the $m$ values $x_1, \dots, x_m$ that it has in this batch. Batch normalization measures them, and puts them on a common scale:
#
# $$\mu = \frac1m \sum_i x_i, \qquad \sigma^2 = \frac1m \sum_i (x_i - \mu)^2, \qquad \hat x_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}, \qquad y_i = \gamma\, \hat x_i + \beta$$
#
# $\gamma$ and $\beta$ are learned, one of each per channel: if the network does need another scale, it can have it, but then as *one* number that it controls.
# $\epsilon$ is small and positive. The lecture's formula leaves it out; a channel that does not vary would then be 0 / 0.
#
# **Write** `batch_norm_train(x, gamma, beta, eps)`, which returns the tuple `(y, mean, variance)`.
#
# - In: `x` of shape (batch, ..., channels), with two axes or more. The channel is always the *last* axis, and its values lie along all the others. So in
#   a batch of images, (batch, height, width, channels), every pixel counts as an example and $m$ = batch × height × width.
# - Out: `y` like `x`; `mean` $\mu$ and `variance` $\sigma^2$ of shape (channels,).
# - Divide by $m$, not $m - 1$, in both uses: the *population* variance.
#
# *Graded: the values; images; epsilon; the statistics returned.*

# %% solution="solutions.normalization:batch_norm_train"

# %% [markdown] question="a06_q2_inference" points=3
# ## 2. The exam has no batch
#
# In training, the answer for one image depends on the other images in its batch. In use that would be absurd: nobody's X-ray should be read differently because of who came
# before. And a single example has no spread at all. So at inference $\mu$ and $\sigma^2$ are *fixed numbers*, remembered from training. How? With a
# moving average $r$ of what the batches showed:
#
# $$r \leftarrow \alpha\, r + (1 - \alpha)\, s$$
#
# $s$ is the mean (or the variance) of the latest batch, and $\alpha$ the momentum: the weight of the *past*, as in Keras. (PyTorch gives the name to $1 - \alpha$. Copy a
# number from one to the other, and your average moves nearly at once, or hardly ever.)
#
# **Write** two functions.
#
# - `batch_norm_infer(x, gamma, beta, mean, variance, eps)`: the formula of section 1, with the mean and variance that are passed in.
# - `update_moving(moving, batch_value, momentum)`: the new average; nothing is changed in place.
#
# *Graded: the given statistics are used; epsilon; the moving average.*

# %% solution="solutions.normalization:batch_norm_infer"

# %% solution="solutions.normalization:update_moving"

# %% [markdown]
# ### Predict, then run
#
# A channel has mean 5, but its moving mean starts at 0. **Before you run this**, write down: after 100 batches, where are the averages with $\alpha$ = 0.9
# and with $\alpha$ = 0.99 (the default in Keras)? What happens at inference if somebody trains for 50 steps only?

# %%
batch_means = 5 + np.random.default_rng(6).normal(size=300).astype("float32")
try:
    plt.figure(figsize=(7, 3.6))
    plt.plot(batch_means, ".", color="0.7", label="mean of each batch")
    for momentum, style in ((0.9, "k--"), (0.99, "k-")):
        path = [tf.constant(0.0)]
        for value in batch_means:
            path.append(update_moving(path[-1], value, momentum))
        plt.plot([float(value) for value in path], style, label=f"momentum {momentum}")
        after = {seen: float(path[seen]) for seen in (50, 100)}
        print(f"momentum {momentum}: {after[50]:.2f} after 50 batches, {after[100]:.2f} after 100")
    plt.axhline(5, color="k", linestyle=":", label="the channel's mean")
    plt.title("A moving mean needs time, or is noisy")
    plt.xlabel("batches seen")
    plt.ylabel("mean of the channel (units of x)")
    plt.legend(loc="lower right")
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# Grey dots are the means of the batches, about 5. The dashed line ($\alpha$ = 0.9) is among them after some thirty batches, and trembles with them. The solid one ($\alpha$ = 0.99) is smooth and late:
# after 50 batches it has gone $1 - 0.99^{50} = 39$ % of its way. Somebody who stops there subtracts about 2 at inference where the channel's mean is 5, and every layer above gets numbers that
# it never saw in training.

# %% [markdown] question="a06_q3_backward" points=5
# ## 3. Back through the statistics
#
# The tape does this for you every day. Do it once yourself, and you will know what batch norm does to gradients. Let $dy_i$ be the gradient of
# the loss $\mathcal L$ with respect to $y_i$. It arrives from above; you pass on $dx_i$.
#
# Scale and shift are easy: $d\beta = \sum_i dy_i$ and $d\gamma = \sum_i dy_i\, \hat x_i$. But $x_i$ reaches the loss on **three paths**: directly, through $\mu$, and
# through $\sigma^2$, and by the last two it moves *every* $y$ of its channel:
#
# $$dx_i = d\hat x_i\, \frac{1}{\sqrt{\sigma^2 + \epsilon}} \;+\; \frac{\partial \mathcal L}{\partial \mu}\, \frac{\partial \mu}{\partial x_i} \;+\; \frac{\partial \mathcal L}{\partial \sigma^2}\, \frac{\partial \sigma^2}{\partial x_i}, \qquad d\hat x_i = \gamma\, dy_i$$
#
# On paper: (a) find $\partial \mathcal L / \partial \mu$ and $\partial \mathcal L / \partial \sigma^2$, each a sum over the batch, from $\hat x_j = (x_j - \mu)(\sigma^2 + \epsilon)^{-1/2}$; (b) find
# $\partial \mu / \partial x_i$ and $\partial \sigma^2 / \partial x_i$; (c) put them together and simplify. The result fits in one line, with $\hat x$, a mean of $dy$ and a
# mean of $dy\, \hat x$ in it. (While you work on $\sigma^2$ you may treat $\mu$ as fixed. Why? Because $\sum_j (x_j - \mu) = 0$.)
#
# Two tests for your result: add the same number to all $x$ of a channel, and $y$ does not move. Stretch the $x$ about their mean, and it hardly moves ($\epsilon$ aside). So what
# must $dx$ be if $dy$ is the same for all? If $dy = \hat x$?
#
# **Write** `batch_norm_backward(dy, x, gamma, eps)`, which returns `(dx, dgamma, dbeta)`: shapes of `x`, `gamma`, `gamma`. Without a tape: you are building what a tape does.
#
# *Graded: dgamma and dbeta; dx on all three paths; epsilon; images.*

# %% solution="solutions.normalization:batch_norm_backward"

# %% [markdown]
# How do you know that a gradient is right? You nudge: move one $x$ up and down by $h$, and see what the loss does. Below is that test for your functions, with a $dy$
# that is random on purpose: for the loss $\sum y$ all $dy$ are 1, so $dx$ is 0, and much that is wrong would pass.

# %%
rng = np.random.default_rng(3)
x, dy = rng.normal(size=(2, 6, 3))
gamma, beta, h = np.array([1.0, 2.0, 3.0]), np.zeros(3), 1e-5
try:
    slopes = np.empty_like(x)
    for index in np.ndindex(x.shape):
        nudge = np.zeros_like(x)
        nudge[index] = h
        above, below = (batch_norm_train(x + s * nudge, gamma, beta)[0] for s in (1, -1))
        slopes[index] = np.sum(dy * (np.asarray(above) - np.asarray(below))) / (2 * h)
    error = np.max(np.abs(np.asarray(batch_norm_backward(dy, x, gamma)[0]) - slopes))
    print(f"largest |dx - slope|: {error:.1e} (a slope is about {np.std(slopes):.1f})")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a06_q4_layer" points=5
# ## 4. A layer with a memory
#
# The lecture's `SimpleBatchNorm` learns, but it has no memory: it never creates the moving averages, so its first inference ends in an `AttributeError`. Yours
# does better.
#
# **Write** `build` and `call`. The rest is given.
#
# - `build` makes four weights of shape (channels,) with `self.add_weight`: `self.gamma` (ones) and `self.beta` (zeros), which are trained; `self.moving_mean` (zeros) and
#   `self.moving_variance` (ones), which are *not*: no gradient may touch them.
# - `call` in training: normalize with the batch, and move both averages towards its mean and population variance (`self.moving_mean.assign(...)`).
# - `call` at inference (`training` is `False` or `None`), and whenever the layer is frozen (`self.trainable` is `False`): normalize with the averages and change
#   nothing.
#
# `fit` runs your layer as a graph, so use tensors and `assign` in it, not `.numpy()` and not `self.moving_mean = ...`. Your functions from sections 1 and 2 do most of the work.
#
# *Graded: the weights; the output in training; the averages; the output at inference; when nothing may change.*

# %% solution="solutions.normalization:SimpleBatchNorm"

# %% [markdown]
# ### Predict, then run: before and after
#
# Ten dense layers with ReLU start from He's standard deviation times 0.5 (too weak), 1 (right) and 2 (too strong). For each layer we measure the gradient of the loss before any
# training. **Before you run it**, write down: without batch norm, how much smaller is the gradient of layer 1 when the weights of *all* ten layers are halved? And with your layer
# after each of them: smaller, larger, or the same?


# %%
def gradient_norms(gain, with_batch_norm, depth=10, width=32):
    """Return the norm of the gradient of each hidden kernel, layer 1 first."""
    keras.utils.set_random_seed(6)
    start = [keras.initializers.VarianceScaling(2 * gain**2, seed=i) for i in range(depth)]
    hidden = [keras.layers.Dense(width, kernel_initializer=s) for s in start]
    head = keras.layers.Dense(10)
    x = tf.random.normal((128, width))
    labels = tf.random.uniform((128,), maxval=10, dtype="int32")
    with tf.GradientTape() as tape:
        for dense in hidden:
            x = dense(x)
            if with_batch_norm:
                x = SimpleBatchNorm()(x, training=True)
            x = tf.nn.relu(x)
        loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, head(x))
        loss = tf.reduce_mean(loss)
    gradients = tape.gradient(loss, [dense.kernel.value for dense in hidden])
    return [float(tf.norm(gradient)) for gradient in gradients]


try:
    figure, panels = plt.subplots(1, 2, figsize=(10, 3.8), sharey=True)
    for panel, with_batch_norm in zip(panels, (False, True), strict=True):
        for gain, style in ((0.5, "k:o"), (1.0, "k-s"), (2.0, "k--^")):
            norms = gradient_norms(gain, with_batch_norm)
            panel.semilogy(range(1, 11), norms, style, label=f"{gain} x He's start")
            print(f"batch norm {with_batch_norm!s:5}, gain {gain}: layer 1 has {norms[0]:.2g}")
        panel.set_xlabel("layer (1 = next to the input)")
        panel.grid(alpha=0.3)
    panels[0].set(title="Before: no normalization", ylabel="L2 norm of the kernel's gradient")
    panels[1].set_title("After: with SimpleBatchNorm")
    panels[1].legend(loc="lower left")
    figure.tight_layout()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# The figure shows the gradient of each layer on a logarithmic scale. Left, the three starts make three level lines, about three decades apart. Right, they lie close together, one twice as high as the next, and all
# three fall from layer 1 to layer 10.
#
# Compare with what you wrote. Without batch norm, what layer 1 learns from has to pass the nine other halved layers: $2^9 = 512$. With it, the network computes (epsilon aside) the same whatever the scale
# of its weights, so half the weights give *twice* the gradient: a factor of 2 for one of 512. Look at the slope on the right, too. Batch norm does not make all layers
# equal: in a deep plain network its gradients grow towards the input (Yang et al., 2019).

# %% [markdown] question="a06_q5_other_axes" points=4
# ## 5. Other axes: layer and group norm
#
# Batch norm is a company-wide policy: what happens to you depends on everybody else in the batch. With two examples in a batch that is a poor poll, and in a sequence model the
# batch thins out as the shorter sequences end. So average over something else. The formula stays; only the set that $\mu$ and $\sigma^2$ are taken over is new:
#
# | | averages over | one mean for each |
# |---|---|---|
# | batch norm | batch and positions | channel |
# | **layer norm** | channels | example and position |
# | **group norm** | positions and the channels of one group | example and group |
#
# **Write** two functions. There is no moving average and no second mode: each example takes care of itself.
#
# - `layer_norm(x, gamma, beta, eps)`: over the last axis only, as in Keras, for images too.
# - `group_norm(x, gamma, beta, groups, eps)`: groups are *neighbours*: with 6 channels and 3 groups, channels 0 and 1, 2 and 3, 4 and 5. A reshape to (batch, positions, groups, channels per
#   group) makes the axes easy to name; the result has the shape of `x` again.
# - `gamma` and `beta` have one value per *channel* in both.
#
# *Graded: layer norm's axes; groups of channels; positions of an image; epsilon.*

# %% solution="solutions.normalization:layer_norm"

# %% solution="solutions.normalization:group_norm"

# %% [markdown] manual="a06_q6_why" points=2
# ## 6. In your words
#
# The course says that batch norm works because it stops *internal covariate shift*: the distribution of a layer's inputs no longer changes while the layers below learn. Its inventors
# thought so too (Ioffe and Szegedy, 2015). In 2018 Santurkar and colleagues tested it. After every batch norm layer they added noise whose mean and spread changed in each step, so that the
# inputs shifted *more* than without batch norm. The networks trained about as well as with plain batch norm, and much better than without. What they found instead was a
# smoother loss surface: gradients that change less from one step to the next.
#
# In three to five sentences: what does this experiment say about the course's explanation, and why? And what does your figure in section 4 show, and what can it *not* show, about the
# question?

# %% [markdown]
# ## What you can now do
#
# You can put activations on a common scale and say over which set you average (CO-1, CO-3), take a gradient back through statistics that depend on the whole batch (CO-1), and
# build the layer with both its modes and a memory that training moves and inference leaves alone (CO-2). You have also measured what it does to a bad start (CO-4), and seen that "it helps" and "we know
# why" are two different claims (CO-5).
