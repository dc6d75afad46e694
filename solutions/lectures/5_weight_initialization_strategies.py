# %% [markdown]
# # Lecture 5 · Weight initialization
#
# *30 to 35 minutes.* Before the first step of training there is only noise in a network. Which noise, decides whether there will be a
# second step. Today: one equation, three famous answers to it, and a method that listens instead of computing.
#
# Afterwards you can derive Glorot's and He's variances, check them, and calibrate a network by LSUV.

# %%
import keras
import numpy as np

from solutions.initializers import glorot_variance, he_variance, lsuv, variance_propagation
from solutions.initializers.demo import (
    LAYERS,
    STARTS,
    STUDIES,
    WIDTH,
    gain_claim,
    glorot_claim,
    he_claim,
    lecture_loop_claim,
    lecture_lsuv,
    lecture_network,
    mean_claim,
    propagation_figure,
    shrink_claim,
    studies_table,
    train,
    training_table,
    weights_figure,
    weights_table,
)
from solutions.lectures.exhibits import show
from solutions.lectures.figures import lsuv_figure
from solutions.report import Table

# %% [markdown]
# ## 1. Tuning the orchestra
#
# > **5 min** · **Ask:** Why do the strings not tune each to itself, but to the oboe?
#
# An orchestra tunes before the concert. Nobody plays music yet; but if every desk is a little louder than the one in front, the last
# one deafens the hall, and if every desk is a little softer, the audience hears the first row only. A network is tuned the same way: each
# layer should hand on as much as it gets, in *both* directions.
#
# For $z = Wh$ with $n_{in}$ inputs and $n_{out}$ outputs, weights of variance $v$ and mean 0:
#
# $$\mathrm{Var}(z) = n_{in}\, v\, E[h^2], \qquad \mathrm{Var}(\partial L/\partial h) = n_{out}\, v\, \mathrm{Var}(\partial L/\partial z).$$
#
# **Predict:** Standard normal weights times 0.001, a hundred inputs, ten layers. What is left of a signal of size 1? And with a
# standard deviation of 2: what does one layer do?

# %%
show(shrink_claim(), gain_claim())

# %% [markdown]
# ## 2. One equation, three answers
#
# > **5 min** · **Ask:** Forwards one needs $v = 1/n_{in}$, backwards $v = 1/n_{out}$. When can one have both?
#
# LeCun takes the forward answer, $1/n_{in}$. Glorot goes between the two, $2/(n_{in} + n_{out})$. He notices that ReLU drops half of the
# mean square and doubles: $2/n_{in}$.
#
# **Predict:** The example of the notes, 64 inputs and 32 outputs: which of Glorot's and He's variance is larger, by what factor? And
# which *mean* of $1/n_{in}$ and $1/n_{out}$ is Glorot's formula?

# %%
sizes = ((64, 32), (64, 64), (32, 64), (100, 400))
show(
    Table(
        "Variances of a weight",
        ["inputs", "outputs", "Glorot", "He", "He / Glorot"],
        [
            [n, m, glorot_variance(n, m), he_variance(n), he_variance(n) / glorot_variance(n, m)]
            for n, m in sizes
        ],
    ),
    mean_claim(),
)

# %% [markdown]
# ## 3. Weight distributions
#
# > **5 min** · **Ask:** Three histograms of such different shape. What do they share, and why is only that in the equation?
#
# The equation asks for a variance. A box, a bell, a bell with its tails cut off: each can have it, and then they serve equally. Only mind
# the cut: what is cut off lowers the standard deviation, so the bell must be drawn wider first.
#
# **Predict:** Which of the three has the largest single weight, and which the smallest largest?

# %%
show(weights_figure(), weights_table())

# %% [markdown]
# ## 4. Gradient flow by initialization
#
# > **9 min** · **Ask:** One network has a level signal and a falling gradient. Can it learn? And the other way round?
#
# Twenty layers, random signals forwards, random gradients backwards, no training. Six pairs of weights and activation function.
#
# **Predict:** Which pairs stay level in both panels? What does Glorot do to ReLU, in one layer and in twenty? Can any of these
# variances save the sigmoid?

# %%
studies = {
    name: variance_propagation(
        initializer(keras.random.SeedGenerator(0)), [WIDTH] * (LAYERS + 1), activation
    )
    for name, (initializer, activation, _) in STUDIES.items()
}
show(propagation_figure(studies), studies_table(studies), he_claim(studies), glorot_claim(studies))

# %% [markdown]
# So much for the start. Does a bad start matter, or does training repair it? Ten ReLU layers, five epochs on the digits, five starts.
#
# **Predict:** Which starts learn, and which stay at guessing (one digit in ten)?

# %%
accuracies = {name: train(name, initializer) for name, initializer in STARTS.items()}
show(training_table(accuracies))

# %% [markdown]
# ## 5. LSUV: calibration by listening
#
# > **7 min** · **Ask:** LSUV needs a batch of data, He needs none. When is the batch worth it?
#
# Formulas assume things: independent weights, a known activation. A conductor does not compute, he listens. *Layer-sequential unit
# variance*: give each layer an orthonormal matrix, play a batch through it, divide the weights by the standard deviation that comes
# out; then the next layer, which now hears a tuned one.
#
# The lecture's network has a sigmoid at its end, and the notes measure *after* the activation function. The paper measures before.
#
# **Predict:** A number between 0 and 1: what is the largest variance it can have? So what happens if one insists on 1?

# %%
runs = {}
for after_activation in (False, True):
    model, batch = lecture_network()
    title = f"measured {'after' if after_activation else 'before'} the activation function"
    runs[title] = lsuv(model, batch, after_activation=after_activation)
show(
    lsuv_figure(runs),
    lecture_lsuv(after_activation=False),
    lecture_lsuv(after_activation=True),
)

# %%
show(
    f"Largest variance of a number between 0 and 1 (half of the time each): **{np.var([0, 1]):g}**.",
    lecture_loop_claim(),
)

# %% [markdown]
# The loop of the notes turns the volume up and up because the loudspeaker has a limit, and does not notice that it has long been
# reached. An algorithm that can fail must say so: ours reports the layer that cannot reach the target and leaves it as it was.

# %% [markdown]
# ## 6. Choosing
#
# > **3 min** · **Ask:** Your network normalizes after every layer (lecture 6). Does the initialization still matter?
#
# | if the layers are | start with | because |
# |---|---|---|
# | ReLU and its family | He | the factor 2 makes up for what ReLU drops |
# | tanh, linear | Glorot | slope 1 at 0, both directions in one number |
# | SELU, or plain linear forwards | LeCun | the forward equation alone |
# | deep and linear, or recurrent | orthogonal | keeps lengths exactly, not on average |
# | odd, or simply deep | LSUV | measures what the formulas assume |
#
# **Take home.** Ask of each layer that it hands on as much as it gets. The variance does that, not the shape of the distribution. And no
# variance saves an activation function with a small slope: for the sigmoid change the function, or the architecture. Lecture 6 does both.
