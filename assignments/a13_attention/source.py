# %% [markdown]
# # a13 · Attention
#
# News travels down a long street. In the old way each neighbour tells the next one: what the first house said must pass through every mouth on the
# way, and at each door some of it is lost. That is a recurrent network. In the new way everybody has a telephone. House 64 calls house 1, and the
# line is as short as the one next door. That is attention.
#
# But whom do you call? In a theatre a spotlight answers this: the whole cast stands on the stage, and the light shows where to look. Attention
# computes its own spotlight, a weight for every position, and takes a weighted mean. All of it can be differentiated, so the light *learns* where to
# point.
#
# Gradients use the same lines, in the other direction. That is why this topic belongs to Week 5, and in section 6 you will measure it.
#
# | You will | Section | Points |
# |---|---|---|
# | compute attention: scores, weights, mean | 1 | 6 |
# | say who may read whom: masks | 2 | 3 |
# | split the width into heads, and merge them again | 3 | 2 |
# | put it together: a self-attention layer | 4 | 4 |
# | turn a sequence into one vector: pooling | 5 | 4 |
# | measure how far back a gradient reaches | 6 | 4 |
# | say in words what you saw | 7 | 2 |
#
# Budget: 60 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you see guide you; after
# handing in, the same properties are tested on other inputs.

# %%
from collections.abc import Callable

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# Shapes are half of this topic. One legend for the whole notebook: $T$ is the number of positions, $d$ the width of one position's vector, $H$ the
# number of heads. A mask is boolean, and `True` always means *may be read*. (Elsewhere it can mean the opposite: PyTorch's `MultiheadAttention` hides
# what is `True`.) `check_mask`, which is given, refuses a mask that is not boolean.

# %% given="solutions.attention.masks:check_mask"

# %% [markdown] question="a13_q1_scaled_dot_product" points=6
# ## 1. A soft look-up
#
# In a dictionary, a query matches one key, and you get its value. Attention is the soft form: a query matches *every* key a little, and you get a
# mean of all values, weighted by how well their keys match. With one query per row of $Q$, one key per row of $K$, one value per row of $V$:
#
# $$S = \frac{Q K^\top}{\sqrt{d_k}}, \qquad A_{ij} = \frac{e^{S_{ij}}}{\sum_{j'} e^{S_{ij'}}}, \qquad \text{output} = A\, V$$
#
# Each **row** of $A$ belongs to one query and adds up to 1: the softmax runs over the *keys*. And why the root? A dot product of two vectors of $d_k$
# independent numbers with mean 0 and variance 1 has variance $d_k$. Unscaled, the scores of a wide layer are so large that the softmax puts
# everything on one key, and then its gradient vanishes.
#
# **Write** `scaled_dot_product_attention(q, k, v, mask)`, which returns the tuple `(output, weights)`.
#
# - In: `q` of shape (..., $T_q$, $d_k$), `k` (..., $T_k$, $d_k$), `v` (..., $T_k$, $d_v$). The dots are any number of leading axes: none, a batch, a
#   batch and heads. So count axes from the *end*: `axis=-1`, and `tf.matmul(..., transpose_b=True)`, which turns only the last two.
# - Out: output (..., $T_q$, $d_v$) and weights (..., $T_q$, $T_k$), of the dtype of `q`. Use TensorFlow operations, so that a tape can follow.
# - `mask` is `None`, or boolean and broadcastable to the shape of the weights. Where it is `False`, the weight is exactly 0, and the others *still
#   add up to 1*. So the mask has to act before the softmax: give those scores the smallest number there is (`scores.dtype.min`).
# - A query that may read *nothing* has no mean. Its weights and its output are 0: not NaN, and not a mean over what was hidden.
#
# *Graded: the weights; the scale; the mask; queries that may read nothing; large scores; leading axes.*

# %% solution="solutions.attention:scaled_dot_product_attention"

# %% [markdown] question="a13_q2_masks" points=3
# ## 2. Who may read whom
#
# Two masks are needed all the time. Their rows are the readers (queries), their columns what is read (keys).
#
# - **Causal.** A network that writes a text word by word must not look at the words to come. Position $i$ may read $0 \dots i$, *itself included*.
# - **Padding.** The sequences of a batch differ in length, so the shorter ones are filled up at the end. Nobody may read the filling.
#
# $$\text{causal}[i, j] = (j \le i), \qquad \text{padding}[b, 0, j] = (j < \text{lengths}[b])$$
#
# **Write** two functions.
#
# - `causal_mask(length)`: boolean, shape $(T, T)$.
# - `padding_mask(lengths, max_length)`: boolean, shape (batch, **1**, $T$). The 1 stands for all readers. Thanks to it, `causal_mask(T) &
#   padding_mask(lengths, T)` broadcasts to (batch, $T$, $T$): both must allow.
#
# *Graded: the causal mask; the padding mask; shapes and dtype.*

# %% solution="solutions.attention:causal_mask"

# %% solution="solutions.attention:padding_mask"

# %% [markdown]
# Now look at some weights. Each word below is a random vector, except that *it* is nearly the vector of *cup*, and *&lt;pad&gt;* is filling. The
# figure shows the attention weights as three grey tables: without a mask every row has six entries; with the causal mask the upper right is crossed
# out; with both, the last column is crossed out as well. In the row of *it*, most of the weight lies on *cup* and on *it* itself.

# %%
WORDS = ["the", "cup", "fell", "it", "broke", "<pad>"]
words = np.random.default_rng(16).normal(size=(6, 8)).astype("float32")
words[3] = words[1] + 0.1 * words[3]
try:
    T = len(WORDS)
    causal = np.asarray(causal_mask(T))
    both = causal & np.asarray(padding_mask(tf.constant([T - 1]), T))[0]
    masks = {"no mask": None, "causal": causal, "causal & padding": both}
    figure, panels = plt.subplots(1, 3, figsize=(12, 4.2), sharey=True)
    for panel, (title, mask) in zip(panels, masks.items(), strict=True):
        weights = np.asarray(scaled_dot_product_attention(words, words, words, mask)[1])
        image = panel.imshow(weights, cmap="Greys", vmin=0, vmax=1)
        for i, j in np.ndindex(T, T):
            seen = mask is None or bool(mask[i, j])
            text = f"{weights[i, j]:.2f}" if seen else "×"
            shade = "white" if weights[i, j] > 0.5 else "black"
            panel.text(j, i, text, color=shade, ha="center", va="center", fontsize=8)
        panel.set(title=title, xlabel="key: what is read", xticks=range(T), yticks=range(T))
        panel.set_xticklabels(WORDS, rotation=45)
        panel.set_yticklabels(WORDS)
    panels[0].set_ylabel("query: who reads")
    figure.colorbar(image, ax=panels, label="attention weight (each row adds up to 1)")
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown] question="a13_q3_heads" points=2
# ## 3. Several spotlights
#
# One spotlight can follow one actor. But a verb may need its subject *and* its object. So use several: cut the width $d$ into $H$ equal parts, the
# **heads**, and let each attend for itself. Head $h$ gets the features $h \frac{d}{H}$ up to $(h + 1) \frac{d}{H} - 1$: neighbours stay together.
#
# Attention works on the last two axes, so the heads must become a *leading* one:
#
# $$(\text{batch}, T, d) \;\longleftrightarrow\; (\text{batch}, H, T, d / H)$$
#
# **Write** `split_heads(x, num_heads)`, from left to right, and `merge_heads(x)`, from right to left.
#
# Beware: a `tf.reshape` alone reaches the right shape with the numbers in the wrong places, and nothing complains. A reshape may only cut or join
# *neighbouring* axes; to move one past another you need `tf.transpose`.
#
# *Graded: splitting; merging.*

# %% solution="solutions.attention:split_heads"

# %% solution="solutions.attention:merge_heads"

# %% [markdown] question="a13_q4_self_attention" points=4
# ## 4. A self-attention layer
#
# In *self*-attention a sequence reads itself: queries, keys and values are three views of the same $x$, each through its own matrix. $W_q$ is what I
# look for, $W_k$ what I offer, $W_v$ what I hand over when asked. Each head $h$ attends in its part of the width, and one more matrix mixes what the
# heads found:
#
# $$\text{head}_h = \text{attention}(x W_q,\; x W_k,\; x W_v)_h, \qquad \text{output} = [\text{head}_1, \dots, \text{head}_H]\, W_o$$
#
# **Write** `call(x, attention_mask)`. The rest is given: `build` makes the four matrices as dense layers `self.query`, `self.key`, `self.value` and
# `self.output_projection`.
#
# - Your functions from sections 1 and 3 do the work. Between them, keep an eye on the shapes: the scores are (batch, $H$, $T$, $T$).
# - `attention_mask` is `None`, or of shape $(T, T)$, (batch, 1, $T$) or (batch, $T$, $T$), and it holds for all heads. It knows nothing of a head
#   axis, so give it one: `tf.expand_dims(attention_mask, -3)`. Count from the end here too, and all three shapes come out right.
#
# *Graded: the output; a causal mask; a padding mask.*

# %% solution="solutions.attention:MultiHeadSelfAttention"

# %% [markdown]
# Something is missing. Shuffle the positions, and the outputs are shuffled in the same way; nothing else happens. For attention a sentence is a *bag*
# of words. Run this to see it.

# %%
try:
    keras.utils.set_random_seed(4)
    layer, order = MultiHeadSelfAttention(num_heads=2), [3, 0, 5, 1, 4, 2]
    plain = np.asarray(layer(words[None]))
    shuffled = np.asarray(layer(words[None, order]))
    difference = np.abs(shuffled - plain[:, order]).max()
    print(f"largest |output of shuffled - shuffled output|: {difference:.0e}")
    print(f"an output is about {np.std(plain):.1f}")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# That is why transformers *add* a vector to each input that encodes its position. With it, "dog bites man" and "man bites dog" differ.

# %% [markdown] question="a13_q5_pooling" points=4
# ## 5. One vector for a whole sequence
#
# Often you want *one* vector: the meaning of a review, not of each of its words. Take the mean of all states $h_t$? Then the one word that matters
# drowns among fifty that do not. Let the layer learn the weights instead. Additive attention (Bahdanau et al., 2015) scores each state with a tiny
# network:
#
# $$e_t = v^\top \tanh(W h_t + b), \qquad a = \text{softmax}(e) \text{ over } t, \qquad c = \sum_t a_t\, h_t$$
#
# **Write** `SimpleAttention.call(hidden_states, attention_mask)`, which returns the tuple `(context, weights)`. `__init__` and `build` are given;
# leave them as they are.
#
# - In: `hidden_states` of shape (batch, $T$, $d$); `attention_mask` is `None` or boolean of shape (batch, $T$).
# - Out: context $c$ of shape (batch, $d$), weights $a$ of shape (batch, $T$): no axis of length 1 at the end.
# - `self.W` is $\tanh(W h_t + b)$ already, activation included; `self.V` multiplies by $v$.
# - The mask works as in section 1: 0 where it is `False`, and a sequence with nothing to read has weights 0 and context 0.
#
# *Graded: weights and context; the mask; sequences with nothing to read; every weight learns.*
#
# > The lecture's `SimpleAttention` also creates a layer `U`, and never uses it. In the paper the score is $v^\top \tanh(W s + U h_t)$: one matrix for
# > the states, and one for the state $s$ of a decoder. Where there is no decoder, one is enough. A layer that nothing flows through has no gradient,
# > and never learns.

# %% solution="solutions.attention:SimpleAttention"

# %% [markdown]
# Watch the spotlight learn. Twelve actors stand on the stage; each brings a number, and one of them carries a mark. The task: report the number of
# the marked one. The figure shows, for a sequence that was never trained on, one pair of bars for each position: before training they are all near
# 1/12, after it nearly all weight lies on the marked position 7.


# %%
def marked_sequences(rng, count, marked=None):
    """Return states (count, 12, 2) of a number and a mark, and the marked numbers (count,)."""
    where = rng.integers(12, size=count) if marked is None else [marked] * count
    numbers, mark = rng.normal(size=(count, 12)), np.eye(12)[where]
    states = np.stack([numbers, mark], axis=-1)
    return states.astype("float32"), np.sum(numbers * mark, axis=1).astype("float32")


try:
    keras.utils.set_random_seed(5)
    rng, pooling = np.random.default_rng(5), SimpleAttention(8)
    optimizer = keras.optimizers.Adam(0.05)
    unseen, _ = marked_sequences(rng, 1, marked=7)
    before = np.asarray(pooling(unseen)[1])[0]
    for _ in range(60):
        states, target = marked_sequences(rng, 64)
        with tf.GradientTape() as tape:
            error = tf.reduce_mean(tf.square(pooling(states)[0][:, 0] - target))
        gradients = tape.gradient(error, pooling.trainable_variables)
        optimizer.apply_gradients(zip(gradients, pooling.trainable_variables, strict=True))
    after = np.asarray(pooling(unseen)[1])[0]
    plt.figure(figsize=(7, 3.2))
    hatched = {"color": "white", "edgecolor": "black", "hatch": "///"}
    plt.bar(np.arange(12) - 0.2, before, 0.4, **hatched, label="before training")
    plt.bar(np.arange(12) + 0.2, after, 0.4, color="black", label="after 60 steps")
    plt.title("The spotlight finds the marked position, 7")
    plt.xlabel("position in the sequence")
    plt.ylabel("attention weight")
    plt.xticks(range(12))
    plt.legend()
    plt.show()
    print(f"weight on position 7: {before[7]:.2f} before, {after[7]:.2f} after")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a13_q6_gradient_reach" points=4
# ## 6. How far back does a gradient reach?
#
# Suppose the last output $y_T$ was wrong because of something at the beginning, $x_1$. Can the network learn that? Only if the gradient arrives
# there. So measure, for each time step, how strongly the last output depends on that step's input:
#
# $$\text{reach}_t = \frac1B \sum_{b=1}^{B} \left\| \frac{\partial y_T^{(b)}}{\partial x_t^{(b)}} \right\|_F, \qquad \|J\|_F = \sqrt{\textstyle\sum_{o, i} J_{oi}^2}$$
#
# $y_T$ has several components, and so has $x_t$: their derivative is a *matrix* $J$, the Jacobian, with a row for each component of $y_T$. Its
# Frobenius norm is the root of all its squared entries.
#
# **Write** `gradient_reach(model, x)`: an array of shape $(T,)$, the first entry for the first time step.
#
# - `model` maps (batch, $T$, $d_{in}$) to (batch, $T$, $d_{out}$). `x` is data, not a variable, so ask the tape to `watch` it.
# - `tape.gradient` of a *vector* sums its components first, and a sum is one number in which they may cancel. So take one gradient for each component
#   (a persistent tape lets you), or use a Jacobian method of the tape.
# - First the norm, then the mean over the batch. The sequences of a batch do not depend on each other.
# - An output that does not depend on the input has reach 0. The tape says `None`, unless you ask for `unconnected_gradients="zero"`.
#
# *Graded: only the last output counts; several components; the mean over the batch; no dependence.*

# %% solution="solutions.attention:gradient_reach"

# %% [markdown]
# ### Predict, then run
#
# Three untrained layers of width 8 read 40 random vectors: a simple RNN, an LSTM, and your self-attention. The figure shows the reach on a log scale
# against the steps back from the last output. A straight line down means: the same factor is lost at every step.
#
# **Before you run it**, write down for each of the three: from 1 step back to 39 steps back, by how many powers of ten does the gradient fall?


# %%
def mean_reach(make_layer, length, width=8, seeds=(0, 1)):
    """Return the geometric mean of the reach over some seeds, last time step first."""
    logs = []
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        x = np.random.default_rng(seed).normal(size=(4, length, width)).astype("float32")
        logs.append(np.log(np.asarray(gradient_reach(make_layer(), tf.constant(x)))))
    return np.exp(np.mean(logs, axis=0))[::-1]


LAYERS = {
    "simple RNN": (lambda: keras.layers.SimpleRNN(8, return_sequences=True), "k:x"),
    "LSTM": (lambda: keras.layers.LSTM(8, return_sequences=True), "k-.^"),
    "self-attention": (lambda: MultiHeadSelfAttention(2), "k-s"),
}
try:
    plt.figure(figsize=(7.5, 4.2))
    for name, (make_layer, style) in LAYERS.items():
        reach = mean_reach(make_layer, 40)
        plt.semilogy(reach, style, markevery=6, markersize=5, label=name)
        change = np.log10(reach[39] / reach[1])
        print(f"{name:14}: {reach[1]:.1e} one step back, {reach[39]:.1e} 39 steps back", end=", ")
        print(f"{change:+.1f} powers of ten")
    plt.title("How far back the gradient reaches, before training")
    plt.xlabel("steps back from the last output")
    plt.ylabel("norm of d y_T / d x_t")
    plt.grid(alpha=0.3)
    plt.legend()
    plt.show()
    for length in (10, 40, 160):
        typical = mean_reach(LAYERS["self-attention"][0], length, seeds=(0,))[1:].mean()
        print(f"self-attention, {length:3} positions: mean reach to an earlier one {typical:.4f}")
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown]
# Compare with what you wrote. The figure shows two straight lines that fall, the simple RNN's steeper than the LSTM's, and a level one for attention,
# at about a tenth of where it starts.

# %% [markdown] manual="a13_q7_far_back" points=2
# ## 7. In your words
#
# The lecture ends with the insight that attention mechanisms *solve* long-range dependency problems. In three to five sentences: what do you find in
# your section 6 that supports this, and why are the curves of the RNN and of attention so different? And what does the second printout (10, 40 and
# 160 positions) say about the word "solve"? Use your own numbers.

# %% [markdown]
# ## What you can now do
#
# You can compute attention from its formula, with scale and masks that hold at the edges (CO-1), and build a multi-head layer and a pooling layer
# from it (CO-2). You have seen a spotlight learn where to look (CO-3), and you can measure how far back a gradient reaches (CO-4), compare layers by it,
# and say what the comparison does not promise (CO-5). A transformer is what you built, plus positions, residual paths and normalization; the last two
# you know from this week.
