# %% [markdown]
# # a07 · Residual networks
#
# Whisper a story through thirty people, and the last one tells another story. Nobody lied; everybody retold it, and a little was lost each time. Now hand on the
# *page* instead, and let each of the thirty write only a note in its margin. The page arrives.
#
# A plain layer retells: $y = F(x)$. A residual block annotates: $y = x + F(x)$. And what holds for the story on its way up holds for the
# complaint on its way down. The gradient that the last reader sends back comes past every desk, and the first writer still hears what was wrong.
#
# The lecture draws it as a fast road past a slow city, and concludes that a gradient can *always* flow back. Can it? You will find the two places where the
# road is closed.
#
# | You will | Section | Points |
# |---|---|---|
# | write a block that annotates | 1 | 4 |
# | write the block of the lecture | 2 | 3 |
# | take both apart: their Jacobians, by hand | 3 | 5 |
# | make a Keras layer of them | 4 | 5 |
# | send a gradient down a stack of matrices | 5 | 4 |
# | measure what arrives in a real network | 6 | 4 |
# | correct a sentence | 7 | 2 |
#
# Budget: 50 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
from collections.abc import Sequence
from typing import Any

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# Both blocks take an input and the weights of two dense layers. This function, which is given, turns all of them into tensors of one dtype and refuses
# shapes that do not fit, so that you need not. Run it and go on.

# %% given="solutions.residual:check_block"

# %% [markdown] question="a07_q1_pre_activation" points=4
# ## 1. A note in the margin
#
# The note is written by a *branch* $F$ of two dense layers, each with a ReLU in front of it. Then it is added to the page:
#
# $$F(x) = \operatorname{relu}\bigl(\operatorname{relu}(x)\, W_1 + b_1\bigr)\, W_2 + b_2, \qquad y = x + F(x)$$
#
# Mind what is *not* there: nothing touches $x$ on its way to the sum, and nothing touches the sum. Also, no ReLU ends the branch: a note must be able to subtract. Because the
# ReLUs come first, this form is called *pre-activation* (He et al., 2016).
#
# A page of 3 columns and a note of 5 cannot be added. Then the shortcut goes through one more matrix, the *projection*: $y = x W_s + F(x)$.
#
# **Write** `pre_activation_block(x, w1, b1, w2, b2, w_s=None)`.
#
# - In: `x` of shape (batch, d), `w1` (d, k), `b1` (k,), `w2` (k, u), `b2` (u,), and perhaps `w_s` (d, u).
# - Out: `y` of shape (batch, u).
# - If `w_s` is not `None`, use it, also where the widths agree. It gets $x$ as it came, not $\operatorname{relu}(x)$.
#
# *Graded: the branch; the shortcut; the projection.*

# %% solution="solutions.residual:pre_activation_block"

# %% [markdown] question="a07_q2_post_activation" points=3
# ## 2. The censor at every desk
#
# The first residual networks (He et al., 2015) put the ReLUs elsewhere, and so does the `ResidualBlock` of the lecture. None comes before $W_1$, and one comes *after the addition*:
#
# $$F(x) = \operatorname{relu}(x\, W_1 + b_1)\, W_2 + b_2, \qquad y = \operatorname{relu}\bigl(x + F(x)\bigr)$$
#
# This ReLU is a censor who sits at every desk. He reads page and note together, and blackens whatever is negative, whoever wrote it. What that does to a gradient is the subject of
# section 3.
#
# **Write** `post_activation_block`, with the inputs and the output of section 1; `y` is never negative here. With a projection, $y = \operatorname{relu}(x W_s + F(x))$.
#
# *Graded: the branch; the ReLU after the addition; the projection.*

# %% solution="solutions.residual:post_activation_block"

# %% [markdown]
# Two small functions say more than two formulas. Below, the branch is silent: $F = 0$. Which of the two blocks hands on the page?

# %%
page = tf.constant([[3.0, -4.0, 0.5, -0.1]])
silent = [tf.zeros((4, 4)), tf.zeros(4), tf.zeros((4, 4)), tf.zeros(4)]
try:
    print("the page                      ", np.asarray(page)[0])
    print("after a pre-activation block  ", np.asarray(pre_activation_block(page, *silent))[0])
    print("after a post-activation block ", np.asarray(post_activation_block(page, *silent))[0])
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# One more given function. It refuses shapes that do not fit, for the Jacobians below.

# %% given="solutions.residual.jacobian:check_square_block"

# %% [markdown] question="a07_q3_jacobians" points=5
# ## 3. The "1" is a matrix
#
# How does a change of $x$ change $y$? For vectors the answer is a matrix, the Jacobian, $J_{ij} = \partial y_i / \partial x_j$. A gradient goes back through it:
# $\partial \mathcal L / \partial x = (\partial \mathcal L / \partial y)\, J$, with $\mathcal L$ the loss: a row times a matrix. For a residual block
#
# $$J = I + F'$$
#
# > The course writes $\partial F / \partial x + 1$ and says that the "+1" ensures that the gradient can always flow. Two corrections, both yours to compute. The 1 is the *identity
# > matrix* $I$, with zeros beside its diagonal. And the lecture's own block has a ReLU around the sum, so its Jacobian is another one.
#
# You need two rules and the chain rule. For $y = x W$ the Jacobian is $W^\top$. For $y = \operatorname{relu}(v)$ it is a *gate*, the diagonal matrix $\operatorname{diag}(v > 0)$ of ones and
# zeros. In a chain, what $x$ meets first stands rightmost.
#
# On paper: (a) find $F'$ of the pre-activation branch, a product of four matrices. (b) For the post-activation block, put the gate of its last ReLU where it
# belongs; it depends on the *sum* $s = x + F(x)$.
#
# **Write** two functions, in NumPy and without a tape.
#
# - `pre_activation_jacobian(x, w1, b1, w2)` and `post_activation_jacobian(x, w1, b1, w2, b2)`, for one input `x` of shape (d,) and the identity shortcut.
# - Out: an array of shape (d, d) with $J_{ij} = \partial y_i / \partial x_j$. At a kink, ReLU' is 0.
# - The docstrings repeat shapes and conventions. The formulas are yours, from the paper.
#
# *Graded: the gates of the pre-activation block; its whole matrix; the post-activation block where its sum is negative; and where it is not.*

# %% solution="solutions.residual:pre_activation_jacobian"

# %% solution="solutions.residual:post_activation_jacobian"

# %% [markdown]
# Now close the road, in both places. First a note that says "strike everything": $W_1 = I$, $W_2 = -I$, so $F(x) = -x$ for positive $x$, and $F' = -I$. Then a page
# with a negative number on the censor's desk, and no note at all.

# %%
try:
    eye, none = np.eye(2), np.zeros(2)
    struck = pre_activation_jacobian([1.0, 2.0], eye, none, -eye)
    print("pre-activation, F' = -I:", np.asarray(struck).tolist())
    censored = post_activation_jacobian([-1.0, 2.0], 0 * eye, none, 0 * eye, none)
    print("post-activation, F' = 0, x = (-1, 2):", np.asarray(censored).tolist())
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a07_q4_layer" points=5
# ## 4. A layer that Keras can keep
#
# A function wants its weights handed in. A *layer* owns them, learns them, and is saved with them.
#
# **Write** `build`, `call` and `get_config` of `ResidualBlock`. The rest is given.
#
# - `build` makes the weights with `self.add_weight(name=..., shape=..., initializer=...)`, in this order: `self.w1` (d, units), `self.b1` (units,), `self.w2` (units, units) and `self.b2` (units,).
#   Here d is `input_shape[-1]`. In the same order `get_weights()` will list them; the order is not graded.
# - Only where d differs from `units` there is a fifth, the projection `self.w_s` (d, units). Else set `self.w_s = None`: a page that fits needs no matrix, and no parameters.
# - Kernels and projection start from `self.kernel_initializer`, biases from `"zeros"`. Everything is trained.
# - `call` returns the block of section 1 if `self.pre_activation` is true, else that of section 2.
# - `get_config` returns a dict: everything in `super().get_config()`, and the three arguments of `__init__` by name. From it Keras builds the layer again when a model is loaded.
#   What you forget here comes back as its default, without a word.
#
# *Graded: the weights where widths agree; the projection where they differ; both forms of the output; the start; the config.*

# %% solution="solutions.residual:ResidualBlock"

# %% [markdown]
# Count on paper: how many parameters has a block from 8 units to 4, and one from 4 to 4? Then run. The cell also builds each block again from its config, as
# Keras does when it loads a model, and compares what the two compute.

# %%
x = np.random.default_rng(7).normal(size=(5, 8)).astype("float32")
try:
    for d in (8, 4):
        block = ResidualBlock(4, pre_activation=True)
        y = block(tf.constant(x[:, :d]))
        copy = ResidualBlock.from_config(block.get_config())
        copy.build((None, d))
        copy.set_weights(block.get_weights())
        apart = np.max(np.abs(y - copy(tf.constant(x[:, :d]))))
        print(f"from {d} to 4: {block.count_params()} parameters; the copy is off by {apart:.1g}")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a07_q5_backpropagate" points=4
# ## 5. Thirty desks down
#
# Blocks $1, \dots, L$ stand behind each other, and the gradient of the loss, $g_L = \partial \mathcal L / \partial x_L$, arrives at the top. Each Jacobian sends it one desk down:
#
# $$g_{l-1} = g_l\,(I + F_l') \quad\text{with a shortcut}, \qquad g_{l-1} = g_l\, F_l' \quad\text{without}$$
#
# In a plain stack a factor below 1 at every block means that nothing is left after thirty. With shortcuts, multiply out: $(I + F_L') \cdots (I + F_1')$ is a sum of $2^L$ terms, and one of them
# is $I$ alone.
#
# **Write** `backpropagate(gradient, branch_jacobians, shortcut=True)`.
#
# - In: $g_L$ of shape (d,), and the list $[F_1', \dots, F_L']$, first block *first*, each (d, d) with $F'_{ij} = \partial F_i / \partial x_j$.
# - Out: the list $[g_0, \dots, g_L]$, $L + 1$ arrays: the gradient passed in is its last entry. For an empty stack, $[g_0]$ is all.
#
# *Graded: a plain stack; a residual stack; the whole list.*

# %% solution="solutions.residual:backpropagate"

# %% [markdown]
# Below, thirty random branches, each of which makes a gradient about half as long, with and without shortcuts. In a third run, one branch in the middle says
# "strike everything".
#
# The figure shows the length of $g_l$ on a logarithmic axis. Read it from right to left: the top, block 30, is on the right. Without shortcuts the length falls in a straight
# line; with them it rises slowly. The third run, a broad grey line under the first, ends with a cross at block 15: below it the gradient is exactly 0.

# %%
width, blocks = 16, 30
jacobians = list(np.random.default_rng(7).normal(0, 0.5 / np.sqrt(width), (blocks, width, width)))
struck = [*jacobians[:14], -np.eye(width), *jacobians[15:]]
try:
    top = np.ones(width) / np.sqrt(width)
    plt.figure(figsize=(7, 3.8))
    for label, stack, shortcut, style in (
        ("with shortcuts", jacobians, True, {"c": "k", "marker": "o"}),
        ("without", jacobians, False, {"c": "k", "ls": "--", "marker": "s"}),
        ("with shortcuts, F' = -I in block 15", struck, True, {"c": "0.7", "lw": 7, "zorder": 1}),
    ):
        norms = np.linalg.norm(backpropagate(top, stack, shortcut), axis=1)
        shown = norms > 0  # a logarithmic axis has no place for 0
        where, lengths = np.arange(blocks + 1)[shown], norms[shown]
        plt.semilogy(where, lengths, label=label, markevery=2, **style)
        if 0 < len(where) <= blocks:  # the gradient ends on its way
            plt.semilogy(where[0], lengths[0], "kX", markersize=13)
            plt.axvline(where[0], c="k", ls=":")
        print(f"{label:36} length at the input: {norms[0]:.1e}")
    plt.title("A gradient on its way down thirty blocks")
    plt.xlabel("after which block (30 = top, 0 = input)")
    plt.ylabel("length of the gradient (log scale)")
    plt.grid(alpha=0.3)
    plt.legend()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# So the one term $I$ does not protect by itself: the others can cancel it. Random branches hardly ever do. That is the honest form of the argument: a closed road is *unlikely*
# with shortcuts, and *the rule* without them.

# %% [markdown] question="a07_q6_gradient_norms" points=4
# ## 6. Measure it
#
# Matrices that somebody made up prove little. So measure in networks: how long is the gradient that arrives at the output $h_l$ of each block?
#
# $$\text{norm}_l = \left\lVert \frac{\partial \mathcal L}{\partial h_l} \right\rVert$$
#
# **Write** `gradient_norms_per_block(model, x, y)`.
#
# - `model` is a `keras.Sequential` that ends in *logits*. Send `x` through `model.layers` one by one, under one tape. The layers whose name starts with `block_` are the blocks.
# - $\mathcal L$ is the mean cross-entropy over the batch: `keras.losses.SparseCategoricalCrossentropy(from_logits=True)`, with integer labels `y`.
# - Out: one norm for each block, first block first. $\partial \mathcal L / \partial h_l$ is a matrix with a row for each example. Its norm here: square all elements, add them
#   up, take the root. (For a matrix `np.linalg.norm(g)` does that; `np.linalg.norm(g, 2)` does not.)
#
# *Graded: the values; batches; which layers count.*

# %% solution="solutions.residual:gradient_norms_per_block"

# %% [markdown]
# Two networks are given, with the same number of layers and of parameters, after a check of the sizes that they take. In the plain one, two dense layers stand where the
# other has a block.

# %% given="solutions.residual.networks:check_sizes"

# %% given="solutions.residual:plain_network"

# %% given="solutions.residual:residual_network"

# %% [markdown]
# ### Predict, then run
#
# Fourteen blocks make thirty dense layers. **Before you run it**, write down for Glorot's start: how many times smaller is the gradient at block 1 than at block 14 in the *plain* network? A rule from
# a05 helps: with Glorot's weights, a ReLU layer passes half of the mean square, so the length shrinks by $\sqrt 2$ a layer; 26 layers lie between.
#
# And with shortcuts: smaller, the same, larger? (A branch is two layers, and 13 blocks lie between.) Then the same for He's start, with which a ReLU layer passes all of the mean square.
#
# The figure has two panels, one for each start: the length of the gradient at each block on a logarithmic axis, for a plain network and both kinds of residual network.

# %%
NETWORKS = {
    "plain": (plain_network, {}, "k--s"),
    "post-activation": (residual_network, {}, "k-.^"),
    "pre-activation": (residual_network, {"pre_activation": True}, "k-o"),
}
rng = np.random.default_rng(7)
images, labels = rng.normal(size=(64, 32)).astype("float32"), rng.integers(0, 10, 64)
try:
    figure, panels = plt.subplots(1, 2, figsize=(10.5, 4), sharey=True)
    for panel, start in zip(panels, ("glorot_uniform", "he_normal"), strict=True):
        for name, (network, options, style) in NETWORKS.items():
            keras.utils.set_random_seed(7)
            model = network(14, units=32, features=32, kernel_initializer=start, **options)
            norms = gradient_norms_per_block(model, images, labels)
            panel.semilogy(range(1, 15), norms, style, label=name)
            print(f"{start:14} {name:15} block 1 / block 14: {norms[0] / norms[-1]:.2g}")
        panel.set(title=f"start: {start}", xlabel="block (1 = next to the input)")
        panel.grid(alpha=0.3)
    panels[0].set_ylabel("length of the gradient (log scale)")
    panels[1].legend()
    figure.tight_layout()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# Compare with what you wrote. The rule says $2^{-26/2} = 2^{-13}$, about 1/8000 for the plain network on the left, and the measurement is within a factor of three of it. With
# shortcuts nothing is lost, and there is a rule for them, too: if the branch passes the share $c$ of the mean square, the block passes about $1 + c$, as $x$ and $F(x)$ have little to do with each other. Here a
# branch of two layers passes $c = 1/4$, so the rule says $1.25^{13/2} \approx 4$, and the gradient indeed grows, about fivefold.
#
# Look at the right panel, too. From He's start the plain network holds by itself. With shortcuts $c = 1$ and the rule says $2^{13/2} \approx 90$: the gradient *grows* at every
# block, in all about a hundredfold, or twice that, as the draw has it. Page and note add up. A shortcut is a remedy against vanishing, not against exploding.
# Real residual networks normalize as well (a06), or begin with small branches.

# %% [markdown] manual="a07_q7_correct_a_sentence" points=2
# ## 7. In your words
#
# The lecture says of $y = F(x) + x$: "The '+1' ensures gradient can always flow backward!" Correct this sentence, in three to five of your own:
#
# (a) What is the "1" in a block of $d$ units, and for which $F'$ is *every* gradient lost in it?
#
# (b) Why does the argument fail for the lecture's own block even where $F = 0$? And what does the figure of section 6 nevertheless show about gradients in a
# stack of the lecture's blocks?

# %% [markdown]
# ## What you can now do
#
# You can write a block that adds to its input, and say where its ReLUs belong (CO-1, CO-2); take its Jacobian by hand and find where its shortcut is shut (CO-1); build it as a layer that Keras
# trains, saves and loads (CO-2, CO-3); and measure at which block of a deep network a gradient is lost (CO-4). You have also seen a good idea stated too strongly, and what is left of it when it is
# stated right: quite enough.
