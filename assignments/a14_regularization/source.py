# %% [markdown]
# # a14 · Regularization
#
# A basketball team has one star. In practice every attack goes through her, and every practice game is won. Then, on the day of the match, she has a
# cold, and the other four have never played without her. A wiser coach sends somebody to the bench at random in each practice game, the star
# included. The practice results get worse. The team gets better, because no player can count on any other. The match itself is played by all of them.
#
# A network with many weights and few examples has such stars: units and weights that answer to accidents of the training set. *Regularization* is every
# method that gives away a little fit in training for less dependence on accidents. It can act at five places of a training:
#
# | You will | Acts on | Section | Points |
# |---|---|---|---|
# | bench units at random: dropout | the activations | 1 | 5 |
# | put a price on weights: L1, L2, elastic net | the loss | 2 | 4 |
# | reach exact zeros: the proximal step | the step | 3 | 4 |
# | let no layer stretch a signal: spectral normalization | the function | 4 | 6 |
# | know when to stop: early stopping | the end | 5 | 6 |
# | correct two sentences that you will hear often | | 6 | 2 |
#
# Budget: 60 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown] question="a14_q1_dropout" points=5
# ## 1. Somebody sits on the bench: dropout
#
# In each training step every entry of a layer's output is dropped with probability $p$, the *rate*. The mask $m$ says who plays: 1 = kept, 0 = dropped.
#
# $$\text{in training: } \; y_i = \frac{m_i \, x_i}{1 - p}, \qquad \text{in use: } \; y_i = x_i$$
#
# Why divide? A mask entry is 1 with probability $1 - p$, so the mean of $m_i$ is $1 - p$, and the mean of $y_i$ over all masks is exactly $x_i$. The next layer
# gets the same signal on average as it will in use. Then nothing at all has to be done in use, and that is why this form is called *inverted* dropout.
#
# **Write** `dropout(x, rate, training, mask, rng)`. The checks of its arguments are given.
#
# - If there is a `mask`, it decides, also if there is an `rng`: boolean, `True` = kept.
# - If there is none, draw one with `rng`, a seed or a NumPy generator. `np.random.default_rng(rng)` makes a generator of either. Keep where a uniform number in $[0, 1)$ is at least `rate`.
# - Draw for each *entry*: every example and every unit has its own luck.
# - Not in training: `x` comes back as it is, also if there is a mask or an `rng`.
#
# *Graded: a given mask; use; the share that is dropped; a draw for each entry; the seed.* Random masks are judged by their statistics; no particular stream of
# numbers is asked for, and a right answer fails by bad luck less than once in a billion runs.

# %% solution="solutions.regularization:dropout"

# %% [markdown]
# One practice game, and the mean of ten thousand. With a rate of 0.5, which numbers can stand in the first line at all?

# %%
try:
    lineup = tf.constant([1.0, 2.0, 3.0, 4.0])
    games = np.asarray(dropout(tf.tile(lineup[None, :], (10_000, 1)), 0.5, rng=14))
    print("one mask:            ", games[0])
    print("mean of 10 000 masks:", games.mean(axis=0).round(2))
    print("in use:              ", np.asarray(dropout(lineup, 0.5, training=False)))
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a14_q2_penalties" points=4
# ## 2. A price on weights: L1, L2, elastic net
#
# Large weights let a network follow every wiggle of its data. So charge for them: add to the loss a price that grows with the weights. Then a weight
# is large only if the data pay for it.
#
# $$\text{L1: } \; \lambda_1 \sum_i |w_i|, \qquad \text{L2: } \; \lambda_2 \sum_i w_i^2, \qquad \text{elastic net: the sum of both}$$
#
# What a price does to training is in its slope. L1 pushes every weight towards zero with the same force $\lambda_1$, however small it is already. L2 pushes in proportion
# to the weight, $2 \lambda_2 w_i$: hard on large weights, hardly at all on small ones. (With plain gradient descent that is the same as *weight decay*; a09 shows why with Adam it
# is not.)
#
# **Write** the three functions. Each returns the tuple `(value, gradient)`: a scalar, and an array of the shape of `w`. Tensors, as the
# hints say, or NumPy: both are accepted.
#
# - As in Keras and in the course text, there is no factor 1/2, and the sum is a sum, not a mean.
# - $|w|$ has no slope at 0. Take 0 there, as TensorFlow does: `l1 * sign(w)` with `sign(0) = 0`.
#
# *Graded: the values; the gradients; weights that are zero; the elastic net, measured against your own two parts.*

# %% solution="solutions.regularization:l1_penalty"

# %% solution="solutions.regularization:l2_penalty"

# %% solution="solutions.regularization:elastic_net_penalty"

# %% [markdown]
# The next section takes steps. `check_step`, which is given, makes tensors of one type of the weights and the gradient, and refuses what makes no sense.

# %% given="solutions.regularization.proximal:check_step"

# %% [markdown] question="a14_q3_exact_zeros" points=4
# ## 3. Exact zeros: the proximal step
#
# A weight that is exactly zero can be left out: less to store, less to compute, less to explain. L1 is famous for such zeros. But the *minimum* has them; whether
# your steps ever get there is another matter.
#
# **Plain subgradient descent** adds the slope of the price to the gradient $g$ of the loss:
#
# $$w \leftarrow w - \eta \, (g + \lambda_1 \operatorname{sign}(w))$$
#
# Near zero the push $\eta \lambda_1$ is longer than the weight, so the weight is thrown across zero, and back in the next step. It never lands.
#
# **The proximal step** first follows the loss alone, and then moves each weight towards zero by $\eta \lambda_1$. What is nearer than that *stops at zero*:
#
# $$w \leftarrow S(w - \eta g), \qquad S(v) = \operatorname{sign}(v) \max(|v| - t,\; 0) \quad \text{with the threshold } t = \eta \lambda_1$$
#
# $S$ is the *soft threshold*. (Proximal: $S(v)$ minimizes $\tfrac12 (z - v)^2 + t |z|$ over $z$, a price for leaving the neighbourhood of $v$ plus the price of the weight.)
#
# **Write** `soft_threshold`, `subgradient_step` and `proximal_step`. All work entry by entry; `gradient` is that of the loss without the penalty.
#
# *Graded: large entries; exact zeros; the subgradient step; the proximal step.*
#
# > The course's answer to Formative Assessment I, question 15, takes $w = 0.01$, $\eta = 0.01$, $\lambda_1 = 10$, computes the step to $-0.09$, and writes "clamp to 0" behind it. Gradient descent has no such
# > clamp. The clamp *is* the soft threshold, and it is what you write here.

# %% solution="solutions.regularization:soft_threshold"

# %% solution="solutions.regularization:subgradient_step"

# %% solution="solutions.regularization:proximal_step"

# %% [markdown]
# ### Predict, then run
#
# A linear model has 40 features, of which only 5 matter. It is trained for 300 steps with $\eta = 0.2$ and $\lambda_1 = 0.2$, once with each of your two steps. The subgradient steps leave no
# weight at exactly zero. **Before you run it**, write down one number: how many of the 40 weights will be *exactly* zero after the proximal steps?


# %%
def sparse_problem():
    """Return the gradient of a loss with 5 features that matter, and a random start."""
    rng = np.random.default_rng(14)
    x, truth = rng.normal(size=(80, 40)), np.zeros(40)
    truth[:5] = [2.0, -1.5, 1.0, -1.0, 0.75]
    y = x @ truth + 0.5 * rng.normal(size=80)
    return lambda w: x.T @ (x @ w - y) / 80, 0.5 * rng.normal(size=40)


def descend(step, steps=300):
    """Return the weights after 0, 1, ..., 300 steps."""
    gradient, w = sparse_problem()
    path = [w]
    for _ in range(steps):
        path.append(np.asarray(step(path[-1], gradient(path[-1]), 0.2, 0.2)))
    return np.array(path)


try:
    paths = {
        "subgradient": (descend(subgradient_step), "ko--"),
        "proximal": (descend(proximal_step), "ks-"),
    }
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 3.8))
    for method, (path, style) in paths.items():
        left.plot(path[:41, 17], style, markersize=4, markerfacecolor="w", label=method)
        sizes = np.sort(np.abs(path[-1]))[::-1]
        sizes = sizes[sizes > 0]
        places = np.arange(1, len(sizes) + 1)
        right.semilogy(places, sizes, style, markersize=4, markerfacecolor="w", label=method)
    left.axhline(0.0, color="k", linewidth=0.8)
    left.set(title="One useless weight", xlabel="step", ylabel="weight")
    right.set(title="After 300 steps: all that is not zero", xlim=(0, 41))
    right.set(xlabel="place of the weight, largest first", ylabel="absolute value (log scale)")
    left.legend()
    right.legend()
    figure.tight_layout()
    plt.show()
    for method, (path, _) in paths.items():
        print(f"{method:11}: {np.sum(path[-1] == 0)} of 40 weights are exactly zero")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# What the figure shows: left, one useless weight over the first 40 steps; one curve is thrown past zero again and again, the other comes to lie on it and stays. Right, all 40 magnitudes from the largest to
# the smallest; a weight that is exactly zero has no place on a log scale, so a curve ends where the zeros begin.

# %% [markdown] question="a14_q4_spectral" points=6
# ## 4. A layer that stretches nothing: spectral normalization
#
# A kernel $K$ of shape (in, out) turns a change $d$ of its input into a change $K^\top d$ of its output. How much longer can it get? At most $\sigma$ times, the largest
# singular value of $K$. Divide the kernel by it, and no change grows in a dense layer, whatever the weights do. GANs are trained that way: the critic cannot become infinitely steep.
#
# A full singular value decomposition in every step would be dear. *Power iteration* gets by with two products: send a vector there and back, and it turns
# towards the direction that is stretched most. With $u$ of shape (out,), `steps` times:
#
# $$v \leftarrow \frac{K u}{\|K u\|}, \qquad u \leftarrow \frac{K^\top v}{\|K^\top v\|} \qquad \text{again and again; at the end } \quad \sigma = v \cdot K u$$
#
# **Write** `power_iteration(kernel, u, steps)`, which returns `(sigma, u)`, and `spectral_normalize(kernel, u, steps)`, which returns `(kernel / sigma, u)` with
# the sigma and the $u$ that your `power_iteration` finds in `steps` iterations: pass `steps` on. The new $u$ is handed to the next training step: weights move slowly, so one iteration a step
# keeps up.
#
# - A convolution kernel has the shape (height, width, in, out). Take all axes but the last together: the matrix has as many columns as there are outputs. The normalized kernel has the kernel's shape.
#   (For a convolution this sigma is the usual substitute: at stride 1 the normalized layer can still stretch a change, by at most $\sqrt{\text{height} \cdot \text{width}}$.)
# - A kernel of zeros has $\sigma = 0$, and stays zero. `tf.math.divide_no_nan` gives 0 for 0 / 0.
# - A tape will go through this, so use TensorFlow operations. In the last formula $v$ and $u$ are *constants* (`tf.stop_gradient`); then $\partial \sigma / \partial K = v u^\top$, which is the right
#   gradient once they have converged. Do not stop the gradient of sigma itself: `kernel / sigma` depends on the kernel in both places.
#
# *Graded: sigma after many iterations; one iteration, and the u it returns; convolution kernels; the normalized kernel, measured against your own `power_iteration` too; zeros; the gradients of both.*

# %% solution="solutions.regularization:power_iteration"

# %% solution="solutions.regularization:spectral_normalize"

# %% [markdown]
# Six ReLU layers of 64 units, started as He et al. propose. ReLU itself stretches nothing, so the product of the six sigmas bounds how much a small change of the input can grow. Which order
# of magnitude do you expect as the first number: that of six numbers near 1 multiplied, or of six numbers near 3? The second number must be 1.00.

# %%
try:
    rng = np.random.default_rng(14)
    before, after = 1.0, 1.0
    for _ in range(6):
        kernel = tf.constant(rng.normal(scale=np.sqrt(2 / 64), size=(64, 64)))
        before *= np.linalg.norm(kernel, 2)
        after *= np.linalg.norm(spectral_normalize(kernel, rng.normal(size=64), steps=60)[0], 2)
    print(f"a change can grow {before:.0f} times before, {after:.2f} times after normalization")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a14_q5_early_stopping" points=6
# ## 5. Know when to stop: early stopping
#
# A cake that has risen does not get better in the oven. The training loss will not tell you: it falls as long as you wait. The loss on data that the network does *not* train on
# falls, turns, and rises. So watch that one, keep the weights of its lowest point, and wait a little before you believe that it was the lowest.
#
# **Write** `EarlyStopping.update(loss, weights)`. It is called once an epoch and returns whether training should stop. `__init__` is given.
#
# - The epoch *improves* if `loss < best_loss - min_delta`. Then it is the best: keep `best_loss`, `best_epoch` (the first epoch is 0) and the weights, and set `wait` to 0.
# - Any other epoch adds 1 to `wait`. When `wait` reaches `patience`, stop: set `stopped`, which is also what you return.
# - `epoch` is yours to count: add 1 for each epoch, at the end of the call.
# - Keep *copies* of the weights: the arrays that you are handed go on being trained. `np.array(w)` copies an array, and a tensor or variable as well.
# - `weights` may be `None`; then there is nothing to keep, and `best_weights` stays as it is.
# - A loss of NaN improves nothing. It is an epoch like any other that did not.
# - Stopped is stopped: later calls return `True` and change nothing.
#
# *Graded: patience; min_delta; what is the best; copies; NaN; stopped for good.*

# %% solution="solutions.regularization:EarlyStopping"

# %% [markdown]
# Here it watches a linear model with 40 weights, 50 noisy examples to learn from, and 200 others to watch. The loop would run for 400 epochs.
#
# What the figure shows: the training loss falls all the way. The validation loss falls, turns and rises again; a filled circle marks its lowest point, whose weights you keep, and a cross the epoch in which
# your machine stops. What lies right of the cross would not have been computed.


# %%
def noisy_problem():
    """Return examples to train on and others to watch."""
    rng = np.random.default_rng(1)
    x, x_watched, truth = rng.normal(size=(50, 40)), rng.normal(size=(200, 40)), rng.normal(size=40)
    y, y_watched = (part @ truth / 2 + 2 * rng.normal(size=len(part)) for part in (x, x_watched))
    return x, y, x_watched, y_watched


def mean_squared(w, x, y):
    """Return the mean squared error of a linear model."""
    return float(np.mean((x @ w - y) ** 2))


try:
    x, y, x_watched, y_watched = noisy_problem()
    stopping, stop, losses, w = EarlyStopping(patience=20), 399, [], np.zeros(40)
    for epoch in range(400):
        losses.append((mean_squared(w, x, y), mean_squared(w, x_watched, y_watched)))
        if stopping.update(losses[-1][1], [w]):
            stop = min(stop, epoch)
        w -= 0.02 * 2 * x.T @ (x @ w - y) / len(y)  # in place
    plt.figure(figsize=(7, 3.8))
    plt.semilogy([loss for loss, _ in losses], "k--", label="training")
    plt.semilogy([loss for _, loss in losses], "k-", label="validation")
    plt.plot(stopping.best_epoch, stopping.best_loss, "ko", markersize=9, label="best, kept")
    plt.plot(stop, losses[stop][1], "kX", markersize=9, label="stopped")
    plt.title("Early stopping, patience 20")
    plt.xlabel("epoch")
    plt.ylabel("mean squared error (log scale)")
    plt.legend()
    plt.show()
    kept = mean_squared(stopping.best_weights[0], x_watched, y_watched)
    print(f"stopped in epoch {stop}, best in epoch {stopping.best_epoch}")
    print(
        f"validation loss: {kept:.1f} with the weights kept, {losses[-1][1]:.1f} after 400 epochs"
    )
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# ### Predict, then run
#
# The course's answer to Formative Assessment I, question 12, says: early stopping "is equivalent to L2 regularization with specific λ parameter". You can test that. The simplest loss is a bowl,
# $\sum_i \tfrac12 h_i (w_i - 1)^2$: one weight for each curvature $h_i$, all with their minimum at 1. Start at 0. One training is stopped after 20 steps of rate 0.05. The other runs to its
# end, with your L2 penalty; theory says that the strength to compare with is $\lambda_2 = 1 / (2 \cdot 0.05 \cdot 20) = 0.5$.
#
# **Before you run it**, write down: will the two curves be one? If not, for which curvatures will they agree: small ones or large ones?

# %%
curvature = np.logspace(-3, 1, 41)
try:
    stopped, penalized = np.zeros(41), np.zeros(41)
    for _ in range(20):
        stopped = stopped - 0.05 * curvature * (stopped - 1)
    for _ in range(200):
        slope = curvature * (penalized - 1) + np.asarray(l2_penalty(penalized, 0.5)[1])
        penalized = penalized - 0.05 * slope
    plt.figure(figsize=(7, 3.8))
    plt.semilogx(curvature, stopped, "ko-", markevery=4, label="stopped after 20 steps")
    plt.semilogx(curvature, penalized, "ks--", markevery=4, label="L2 penalty, to the end")
    plt.title("Early stopping and L2 on a bowl")
    plt.xlabel("curvature h (log scale)")
    plt.ylabel("share of the way to the minimum")
    plt.legend()
    plt.show()
    for place in (0, 20, 30, 40):
        h, early, l2 = curvature[place], stopped[place], penalized[place]
        print(f"curvature {h:6.3f}: stopped early {early:.4f}, L2 {l2:.4f}")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# What the figure shows: how far each weight got on its way from 0 to 1, against its curvature. Both curves rise from 0 to nearly 1; they agree at the left end, and from there on one of them is always ahead.

# %% [markdown] manual="a14_q6_two_sentences" points=2
# ## 6. In your words
#
# Two sentences from the course's answers to Formative Assessment I, each almost right. Write two to three sentences for each: what is true, and what is not, with numbers from your figures and from what the cells printed.
#
# (a) "If lr × λ > |weight|: weight becomes exactly 0!" (question 15, on gradient descent with an L1 penalty)
#
# (b) "Early stopping with gradient descent is equivalent to L2 regularization with specific λ parameter." (question 12)

# %% [markdown]
# ## What you can now do
#
# You can say for each of five methods where in a training it acts and what it gives away (CO-1), and build all of them, with the details that count: the scale of dropout, the clamp of L1, the copy of the
# best weights (CO-2). You can stop a training that has begun to learn its noise, and test a claim of equivalence by an experiment in which it could fail (CO-4). One thing no regularizer does: it adds no
# information. Where more data can be had, they are the best regularizer.
