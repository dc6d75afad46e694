# %% [markdown]
# # Lecture 1 · Vanishing gradients
#
# *20 to 25 minutes.* A deep network is taught from its last layer backwards: each layer passes the lesson on to the one before it.
# Today we follow the lesson on its way and weigh what is left of it when it gets to the first layer.
#
# Afterwards you can say why gradients vanish, measure it in a network of your own, and point at the layers that suffer.

# %%
from solutions.activations import sigmoid_derivative
from solutions.lectures.exhibits import show
from solutions.lectures.figures import assessment_table, layers_figure
from solutions.monitor import health_metrics, interpret_gradient_health, layer_gradient_norms
from solutions.report import Table
from solutions.vanishing import attenuation_bound, build_deep_network, fit_decay, max_derivative
from solutions.vanishing.demo import (
    DEPTHS,
    NETWORKS,
    always_claim,
    analysis_figure,
    change_table,
    effectiveness_claim,
    expected_output_claim,
    factor_claim,
    lecture_data,
    median_norms,
    million_claim,
    percent_claim,
    weight_change,
)

# %% [markdown]
# ## 1. The telephone game
#
# > **3 min** · **Ask:** Which person in the row is the first layer of a network, and why does it matter that this one hears worst?
#
# Ten people sit in a row. The first is told a sentence and whispers it on; everyone catches nine tenths of what they hear.
# Nobody does anything wrong, and yet the row as a whole forgets: the losses do not add up, they *multiply*.
#
# In a network the sentence is the gradient, the people are the layers, and the row is read from the loss back to the input. The last to
# hear it is the layer that everything else is built on.
#
# **Predict:** Nine tenths, ten times. Is half of the sentence left at the end, a third, or a tenth? And after fifty people?

# %%
people = (1, 2, 3, 5, 10, 20, 50)
clarity = {n: attenuation_bound("linear", n, gain=0.9) for n in people}
show(
    Table(
        "What is left of the sentence",
        ["people", "share", "in percent"],
        [[n, share, f"{share:.1%}"] for n, share in clarity.items()],
    ),
    f"After ten people **{clarity[10]:.1%}** is left, after fifty **{clarity[50]:.2%}**.",
)

# %% [markdown]
# ## 2. How much a sigmoid passes on
#
# > **4 min** · **Ask:** Where on its curve would a sigmoid have to work so that it loses nothing at all?
#
# What does one layer pass on? The chain rule multiplies the gradient by the slope of the activation function at the point where the
# unit happens to work. For the sigmoid, with $\sigma = \sigma(x)$,
#
# $$\sigma'(x) = \sigma\,(1 - \sigma),$$
#
# a product of two numbers that add up to one. Such a product is largest when they are equal.
#
# **Predict:** Write down the largest slope, and the slope at $x = 3$. Then: what becomes of a million dollars that goes through ten
# sigmoids?

# %%
points = (0, 1, 2, 3, 5, 8)
show(
    Table(
        "Slope of the sigmoid",
        ["x", "slope", "share of the largest"],
        [
            [x, sigmoid_derivative(x), f"{sigmoid_derivative(x) / max_derivative('sigmoid'):.1%}"]
            for x in points
        ],
    ),
    f"The largest slope is **{max_derivative('sigmoid'):g}**; tanh reaches {max_derivative('tanh'):g}, "
    f"ReLU {max_derivative('relu'):g}.",
    million_claim(),
    percent_claim(),
)

# %% [markdown]
# The dollars are right. The percentage is not: the decimal fraction was given a percent sign. Small numbers deserve a second look,
# and so does everything that a slide tells you, this one included.

# %% [markdown]
# ## 3. Gradient magnitudes: exponential decay
#
# > **6 min** · **Ask:** Why does a straight line on a logarithmic scale mean a constant loss per layer?
#
# Enough theory. We build deep networks, give each one batch of 100 random examples, and take the norm of the gradient of every kernel.
# No training yet: this is the lesson of the very first step. Three networks: sigmoid and tanh with Glorot's weights, ReLU with He's.
#
# **Predict:** The lecture notes print an "expected output" for six sigmoid layers: 1.2e-07 at the first of them. Is it larger or
# smaller in truth, and by how much? Draw the three lines (norm against layer) before you look. The cell takes some seconds: collect
# guesses meanwhile.

# %%
measured = {
    name: {depth: median_norms(depth, **network) for depth in DEPTHS}
    for name, network in NETWORKS.items()
}
profiles = {name: runs[12][0] for name, runs in measured.items()}
show(analysis_figure(measured, profiles), expected_output_claim(*measured["sigmoid, Glorot"][6]))

# %% [markdown]
# The upper row is section 2: slopes, and what they would leave at best. The lower row is what networks did. The sigmoid's line is
# straight, so every layer takes the same share; the other two are nearly level. The story of the notes is true, their numbers were
# not measured: six layers are not yet a disaster. Twelve are.

# %% [markdown]
# ## 4. Layer-wise health assessment
#
# > **4 min** · **Ask:** If layer 1 has vanished and layer 12 is fine, what does the loss curve of the training look like?
#
# A norm alone says little, so we agree on words: below 1e-6 a layer's gradient has *vanished*, below 1e-4 it is *weak*. They are
# conventions for losses of about 1, no laws of nature, but with them a machine can read the chart for us. (Lecture 2 builds it.)
#
# **Predict:** How many layers of the deep sigmoid network have vanished? Do they lie at one end, or anywhere?

# %%
networks = {
    "sigmoid, 6 layers": build_deep_network(6),
    "sigmoid, 12 layers": build_deep_network(12),
    "ReLU with He weights, 12 layers": build_deep_network(
        12, activation="relu", initializer="he_uniform"
    ),
}
norms = {name: layer_gradient_norms(model, *lecture_data(0)) for name, model in networks.items()}
show(layers_figure(norms), assessment_table(norms))
for name, by_layer in norms.items():
    verdict = interpret_gradient_health(health_metrics(list(by_layer.values())))
    show(f"**{name}: {verdict['status']}.** {' '.join(verdict['recommendations'])}")

# %% [markdown]
# ## 5. Mathematical decay progression
#
# > **4 min** · **Ask:** The weights of a layer multiply the gradient too. Could they make up for the slope?
#
# Now hold theory and measurement side by side, layer by layer, on the way back from the last hidden layer. The bound says what a
# sigmoid may pass on *at most* if the weights do not amplify; the fit is the line through the measured norms.
#
# **Predict:** Will the measured loss per layer be larger than the factor of 4 that the slope allows, smaller, or about equal?

# %%
hidden = profiles["sigmoid, Glorot"][:-1]
fit = fit_decay(hidden)
show(
    Table(
        "Gradient norm on its way back through sigmoid layers, as a share of the last hidden layer's",
        ["layers passed", "bound 0.25^k", "fitted line", "measured", "measured, tanh"],
        [
            [
                k,
                attenuation_bound("sigmoid", k),
                fit.factor**k,
                hidden[-1 - k] / hidden[-1],
                profiles["tanh, Glorot"][-2 - k] / profiles["tanh, Glorot"][-2],
            ]
            for k in range(len(hidden))
        ],
    ),
    f"Every layer divides the norm by **{1 / fit.factor:.1f}**, so five in a row divide it by "
    f"{fit.factor**-5:,.0f}.",
    factor_claim(profiles["sigmoid, Glorot"]),
    always_claim(),
)

# %% [markdown]
# The last claim is worth a minute. The bound needs weights that do not amplify. Weights of 8 more than make up for the sigmoid, as
# long as every unit works at its centre: move it away, and it saturates. Vanishing is a matter of slope *times* weight; lecture 5
# is about the weights.

# %% [markdown]
# ## 6. Who pays for it
#
# > **4 min** · **Ask:** The loss went down during this training. Who did the learning?
#
# A starved layer does not complain. It keeps its random weights and hands random features to the layers above, which do what they can.
# So we train ten sigmoid layers for five epochs and measure how far each kernel has moved.
#
# **Predict:** The two-mark answers say that layer 4 learns at 10 % of layer 10, and layer 1 at 1 %. Too much, too little, or right?

# %%
change = weight_change()
show(change_table(change), effectiveness_claim(change))

# %% [markdown]
# **Take home.** Gradients are products; products of numbers below one vanish exponentially; the layers next to the input pay. The
# cures change a factor of the product: the activation (lecture 4), the weights (lecture 5), or the product itself (lecture 6). First
# we need an instrument that notices: lecture 2.
