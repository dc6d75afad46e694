# %% [markdown]
# # Lecture 4 · Activation functions
#
# *30 to 35 minutes.* Eight functions, one question: what do they let through? We look at their shapes, at what they do to a gradient in
# a deep stack, at what they are worth in a training, and end with a recommendation that we can justify.
#
# Afterwards you can read an activation function as a plumber reads a valve, and choose one for a given place in a network.

# %%
from solutions.activations import (
    ACTIVATIONS,
    gradient_gain,
    performance_matrix,
    rank_by_preservation,
    recommend,
)
from solutions.activations.demo import (
    centred_claim,
    depth_figure,
    elu_claim,
    epochs_claim,
    flow_claim,
    leaky_claim,
    shapes_figure,
    speed_claim,
    tanh_claim,
    timing_table,
    train,
)
from solutions.activations.timing import timings
from solutions.lectures.exhibits import show
from solutions.lectures.figures import curves_figure
from solutions.report import Table

# %% [markdown]
# ## 1. Pipes and valves
#
# > **4 min** · **Ask:** A check valve is either open or shut. Which activation function is that, and what becomes of the water when it is
# > shut?
#
# Think of the gradient as water that runs back through the house, floor by floor. Between two floors sits a valve, and the slope of the
# activation function says how far it is open. The sigmoid is a valve that never opens more than a quarter. ReLU opens fully or not at
# all. The smooth ones open gradually, and some, for a moment, more than fully: a small pump.
#
# **Predict:** Draw the slope of ReLU, ELU and Swish. Which of them is ever larger than 1, which is ever negative?

# %%
show(shapes_figure(), tanh_claim())

# %% [markdown]
# ## 2. Mathematical properties
#
# > **8 min** · **Ask:** Why is the *mean square* of the slope the right average, and not its largest value?
#
# A valve is judged by what passes when ordinary water comes: inputs with mean 0 and variance 1. Two numbers decide,
#
# $$\text{forwards: } E[f(z)^2], \qquad \text{backwards: } E[f'(z)^2], \qquad z \sim N(0, 1).$$
#
# Weights can be chosen so that the first is made up for exactly. What remains is their quotient, the *gradient gain*: what one layer
# does to the squared norm of a gradient. It should be 1.
#
# **Predict:** Gradient gain of ReLU? (Half of its units are shut. Careful: that happens forwards, too.) Of the sigmoid?

# %%
matrix = performance_matrix()
show(
    Table(
        "Properties under z ~ N(0, 1)",
        ["function", "largest slope", "mean output", "E[f'²]", "gradient gain", "share with |f'| < 1e-3"],
        [[r.name, r.max_slope, r.mean_output, r.passes, r.gain, f"{r.dead_share:.0%}"] for r in matrix],
    ),
    centred_claim(matrix),
    elu_claim(),
    leaky_claim(),
)  # fmt: skip

# %% [markdown]
# ReLU shuts half of its valves and still has a gain of exactly 1: what it takes from the gradient it also takes from the signal, and
# the weights make up for both at once. The sigmoid passes almost nothing because it sends a large constant forwards, which carries no
# news, and lets little of the gradient back.

# %% [markdown]
# ## 3. Gradient flow across activations
#
# > **7 min** · **Ask:** A gain slightly above 1 looks harmless. What becomes of it after 20 layers, and after 100?
#
# Now the whole house: twenty floors of random weights, each set scaled to its function, and a gradient sent back from the top.
#
# **Predict:** Which lines stay level, which one falls, does any rise? By how many decades does the sigmoid fall?

# %%
show(
    depth_figure(),
    Table(
        "From one layer to many",
        ["function", "gain of one layer", "√gain^20, predicted", "after 20 layers, measured"],
        [[r.name, r.gain, r.gain**10, r.deep_gradient] for r in matrix],
    ),
    f"tanh after 100 layers: a factor of about **{gradient_gain(*ACTIVATIONS['tanh']) ** 50:,.0f}**.",
    flow_claim(matrix),
)

# %% [markdown]
# One layer predicts the deep stack: a norm takes the square root of the gain each time. Far from 1 the prediction is good to a few
# percent. Close to 1 it is not (look at Swish and GELU): it assumes inputs of variance 1 at every floor, and a floor of 256 random
# units keeps to that only on average.
#
# Do ELU, Swish and GELU have the better flow? At the start nothing beats a gain of 1. What they avoid is the unit that is shut for good.

# %% [markdown]
# ## 4. In a real training
#
# > **7 min** · **Ask:** All five had the same number of updates. In which ways could this comparison still be unfair?
#
# Ten hidden layers learn handwritten digits, each function with weights that suit it. (The training takes a while: let the class finish
# the sentence "the sigmoid will ..." before you run it.)
#
# **Predict:** The order after eight epochs. Will the functions with a gain near 1 be close together?

# %%
histories = {name: train(name) for name in ("sigmoid", "tanh", "relu", "elu", "swish")}
show(
    curves_figure(
        {name: history["val_accuracy"] for name, history in histories.items()},
        title="Ten hidden layers on the digits, SGD at 0.01, one seed",
        xlabel="epoch",
        ylabel="share of the test digits that is right",
        caption="Guessing would get one in ten.",
    ),
    epochs_claim(histories),
)

# %% [markdown]
# ## 5. Performance ranking
#
# > **4 min** · **Ask:** Suppose that two rankings disagree. Which would you quote in a report, and with which sentence beside it?
#
# First the order by preservation (how close is the gain to 1?), beside the order of the training. Then the stopwatch, for a claim
# that one hears often.
#
# **Predict:** ReLU is a comparison, the sigmoid an exponential. How much faster is a *training step* with ReLU?

# %%
accuracies = {name: history["val_accuracy"][-1] for name, history in histories.items()}
by_gain = rank_by_preservation({row.name: row.gain for row in matrix})
by_accuracy = sorted(accuracies, key=accuracies.get, reverse=True)
times = timings()
show(
    f"By preservation: {', '.join(by_gain)}.\n\n"
    f"By test accuracy: {', '.join(f'{name} ({accuracies[name]:.1%})' for name in by_accuracy)}.",
    timing_table(times),
    speed_claim(times),
)

# %% [markdown]
# ## 6. Recommendations
#
# > **4 min** · **Ask:** Where in a modern network would you still find a sigmoid, and why is it right there?
#
# A recommendation is a default and a reason. Change it when the reason does not apply to you.
#
# **Predict:** For each situation below, write down the function before you look at the right column.

# %%
situations = (
    "hidden", "dying_relu", "zero_centred", "vision", "transformer", "recurrent", "gate",
    "binary_output", "multilabel_output", "multiclass_output", "regression_output",
)  # fmt: skip
show(
    Table(
        "Which activation function, where",
        ["situation", "use", "because"],
        [[situation, *recommend(situation)] for situation in situations],
    )
)

# %% [markdown]
# **Take home.** A valve is judged by its mean squared slope, together with what it does to the signal: the gradient gain. ReLU's is 1,
# the sigmoid's far below; that, and not speed, is why ReLU changed the field. But the gain holds for weights that suit the function.
# What weights are those? Lecture 5.
