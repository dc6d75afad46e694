# %% [markdown]
# # a15 · Gradient synthesis: the clinic
#
# The lecture ends with the picture of a medical treatment. Take it seriously for an hour. A good doctor does four things, in this order: she
# *measures*, she says *what is wrong*, she *prescribes*, and afterwards she *measures again*. A bad one knows five pills that have helped before,
# and hands all five to everybody who comes in.
#
# You know the pills by now: activations, initialization, normalization, residual connections, clipping, optimizers, schedules. What is missing is the doctor.
# You will build her from small functions that take plain data and return plain data, so that each step can be read, tested, and argued with.
#
# | You will | Section | Points |
# |---|---|---|
# | take three vital signs of a layer | 1 | 6 |
# | turn numbers into findings | 2 | 6 |
# | prescribe what the findings call for, and nothing else | 3 | 5 |
# | apply a prescription to a design | 4 | 3 |
# | build the network, and compare before with after | 5 | 6 |
# | defend a prescription | 6 | 2 |
#
# Budget: 60 minutes. Replace each `raise NotImplementedError` by your code, run the check below it, go on. The checks that you
# see guide you; after handing in, the same properties are tested on other inputs.

# %%
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# ### The patient
#
# A *design* is a network as a dict of plain values, one for each of its aspects. `PATIENT` has ten sigmoid layers; trained, it guesses. Its task: points in eight
# dimensions lie in eight clouds, and each of the four classes owns two of them.

# %%
PATIENT = {
    "hidden_layers": 10,
    "width": 32,
    "activation": "sigmoid",
    "initializer": "glorot_uniform",
    "normalization": None,
    "residual": False,
    "optimizer": "sgd",
    "learning_rate": 0.05,
    "clip_norm": None,
    "schedule": None,
}

rng = np.random.default_rng(15)
cloud = rng.integers(8, size=1024)
points = rng.normal(size=(8, 8))[cloud] * 2 + rng.normal(size=(1024, 8))
x = tf.constant((points - points.mean(axis=0)) / points.std(axis=0), "float32")
y = tf.constant(cloud % 4)

# %% [markdown]
# `check_activations`, which is given, makes a `float64` array of shape (batch, units) of whatever it gets, and refuses what makes no sense.

# %% given="solutions.synthesis.signs:check_activations"

# %% [markdown] question="a15_q1_vital_signs" points=6
# ## 1. Vital signs
#
# Pulse, pressure, temperature: a few numbers that are quick to take and hard to misread. For a layer, look at its activations $a_{ij}$ of $n$ examples $i$
# and $m$ units $j$. Write three functions, each from `a` to a Python float (any number type will do).
#
# **`signal_strength(a)`: does the layer tell its inputs apart?** The variance of each unit *over the batch*, averaged over the units, then the root:
#
# $$s = \sqrt{\frac1m \sum_j \mathrm{Var}_i(a_{ij})}, \qquad \mathrm{Var}_i(a_{ij}) = \frac1n \sum_i (a_{ij} - \bar a_j)^2$$
#
# A layer of sigmoids that all say 0.5, whatever comes in, has large activations and no signal. If an entry is NaN or infinite, $s$ is NaN.
#
# **`saturated_share(a, low, high, threshold)`: how much of it is stuck at a bound?** Rescale from the bounds to −1 ... 1. A sigmoid is then a tanh $t$ (of half the
# input), and its slope, as a share of the largest that it can have, is $1 - t^2$:
#
# $$t = 2\,\frac{a - \mathrm{low}}{\mathrm{high} - \mathrm{low}} - 1, \qquad \text{saturated:}\quad 1 - t^2 < \mathrm{threshold}$$
#
# Return the share of all *entries*. An entry that is NaN is not saturated.
#
# **`dead_share(a)`: how many units never speak?** The share of *units* that are exactly 0 for *every* example. A ReLU unit that is 0 for some examples is not dead;
# it is doing its work. Nor is a unit with negative answers, as a leaky ReLU may have.
#
# *Graded: the strength; constant units; NaN and Inf; saturated entries; bounds and threshold; dead units.*

# %% solution="solutions.synthesis.signs:signal_strength"

# %% solution="solutions.synthesis.signs:saturated_share"

# %% solution="solutions.synthesis.signs:dead_share"

# %% [markdown]
# Two tools are given. `hidden_layers` finds where the activations of a model are. `examine` runs the model on one batch and puts your three signs beside a fourth: the norm of
# each kernel's gradient.

# %% given="solutions.synthesis.diagnosis:hidden_layers"


# %%
def examine(model, x, y):
    """Return the vital signs of a model on one batch, input side first."""
    layers = hidden_layers(model)
    body = keras.Model(model.inputs[0], [*(layer.output for layer in layers), model.outputs[0]])
    kernels = [weight for weight in model.trainable_variables if len(weight.shape) == 2]
    with tf.GradientTape() as tape:
        *activations, logits = body(x, training=True)
        loss = tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits)
        loss = tf.reduce_mean(loss)
    gradients = tape.gradient(loss, kernels)
    bounds = {keras.activations.sigmoid: (0.0, 1.0), keras.activations.tanh: (-1.0, 1.0)}
    functions = [getattr(layer, "activation", None) for layer in layers]
    return {
        "gradient_norms": [float(tf.norm(gradient)) for gradient in gradients],
        "signal": [float(signal_strength(a)) for a in activations],
        "saturated": [
            float(saturated_share(a, *bounds[function])) if function in bounds else 0.0
            for function, a in zip(functions, activations, strict=True)
        ],
        "dead": [float(dead_share(a)) for a in activations],
    }


# %% [markdown] question="a15_q2_find_symptoms" points=6
# ## 2. From numbers to findings
#
# "Your pressure is 185" is a sign. "Your pressure is too high" is a finding, and somebody has drawn a line between the two. Here the lines stand in *one* table, in the docstring
# below. They are rules of thumb: move one, and the whole clinic follows.
#
# **Write** `find_symptoms(signs, losses)`: from the lists of numbers, a dict as from `examine`, to a dict from each finding to the number that speaks for it. Read the table slowly. Four traps:
#
# 1. **NaN hides.** `nan > 100` is False, so the worst explosion of all would pass as healthy (in the lecture's `GradientExplosionDetector` it does). Count what is NaN or infinite *first*, in the gradient norms, the signal and the losses; that is a
#    finding of its own. Then judge the rest by the finite entries.
# 2. **Vanishing is a ratio.** Small gradients in *all* layers are a matter of scale. What counts is the first layer beside the largest.
# 3. **`None` and 0.** A gradient of `None` counts as 0. Where the denominator is 0, nothing gets through, and the ratio counts as 0: that is a finding, no `ZeroDivisionError`.
# 4. **"Stalled" comes last.** It is for a loss that does not fall and nothing above says why.
#
# A value that is exactly on its line is not over it. The loss "rose" in a step if it is larger than the one before. The order of the dict does not matter.
#
# *Graded: gradients; signal and shares; losses; NaN and Inf; `None`, 0 and empty lists; values on the line.*

# %% solution="solutions.synthesis.diagnosis:find_symptoms"

# %% [markdown]
# ### Predict, then run
#
# Now examine the patient, before any training. **Before you run it**, write down: the slope of a sigmoid is at most 1/4. By what factor is the gradient of layer 1 smaller than that of layer 11? And which of
# the eight findings will there be?

# %%
keras.utils.set_random_seed(15)
patient = keras.Sequential(
    [
        keras.Input((8,)),
        *[keras.layers.Dense(32, "sigmoid") for _ in range(10)],
        keras.layers.Dense(4),
    ]
)
findings = {}
try:
    signs = examine(patient, x, y)
    findings = find_symptoms(signs)
    print("layer   gradient   signal   saturated   dead")
    for n, (g, s, t, d) in enumerate(zip(*signs.values(), strict=False), 1):
        print(f"{n:5}   {g:8.1e}   {s:6.1e}   {t:9.0%}   {d:4.0%}")
    print(f"   11   {signs['gradient_norms'][-1]:8.1e}   (the logits)")
    for finding, number in findings.items():
        print(f"found: {finding} ({number:.1e})")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# Compare with what you wrote. No layer is saturated and none is dead; no single one looks ill. The trouble is in the *product*: each layer passes on about a quarter of its gradient, and
# about a quarter of its signal; $4^{10}$ is a million. A loss curve would only have told you "it does not learn".
#
# ### The pharmacy
#
# The table of treatments is given: each row says which aspect of a design it changes, to what, and which findings call for it.

# %% given="solutions.synthesis.prescription:treatment_table"

# %% [markdown] question="a15_q3_prescribe" points=5
# ## 3. Prescribe
#
# > "ReLU, initialization, normalization, residual connections, clipping": the lecture closes with these five. They are all good. Read as a recipe, they give clipping to a network that never
# > exploded, and residuals to one with two layers.
#
# A treatment has costs: time, memory, one more thing that may go wrong. And it buries the evidence: if you change five things at once, you never learn which one it was. So nothing without a finding.
#
# **Write** `prescribe(findings, design)`. Go through `treatment_table()` from the top. A row applies if
#
# 1. at least one of its findings is present,
# 2. the design has `from_layers` hidden layers or more,
# 3. no earlier row has settled its aspect, and
# 4. the design does not have that value already.
#
# A row that fulfils 1 to 3 *settles* its aspect, also where it fails 4. Think of a network with dead units that has leaky ReLU already: it must not be talked into
# plain ReLU by a later row.
#
# Return a list, in the table's order, of dicts with `"aspect"`, `"value"`, `"topic"`, and `"findings"`: those of the row that are present, in the row's order. That last entry is the reason that you
# give your patient.
#
# *Graded: which rows apply, in order; topic and reasons; one treatment for an aspect; what the design has already; the depth.*

# %% solution="solutions.synthesis.prescription:prescribe"

# %%
prescription = []
try:
    prescription = prescribe(findings, PATIENT)
    for item in prescription:
        why = ", ".join(item["findings"])
        print(f"{item['aspect']}: {item['value']}, because of: {why} (see {item['topic']})")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown] question="a15_q4_treat" points=3
# ## 4. Treat
#
# **Write** `treat(design, prescription)`: a *new* dict with all aspects of the design, those that were treated replaced by their new value. The old design stays as it was, for you will
# want to compare; also, the new one must not be the old one under another name, not even if the prescription is empty.
#
# Treatments come as from `prescribe`; only `"aspect"` and `"value"` matter here. The line that refuses unknown aspects is given.
#
# *Graded: the treated aspects; all others; the old design.*

# %% solution="solutions.synthesis.prescription:treat"

# %% [markdown]
# Three functions are given. `check_design` lists what a design may hold. `kernel_initializer` gives the initializer of *one* kernel: `"matched"` chooses He or Glorot to suit the
# activation. `make_optimizer` makes the optimizer that a design asks for.

# %% given="solutions.synthesis.design:check_design"

# %% given="solutions.synthesis.design:kernel_initializer"

# %% given="solutions.synthesis.design:make_optimizer"

# %% [markdown] question="a15_q5_build_robust_network" points=6
# ## 5. Build, and measure again
#
# **Write** `build_network(design, inputs, outputs, seed)`, a Keras model that is not compiled. Its docstring has the equations, for plain and for residual designs. In words:
#
# - $L$ = `hidden_layers` kernels of `width` units and one for the logits, so $L + 1$ dense layers, each with a bias. The logits have no activation after them, and a plain design has none before the first.
# - norm is `keras.layers.LayerNormalization` or `BatchNormalization`, with Keras's defaults (the momentum is up to you), or nothing. It comes *before* the activation.
# - Residual designs are in *pre-activation* form: nothing but additions on the path from $h_1$ to $h_L$. The block in the lecture ends in a ReLU *after* the addition; that cuts off whatever is negative
#   on the path, so that it is no identity any more (see a07).
# - Every kernel, the last one too, starts from `kernel_initializer(design["initializer"], design["activation"], its seed)`. The seed of kernel $l$ is `1000 * seed + l`. So no two kernels
#   are equal, not even in networks of neighbouring seeds, and the same seed gives the same network again.
#
# Use `keras.layers.Activation` after a normalization, so that `hidden_layers` finds it. Build it with `keras.Input` and calls of layers (or as `keras.Sequential` where there are no residuals).
#
# **Then write** `build_robust_network(design, prescription, inputs, outputs, seed)`: treat, then build. One line will do.
#
# *Graded: plain networks; initializers; seeds; normalization; residual networks; the treatment.*

# %% solution="solutions.synthesis.design:build_network"

# %% solution="solutions.synthesis.design:build_robust_network"

# %% [markdown]
# ### Before and after
#
# The cell trains the patient for 15 epochs, untreated and treated. Four classes of equal size: whoever guesses gets 25 %.


# %%
def train(design, prescription, epochs=15, batch=128):
    """Return the loss of each epoch, the accuracy afterwards, and the signs before training."""
    model = build_robust_network(design, prescription, inputs=8, outputs=4, seed=1)
    signs, steps = examine(model, x, y), len(x) // batch
    optimizer = make_optimizer(treat(design, prescription), epochs * steps)
    optimizer.build(model.trainable_variables)

    @tf.function(autograph=False)
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x, training=True))
            loss = tf.reduce_mean(loss)
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    order, losses = np.random.default_rng(0), []
    for _ in range(epochs):
        rows = order.permutation(len(x)).reshape(steps, batch)
        losses.append(np.mean([step(tf.gather(x, r), tf.gather(y, r)).numpy() for r in rows]))
    right = np.argmax(model(x), axis=1) == y.numpy()
    return {"losses": losses, "accuracy": np.mean(right), "signs": signs}


try:
    before, after = train(PATIENT, []), train(PATIENT, prescription)
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8))
    for run, style, label in ((before, "k:x", "untreated"), (after, "k-o", "treated")):
        norms = run["signs"]["gradient_norms"]
        left.semilogy(range(1, 12), norms, style, label=label)
        right.plot(range(1, 16), run["losses"], style, label=label)
    left.set(title="Gradient of each kernel, before training")
    left.set(xlabel="layer (1 = next to the input)", ylabel="L2 norm of the gradient")
    right.axhline(math.log(4), color="0.6", linestyle="--", label="a guess among 4 classes")
    right.set(title="Training loss", xlabel="epoch", ylabel="mean cross-entropy (nats)")
    right.set_ylim(bottom=0)
    for panel in (left, right):
        panel.grid(alpha=0.3)
        panel.legend()
    figure.tight_layout()
    plt.show()
    print(f"accuracy untreated: {before['accuracy']:.0%}, treated: {after['accuracy']:.0%}")
    print("findings after treatment:", find_symptoms(after["signs"], after["losses"]) or "none")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# **What the figure shows.** Left: untreated, the gradient falls by more than five orders of magnitude from layer 11 to layer 1; treated, all layers lie close together. Right: untreated, the
# loss stays on the dashed line of a guess; treated, it falls towards 0.
#
# ### Predict, then run: what is each treatment worth?
#
# Now the same again with one treatment *left out*: the activation, the initializer, the normalization, the residual connections. **Before you run it**, write down: without which of the four does
# the cure fail?

# %%
try:
    for left_out in prescription:
        rest = [item for item in prescription if item["aspect"] != left_out["aspect"]]
        print(f"without {left_out['aspect']:13}: {train(PATIENT, rest)['accuracy']:.0%}")
except NotImplementedError as unwritten:
    print("first write:", unwritten)

# %% [markdown]
# Compare with what you wrote. No single treatment is indispensable: with any three of the four, this network learns, if not equally fast. They are remedies for *one* trouble, signals and gradients
# that do not survive the way through ten layers, and they stand in for one another. (One start each: take large differences seriously, small ones not.)
#
# So the table prescribes more than this patient needs. That is the price of a rule that looks at findings only. Leaving one out is how you find out, and how you would make the table better. Try
# the opposite if you like, one treatment alone: two of the four change nothing then.

# %% [markdown] manual="a15_q6_justify" points=2
# ## 6. Defend a prescription
#
# A network of eight hidden tanh layers, width 32, trained on the data above with SGD and a learning rate of 0.05. Its weights started from a normal distribution with standard deviation 1.5. Signs before training,
# layer 1 first, and the losses of six epochs (measured, rounded):
#
# | sign | layer by layer, or epoch by epoch |
# |---|---|
# | gradient norms | 108, 77, 28, 12, 4.6, 2.0, 1.1, 0.77, 0.85 |
# | signal | 0.90, 0.93, 0.95, 0.94, 0.95, 0.95, 0.95, 0.95 |
# | saturated | 0.61, 0.74, 0.78, 0.77, 0.81, 0.80, 0.79, 0.79 |
# | dead | 0 in all layers |
# | losses | 6.53, 6.00, 6.66, 5.67, 3.07, 4.43 |
#
# A colleague prescribes "ReLU, matched initialization, layer normalization, residual connections and Adam, to be safe". Another says: "It explodes, so clip at 1 and leave the rest."
#
# In four to six sentences: (a) Which findings are there, each with the number that speaks for it, and what do they call for? Which items of the first colleague have no finding behind them? (b) Clipping alone was tried: 30 % accuracy
# after 15 epochs, hardly above a guess. Why does it not cure this network, and which treatment goes to the root?

# %% [markdown]
# ## What you can now do
#
# You can take the vital signs of a network and turn them into findings by rules that you can state (CO-1, CO-4), prescribe from evidence and give the reason for every item (CO-4, CO-5), and build the network that
# the prescription describes (CO-2, CO-3). You have also measured what each treatment was worth, which is how a prescription becomes better than a habit. The next patient is a network of your own.
