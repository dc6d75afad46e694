# %% [markdown]
# # Lecture 3 · Gradient explosion detection
#
# *20 to 25 minutes.* Vanishing gradients waste your time. Exploding ones destroy your network, in a handful of steps. Today we see how it
# starts, build an alarm that rings before it is too late, and pull a training back from the edge.
#
# Afterwards you can predict how fast a stack of layers amplifies, read the alarm, and choose what to do when it rings.

# %%
import numpy as np

from solutions.clipping import (
    AdaptiveGradientClipper,
    clip_by_value,
    threshold_study,
    train_with_clipping,
)
from solutions.clipping.demo import (
    LEARNING_RATE,
    accuracy,
    compare_directions,
    make_run,
    rescue_figure,
)
from solutions.data import load
from solutions.explosion import explosion_growth, layer_gain, measured_growth
from solutions.explosion.demo import (
    RUNS,
    compound_claim,
    growth_figure,
    inflation_claim,
    log_table,
    nan_claim,
    report_claim,
    runs_table,
    thousand_claim,
    warning_figure,
    watch_training,
)
from solutions.initializers import lsuv
from solutions.lectures.exhibits import show
from solutions.lectures.figures import bars_figure
from solutions.report import Table

# %% [markdown]
# ## 1. The avalanche
#
# > **4 min** · **Ask:** In an avalanche every metre of slope adds snow. What is the metre of slope in a network?
#
# A handful of snow comes loose. It is harmless, and so is every metre of the slope; but each metre makes it a little heavier, and what is
# heavier picks up more. At the foot of the mountain stands a village. In a network the slope is the stack of layers, and the village is the
# first of them.
#
# A linear layer with weights of standard deviation $s$ and $n$ inputs multiplies the size of a signal by about $s\sqrt{n}$, forwards and
# backwards.
#
# **Predict:** Standard deviation 2, 64 units, ten layers. How many decimal places does the factor have? Then: the two-mark answers say
# that 1000 inputs amplify by 1000. Do they?

# %%
show(
    f"One layer: $2 \\sqrt{{64}}$ = **{layer_gain(2.0, 64):g}**. Ten layers: **{explosion_growth(2.0, 64, 10):.1e}**.",
    growth_figure(measured_growth(stddev=2.0, width=64, depth=10)),
    thousand_claim(),
    compound_claim(),
    inflation_claim(),
    report_claim(),
)

# %% [markdown]
# The pattern of the notes is right, not all of their numbers are. Bread that doubles daily needs one day more than they say, and a
# network with such weights explodes far beyond the printed report.

# %% [markdown]
# ## 2. Explosion alerts
#
# > **7 min** · **Ask:** `nan > 100`: true or false? What does that mean for an alarm that compares a norm with a threshold?
#
# The alarm watches one number per step, the norm of all gradients together. It grades it (normal, warning, explosion, critical, and
# overflow for what is no longer a number), and it watches the trend: still below the threshold, but on the way there within ten
# steps? Then it rings early.
#
# Four trainings: a learning rate that creeps up by 15 % a step, one that is far too high, a healthy run, and a healthy but noisy one.
#
# **Predict:** In which run does the early warning come in time, and in which can no trend help? Will it ring falsely?

# %%
detectors = {name: watch_training(*settings) for name, settings in RUNS.items()}
show(
    warning_figure(detectors),
    log_table(detectors["learning rate creeps up"]),
    runs_table(detectors),
    nan_claim(detectors["learning rate too high"]),
)

# %% [markdown]
# A warning needs a past to extrapolate from. Where the first steps are already a jump there is none, and the alarm can only tell you
# that it happened. And who wants to be warned early will be warned in vain now and then: see the noisy run. Both are reasons for a net
# under the training, warned or not.

# %% [markdown]
# ## 3. Gradient clipping at work
#
# > **6 min** · **Ask:** Clip each number, each tensor, or the whole gradient? Which of the three keeps the direction of the gradient?
#
# Clipping is the net: a step may be as long as $c$, and what is longer is shortened. How it is shortened matters. Three gradients of
# the lecture, taken as one step:
#
# **Predict:** By how many degrees does each kind of clipping turn the step?

# %%
directions, direction_claims = compare_directions()
show(directions, *direction_claims)

# %% [markdown]
# Now the rescue. Seven layers, weights with twice the variance they should have, learning rate 0.2, handwritten digits. Once
# without a net, once with a global norm of at most 5. Everything else is the same.
#
# **Predict:** Does the first one recover? Is the second one slow, or does it simply learn?

# %%
data, models = load("digits"), []
rows = threshold_study(lambda: make_run(data, models), (None, 5.0))
show(
    rescue_figure(rows),
    f"Test digits right with the net: **{accuracy(models[1], data):.1%}**. Without it the outputs are "
    f"{'numbers, still' if np.isfinite(accuracy(models[0], data)) else 'not numbers any more'}.",
)

# %% [markdown]
# ## 4. Prevention strategies compared
#
# > **6 min** · **Ask:** Which of these treats the cause, and which the symptom?
#
# The net is one answer. Others: a smaller learning rate; a limit that learns from the norms so far; or weights that do not amplify in
# the first place (here by LSUV, which rescales each layer until its output has variance 1; lecture 5).
#
# **Predict:** Rank them by the number of digits they get right after the same 150 steps.

# %%
done = ("nothing", "clip by global norm, 5")  # the two runs of the rescue
histories = {name: row["history"] for name, row in zip(done, rows, strict=True)}
shares = {name: accuracy(model, data) for name, model in zip(done, models, strict=True)}
clipper = AdaptiveGradientClipper()
strategies = {
    "clip by value, 0.1": {"clip": lambda g: clip_by_value(g, 0.1)},
    "adaptive clipping": {"clip": lambda g: clipper.adaptive_clip(g)[0]},
    "a tenth of the learning rate": {"learning_rate": LEARNING_RATE / 10},
    "LSUV weights": {"lsuv": True},
}
for name, strategy in strategies.items():
    model, batches, loss_fn, optimizer = make_run(data, [])
    optimizer.learning_rate = strategy.get("learning_rate", LEARNING_RATE)
    if "lsuv" in strategy:
        lsuv(model, data.x_train[:256])
    histories[name] = train_with_clipping(model, batches, loss_fn, optimizer, strategy.get("clip"))
    shares[name] = accuracy(model, data)

# %%
show(
    bars_figure(
        shares,
        title="The same training, six strategies",
        xlabel="share of the test digits that is right",
        caption="One seed: read nothing into differences of one or two percent.",
    ),
    Table(
        "Prevention compared",
        ["strategy", "mean loss, last 15 updates", "largest norm before clipping", "updates until the loss is not finite"],
        [
            [
                name,
                float(np.mean(history["loss"][-15:])),
                float(np.nanmax(history["norm"])),
                "-" if np.isfinite(history["loss"]).all() else int(np.argmin(np.isfinite(history["loss"]))),
            ]
            for name, history in histories.items()
        ],
    ),
)  # fmt: skip

# %% [markdown]
# The adaptive clipper learns its limit from the norms so far, and waits until it knows ten of them. This training did not live that
# long. An adaptive limit is good for a spike in a calm sea, not for a storm at the start: give it a fixed one until it has seen enough.

# %% [markdown]
# **Take home.** Explosion is the same product as vanishing, with factors above one. A comparison with a threshold must not forget NaN.
# The trend warns when there is time for it; clipping by the global norm holds when there is not, and keeps the direction. The cause,
# though, sits in the weights and in the activation: lectures 4 and 5.
