# %% [markdown]
# # a11 · Neural architecture search
#
# A town needs houses and has no architect. So it builds a few huts at random and lets people live in them for a week. The best hut gets a copy with one
# thing changed: a thicker wall, one room more. If the copy is better, it will be copied in its turn; if not, nobody will miss it. Nobody ever draws a
# plan, and after a year the houses are good.
#
# Neural architecture search (NAS) is that town. How many layers, how wide, which activation: no gradient reaches such choices, so all that a search can do
# is *build, try, compare*. What makes it more than a lottery is how it uses what it has seen.
#
# It has three parts, and you will write all of them: a **search space** (what may be built), a **fitness** (how good is it), and a **strategy** (what to
# try next).
#
# | You will | Section | Points |
# |---|---|---|
# | draw from a search space, fairly and repeatably | 1 | 4 |
# | turn a description into a network, and count its parameters | 2 | 4 |
# | change one thing, and cross two parents | 3 | 5 |
# | put a number on a network: accuracy and gradient health | 4 | 4 |
# | let a population evolve, and race it against chance | 5 | 5 |
# | decide what to build | 6 | 4 |
# | read your figures | 7 | 2 |
#
# Budget: 60 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you see guide you; after
# handing in, the same properties are tested on other inputs.

# %%
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# **The search space** is given. It lists what is allowed: depths, widths, activations, dropout rates. It can tell whether an architecture lies in it
# (`architecture in space`), and how many there are. Six layers with 20 choices each make $20^6 = 64$ million: you will not try them all.

# %% given="solutions.nas:SearchSpace"

# %% [markdown]
# An **architecture** is a tuple of hidden layers, from input to output. Each layer is a tuple of three *genes*: units, activation, dropout rate. So `((32,
# "relu", 0.2), (16, "tanh", 0.0))` has two hidden layers. Tuples cannot be changed by accident, and they can be the keys of a dict.

# %% [markdown] question="a11_q1_draw" points=4
# ## 1. What may be built
#
# Everything starts with fair dice. You need two kinds: one that picks an option, and one that picks a whole architecture.
#
# **Write** two functions.
#
# - `choose(options, rng)` returns one of the options, each with the same probability, *as the object that it is*. An `int` in the list comes out as an
#   `int`.
# - `random_architecture(space, rng)` draws a depth from `space.layers`, and then for every layer *anew* its units, activation and rate.
#
# `rng` is a NumPy generator, or a whole number: a seed for a new one. One line serves both cases, `rng = np.random.default_rng(rng)`: it makes a generator
# of a seed and returns a generator as it is. A generator has a memory, so hand on the *same* one from draw to draw.
#
# *Graded: plain Python values; fair draws; every layer by itself; the seed decides.*
#
# > The lecture's `SimpleNAS` draws with `np.random.choice`. That has no seed of its own, and it returns `numpy.int64` and `numpy.str_`: they print like an
# > `int` and a `str`, until you write them to a JSON file.

# %% solution="solutions.nas:choose"

# %% solution="solutions.nas:random_architecture"

# %% [markdown] question="a11_q2_build" points=4
# ## 2. From the plan to the house
#
# **Write** two functions.
#
# - `build_model(architecture, space, seed)`: an input of `space.input_width`, then for *every* layer of the plan a `Dense` layer and, if its rate is
#   positive, a `Dropout` right behind it; at the end `space.outputs` linear units (their outputs are logits).
# - `count_parameters(architecture, space)`: weights and biases *without* building. A step from $n$ units to $m$ has $(n + 1)\, m$ of them. A search asks
#   this often, and Keras takes a thousand times longer.
#
# The seed decides about the initial kernels (`keras.initializers.GlorotUniform(seed=...)`). Two traps: an initializer gives the *same* numbers for the
# same seed and shape, so every layer needs a seed of its own, made from the one that you get. And two models with neighbouring seeds, 0 and 1, must share
# none.
#
# *Graded: widths and activations, input and outputs; dropout; the seed; the number of parameters.*
#
# > The lecture adds its first layer before the loop. So `dropout_rates[0]` is drawn and never used, and the input width is always 10. A loop with no
# > special case cannot forget anything.

# %% solution="solutions.nas:build_model"

# %% solution="solutions.nas:count_parameters"

# %% [markdown] question="a11_q3_variation" points=5
# ## 3. Small steps, and children
#
# Two architectures that differ in one gene are mostly about equally good. That is the only thing evolution knows about networks, and it is enough: so
# children must *resemble* their parents.
#
# **Write** `mutate(architecture, space, rng)`: exactly one thing changes. First draw *which*: the depth, the units, the activation or the rate; but only
# among things that have two or more choices in the space. Then:
#
# - **a gene**: one random layer gets another value for it (never the old one again);
# - **the depth**: another allowed depth. Take out layers at random positions, or put random new layers in at random positions; the others stay as they
#   are, in their order.
#
# **Write** `crossover(first, second, rng)`: the child's depth is that of one of the parents, drawn with probability ½. At each position it gets one
# parent's layer, *whole* and from the same position; where only one parent has a layer, it takes that one.
#
# *Graded: exactly one change; everything can change; things with one choice; layers from the parents; every mixture.*

# %% solution="solutions.nas:mutate"

# %% solution="solutions.nas:crossover"

# %% [markdown] question="a11_q4_fitness" points=4
# ## 4. What is a good house?
#
# Accuracy, of course. But a week of living in a house tells little, and so does a short training. The gradients of the *untrained* network tell something
# more: if they differ by decades from layer to layer, some layers will hardly learn. With the gradient norms $n_1, \dots, n_L$ of the layers:
#
# $$\text{health} = \max\left(0,\; 1 - \frac{\log_{10} (n_{\max} / n_{\min})}{\text{decades}}\right)$$
#
# All norms equal: 1. Four decades apart, or more: 0. It does not matter which layer is the largest, nor in what unit the norms are measured.
#
# $$\text{fitness} = (1 - w) \cdot \text{accuracy} + w \cdot \text{health}$$
#
# **Write** two functions.
#
# - `gradient_health(norms, decades)`: one norm for each layer in, a number in [0, 1] out. A norm that is 0, infinite or NaN is a dead or exploded layer:
#   the health is then 0.0, whatever the others are. (A NaN answers `False` to every comparison, so ask for it first.)
# - `score(evaluation, health_weight)`: the fitness of an `Evaluation`, with $w$ = `health_weight`.
#
# *Graded: norms of any order and unit; never negative; broken layers; the weighted mean.*

# %% given="solutions.nas:Evaluation"

# %% solution="solutions.nas:gradient_health"

# %% solution="solutions.nas:score"

# %% [markdown]
# Does it see what it should? Below, two architectures of six layers that differ in their activation only. The figure shows a curve for each: the norm of
# the loss gradient at each kernel, from input to output, on a logarithmic axis. The norms of the sigmoid network climb by decades towards the output,
# those of the tanh network stay level.

# %% given="solutions.vanishing:kernel_gradient_norms"

# %%
rng = np.random.default_rng(0)
points, kinds = rng.normal(size=(200, 8)).astype("float32"), rng.integers(3, size=200)
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
try:
    plt.figure(figsize=(6.5, 3.4))
    for activation, style in (("tanh", "ko-"), ("sigmoid", "ks--")):
        plan = ((16, activation, 0.0),) * 6
        model = build_model(plan, SearchSpace(8, 3))
        norms = kernel_gradient_norms(model, points, kinds, cross_entropy)
        label = f"{activation}: health {gradient_health(norms):.2f}"
        plt.semilogy(range(1, len(norms) + 1), norms, style, label=label)
    plt.title("Gradients of two untrained networks")
    plt.xlabel("layer, from input to output")
    plt.ylabel("gradient norm of the kernel")
    plt.grid(alpha=0.3)
    plt.legend()
    plt.show()
except NotImplementedError as unwritten:
    plt.close()
    print("first write:", unwritten)

# %% [markdown] question="a11_q5_evolution" points=5
# ## 5. Evolution
#
# The strategy to beat is **random search**, given below: every trial a new draw from the space. It learns nothing, cannot get stuck, and is hard to beat.
# Read it closely: it spends exactly its `budget`, calls the fitness through `assess` only, and returns the history of all trials.
#
# *Regularised evolution* (Real et al., 2019) starts in the same way, with `population_size` random architectures. After that, until the budget is spent:
#
# 1. **Select.** Hold a tournament among the members alive: draw `sample_size` of them, each from the whole population (with replacement); the fittest of
#    these is the parent.
# 2. **Vary.** With probability `crossover_rate` hold a second tournament, and let the parent be the crossover of both winners. The child is the mutation
#    of the parent.
# 3. **Age.** Assess the child. It joins, and the *oldest* member leaves, however fit it is.
#
# Why the oldest, and not the worst? A fitness is partly luck. Where only the worst must leave, a lucky hut stays for ever and fills the town with its
# copies. Where everybody leaves, only what is good *again and again* survives, in its children.
#
# A useful consequence: the members alive are always the last `population_size` trials of the history.
#
# **Write** `tournament` and `evolutionary_search`. The budget counts *all* evaluations, the first ones too, and may be smaller than the population. One
# generator serves everything.
#
# *Graded: the tournament; budget, history and seed; the winner's mutation; the oldest leaves; crossover.*
#
# > The lecture's class `SimpleNAS` has a list called `population`, which nothing ever uses.

# %% given="solutions.nas:Trial"

# %% given="solutions.nas:assess"

# %% given="solutions.nas:random_search"

# %% solution="solutions.nas:tournament"

# %% solution="solutions.nas:evolutionary_search"

# %% [markdown]
# ### Predict, then run
#
# Now the race. It needs 9000 evaluations, far too many trainings for one evening. So the fitness is a made-up one that costs nothing: the share of right
# genes, out of 18 (six layers, three genes each). There are $20^6$ architectures, and only one scores 1. Both strategies get 150 evaluations, 30 times with different seeds, and
# evolution has a population of 12.
#
# **Before you run it**, write down: after how many evaluations do the two curves part? And who is ahead at the end, by how many of the 18 genes?

# %% given="solutions.nas:best_so_far"

# %%
race_space = SearchSpace(
    8, 3, layers=(6,), units=(8, 16, 32, 64, 128),
    activations=("relu", "tanh"), dropout_rates=(0.0, 0.2),
)  # fmt: skip


def right_genes(architecture):
    """Return the share of genes that are 32 units, relu, no dropout."""
    genes = [gene in (32, "relu", 0.0) for layer in architecture for gene in layer]
    return sum(genes) / len(genes)


try:
    seeds, population = range(30), 12
    chance = np.array(
        [best_so_far(random_search(race_space, right_genes, 150, seed)) for seed in seeds]
    )
    evolved = np.array(
        [
            best_so_far(
                evolutionary_search(race_space, right_genes, 150, seed, population_size=population)
            )
            for seed in seeds
        ]
    )
    evaluations = np.arange(1, 151)
    plt.figure(figsize=(6.5, 3.8))
    for runs, style, hatch, label in (
        (evolved, "k-", "///", "evolution"),
        (chance, "k--", "...", "random search"),
    ):
        mean, error = runs.mean(axis=0), runs.std(axis=0, ddof=1) / np.sqrt(len(runs))
        plt.plot(evaluations, mean, style, label=label)
        plt.fill_between(
            evaluations, mean - 2 * error, mean + 2 * error,
            facecolor="none", edgecolor="0.6", hatch=hatch, linewidth=0.5,
        )  # fmt: skip
    plt.axvline(population, color="k", linestyle=":", label="first child")
    plt.title("Equal budget, two strategies")
    plt.xlabel("number of evaluations")
    plt.ylabel("best fitness so far (share of right genes)")
    plt.legend(loc="lower right")
    plt.show()
    gap = evolved.mean(axis=0) - chance.mean(axis=0)
    parted = next(iter(evaluations[gap > 0.5 / 18]), "more than 150")
    print(f"The curves are half a gene apart after {parted} evaluations.")
    print(
        f"At the end evolution has {18 * evolved[:, -1].mean():.1f} of 18 genes right, "
        f"random search {18 * chance[:, -1].mean():.1f}; evolution is ahead in "
        f"{np.sum(evolved[:, -1] > chance[:, -1])} of {len(seeds)} races."
    )
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# The figure shows the best fitness so far (mean of 30 seeds, with bands of ± 2 standard errors) against the number of evaluations. Until the first child
# the two curves are the same: the same seeds make the same draws. Then the solid one, evolution, climbs steadily, and the dashed one, random search,
# flattens out: the better its best, the less often luck alone beats it.
#
# Keep in mind what made this easy. Every gene counts for itself, so a small step is always a small change. On a landscape without such order, where
# neighbours have nothing in common, evolution would be no better than chance.

# %% [markdown] question="a11_q6_recommend" points=4
# ## 6. Which one do you build?
#
# A search ends with a history, and somebody has to decide. The first place of the table is the obvious choice and a doubtful one: among many trials that
# are about equally good, the first is the *luckiest*. So do not ask who won. Ask who is about as good as the winner, and costs the least.
#
# **Write** two functions.
#
# - `leaderboard(history, count)`: at most `count` trials, the fittest first. Every architecture appears once, with its best fitness (a search may try one
#   again). Among equals, the one tried first comes first.
# - `recommend(history, space, tolerance)`: of all trials whose fitness is at least the best minus `tolerance`, the one with the fewest parameters; of
#   equally small ones, the fittest.
#
# *Graded: the ranking; every architecture once; the fewest parameters; what lies on the limit, and equals.*

# %% solution="solutions.nas:leaderboard"

# %% solution="solutions.nas:recommend"

# %% [markdown]
# ### A real search
#
# Three blurred spiral arms, two inputs: which arm does a point belong to? Your evolution gets 14 evaluations. Each one is a real training of 80 steps,
# with a fixed seed. (The lecture's evaluation has none: the same network would get another fitness each time.) It takes some seconds.
#
# The figure shows every architecture tried as a dot: fitness against the number of parameters, on a logarithmic axis. A square marks the best one, a
# diamond the one that you recommend, the smallest within 0.03 of it. Then both are trained again with three *other* seeds.

# %% given="solutions.nas.fitness:_sgd_step"

# %% given="solutions.nas:evaluate"

# %% given="solutions.nas:describe"


# %%
def spirals(count, seed):
    """Return points on three blurred spiral arms, and the number of each one's arm."""
    rng = np.random.default_rng(seed)
    arm, along = rng.integers(3, size=count), rng.uniform(0.2, 1.0, size=count)
    angle = 2 * np.pi * arm / 3 + 3.0 * along + 0.5 * rng.normal(size=count)
    points = 2 * along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return points.astype("float32"), arm


spiral_space = SearchSpace(
    2, 3, layers=(1, 2, 3), units=(4, 8, 16, 32),
    activations=("relu", "tanh", "sigmoid"), dropout_rates=(0.0, 0.2),
)  # fmt: skip
data = (*spirals(600, seed=1), *spirals(600, seed=2))


def spiral_fitness(plan, seed=0):
    """Train a plan for 80 steps and return its score."""
    return score(evaluate(plan, spiral_space, data, steps=80, seed=seed))


try:
    history = evolutionary_search(spiral_space, spiral_fitness, 14, rng=1, population_size=5)
    best, chosen = leaderboard(history, 1)[0], recommend(history, spiral_space, tolerance=0.03)
    plt.figure(figsize=(6.5, 3.8))
    for trials, marker, size, label in (
        (history, "k.", 7, "tried"),
        ([best], "ks", 14, "best"),
        ([chosen], "kD", 9, "recommended"),
    ):
        sizes = [count_parameters(trial.architecture, spiral_space) for trial in trials]
        heights = [trial.fitness for trial in trials]
        plt.semilogx(sizes, heights, marker, markersize=size, fillstyle="none", label=label)
    plt.xlim(10, 4000)
    plt.title("Fourteen networks for three spirals")
    plt.xlabel("number of parameters")
    plt.ylabel("fitness")
    plt.grid(alpha=0.3)
    plt.legend(loc="best")
    plt.show()
    for name, trial in (("best", best), ("recommended", chosen)):
        plan = trial.architecture
        again = [spiral_fitness(plan, seed) for seed in (1, 2, 3)]
        print(f"{name}: {describe(plan)}, {count_parameters(plan, spiral_space)} parameters")
        print(
            f"    fitness {trial.fitness:.3f}; with other seeds "
            + ", ".join(f"{value:.3f}" for value in again)
            + f", their mean {np.mean(again):.3f}"
        )
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] manual="a11_q7_reading" points=2
# ## 7. In your words
#
# Two to three sentences for each part.
#
# (a) Someone runs the lecture's `SimpleNAS` with 150 evaluations in the race of section 5. Which of the two curves will it follow, and why? Name the steps
# that it lacks.
#
# (b) In section 6, how much did the winner's fitness change with the seed, and what did the two networks differ by? Why is it wise not to build the winner
# just because it won? Use numbers from your output.

# %% [markdown]
# ## What you can now do
#
# You can describe a family of networks, draw from it repeatably, and build what you drew (CO-1, CO-2). You can let a population evolve under a fixed
# budget, and show on equal terms that it beats chance (CO-2, CO-5). And you know what a single fitness is worth, and choose accordingly (CO-4).
#
# One sentence of the lecture to take home with a smile: that NAS finds "architectures humans never would have conceived". It finds the best of what *you*
# put into the space.
