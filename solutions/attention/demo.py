"""The demonstration of attention: how far back a gradient reaches, and what that is worth."""

from __future__ import annotations

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from solutions.attention.multi_head import MultiHeadSelfAttention
from solutions.attention.pooling import SimpleAttention
from solutions.attention.positions import positional_encoding
from solutions.attention.reach import gradient_reach
from solutions.attention.transformer import TransformerBlock
from solutions.report import Claim, Demonstration, Figure, Table

LENGTH, WIDTH, SEEDS = 64, 16, (0, 1, 2)
SYMBOLS, STEPS, BATCH, TEST = 4, 300, 64, 500
MODELS = {
    "simple RNN": (lambda: keras.layers.SimpleRNN(WIDTH, return_sequences=True), ("x", ":")),
    "LSTM": (lambda: keras.layers.LSTM(WIDTH, return_sequences=True), ("^", "-.")),
    "self-attention": (lambda: MultiHeadSelfAttention(4), ("s", "--")),
    "transformer block": (lambda: TransformerBlock(4, 4 * WIDTH), ("o", "-")),
}
USES_POSITIONS = ("self-attention", "transformer block")


def demonstrate(say=print) -> Demonstration:
    """Measure the gradient reach at initialisation, then train the same layers to remember."""
    say(f"gradient reach over {LENGTH} steps, {len(SEEDS)} seeds")
    reach = {name: _mean_reach(make, LENGTH) for name, (make, _) in MODELS.items()}
    say("dilution: self-attention over longer sequences")
    attention = MODELS["self-attention"][0]
    dilution = {length: _mean_reach(attention, length)[:-1].mean() for length in (16, 64, 256)}
    accuracy = {}
    for name, (make, _) in MODELS.items():
        say(f"memory task: {name}")
        accuracy[name] = _remember(name, make)
    say("what a pooling layer looks at")
    pooled = _pooling_weights()
    return Demonstration(
        title="Attention",
        summary=(
            f"Untrained layers of width {WIDTH} on sequences of {LENGTH} normal inputs: the norm "
            "of d output_T / d input_t. Then the same layers are trained to name the first of "
            f"{LENGTH} symbols at the last position ({STEPS} Adam steps, chance is {1 / SYMBOLS})."
        ),
        tables=[_reach_table(reach, accuracy), _dilution_table(dilution)],
        figures=[_reach_figure(reach), _pooling_figure(pooled)],
        claims=_claims(reach, accuracy, dilution),
    )


def _mean_reach(make, length: int) -> np.ndarray:
    """Return the geometric mean of the reach over the seeds, an array of shape (length,)."""
    logs = []
    for seed in SEEDS:
        keras.utils.set_random_seed(seed)
        x = np.random.default_rng(seed).normal(size=(4, length, WIDTH)).astype("float32")
        logs.append(np.log(gradient_reach(make(), x)))
    return np.exp(np.mean(logs, axis=0))


def _factor(reach: np.ndarray) -> float:
    """Return the factor by which the reach changes for each step back (log-linear fit)."""
    distance = np.arange(len(reach))[::-1]
    return float(np.exp(np.polyfit(distance[:-1], np.log(reach[:-1]), 1)[0]))


def _symbols(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw sequences of one-hot symbols; the label is the first one."""
    symbols = rng.integers(SYMBOLS, size=(count, LENGTH))
    return np.eye(WIDTH, dtype="float32")[symbols], symbols[:, 0]


def _remember(name: str, make) -> float:
    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    inputs = keras.Input((LENGTH, WIDTH))
    hidden = inputs
    if name in USES_POSITIONS:
        hidden = keras.layers.Dense(WIDTH)(inputs + positional_encoding(LENGTH, WIDTH))
    model = keras.Model(inputs, keras.layers.Dense(SYMBOLS)(make()(hidden)[:, -1]))
    optimizer = keras.optimizers.Adam(3e-3)
    optimizer.build(model.trainable_variables)

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(y, model(x))
        weights = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(losses, weights), weights, strict=True))

    for _ in range(STEPS):
        step(*_symbols(rng, BATCH))
    x, y = _symbols(rng, TEST)
    return float(np.mean(np.argmax(model(x), axis=-1) == y))


def _pooling_weights() -> np.ndarray:
    """Train additive pooling to report the value at the one marked position; return its weights."""
    keras.utils.set_random_seed(2)
    rng = np.random.default_rng(2)
    pooling = SimpleAttention(8)
    optimizer = keras.optimizers.Adam(0.03)

    def draw(count):
        marked = rng.integers(12, size=count)
        mark = np.eye(12)[marked]
        states = np.stack([rng.normal(size=(count, 12)), mark], axis=-1).astype("float32")
        return states, (states[..., 0] * mark).sum(axis=1), marked

    pooling.build((None, 12, 2))
    for _ in range(150):
        states, target, _ = draw(64)
        with tf.GradientTape() as tape:
            context, _ = pooling(states)
            loss = tf.reduce_mean(tf.square(context[:, 0] - target))
        weights = pooling.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
    states, _, marked = draw(12)
    return pooling(states)[1].numpy()[np.argsort(marked)]


def _reach_table(reach, accuracy) -> Table:
    return Table(
        "Gradient reach at initialisation, and accuracy on the memory task after training",
        ["layer", "1 step back", f"{LENGTH // 2} steps back", f"{LENGTH - 1} steps back",
         "factor per step back", "memory accuracy"],
        [
            [name, r[-2], r[-1 - LENGTH // 2], r[0], _factor(r), accuracy[name]]
            for name, r in reach.items()
        ],
    )  # fmt: skip


def _dilution_table(dilution) -> Table:
    return Table(
        "Self-attention: mean reach to any earlier position",
        ["sequence length T", "mean reach", "mean reach x T"],
        [[length, value, value * length] for length, value in dilution.items()],
    )


def _claims(reach, accuracy, dilution) -> list[Claim]:
    factor = {name: _factor(r) for name, r in reach.items()}
    recurrent = ("simple RNN", "LSTM")
    shortest, longest = min(dilution), max(dilution)
    return [
        Claim(
            "Attention preserves long-range gradients.",
            f"for each step back the reach of self-attention changes by a factor "
            f"{factor['self-attention']:.3f}, a transformer block's by "
            f"{factor['transformer block']:.3f}, a simple RNN's by {factor['simple RNN']:.2f}.",
            bool(min(factor[name] for name in USES_POSITIONS) > 0.98 > factor["simple RNN"]),
        ),
        Claim(
            "LSTM gates mitigate the vanishing gradient.",
            f"{LENGTH - 1} steps back an LSTM keeps {reach['LSTM'][0]:.0e}, a simple RNN "
            f"{reach['simple RNN'][0]:.0e}: better by far, and vanished all the same.",
            bool(reach["LSTM"][0] > 100 * reach["simple RNN"][0]),
        ),
        Claim(
            "Attention mechanisms solve long-range dependency problems.",
            f"after {STEPS} steps the first of {LENGTH} symbols is named right by "
            + ", ".join(f"{name} {accuracy[name]:.0%}" for name in accuracy)
            + ".",
            bool(
                min(accuracy[name] for name in USES_POSITIONS) > 0.9
                and max(accuracy[name] for name in recurrent) < 0.5
            ),
        ),
        Claim(
            "Attention accesses any past state directly, at full strength.",
            f"the reach does not fall with the distance, but it falls with the length: untrained "
            f"attention spreads over all positions, {dilution[shortest]:.3f} at T = {shortest} and "
            f"{dilution[longest]:.4f} at T = {longest}, about as 1 / T.",
            bool(dilution[longest] > 0.5 * dilution[shortest]),
        ),
    ]


def _reach_figure(reach) -> Figure:
    figure, axes = plt.subplots(figsize=(7, 4.5))
    distance = np.arange(LENGTH)[::-1]
    falls = (f"{name} {np.log10(r[-2] / r[0]):.1f}" for name, r in reach.items())
    for name, r in reach.items():
        marker, line = MODELS[name][1]
        axes.plot(distance, r, marker=marker, linestyle=line, markevery=7, label=name)
    axes.set_yscale("log")
    axes.set_xlabel("steps back from the last output, T - t")
    axes.set_ylabel("norm of d output_T / d input_t")
    axes.set_title("How far back the gradient reaches, at initialisation")
    axes.grid(alpha=0.3)
    axes.legend()
    return Figure(
        "gradient_reach",
        figure,
        f"Geometric mean of {len(SEEDS)} seeds; Keras' default initialisers.",
        "Gradient norm, log scale, against steps back. From one step back to the first input the "
        f"curves fall by so many decades: {', '.join(falls)}.",
    )


def _pooling_figure(weights: np.ndarray) -> Figure:
    figure, axes = plt.subplots(figsize=(6, 4.5))
    image = axes.imshow(weights, cmap="Greys", vmin=0, vmax=1, aspect="auto")
    figure.colorbar(image, label="attention weight")
    axes.set_xlabel("position in the sequence")
    axes.set_ylabel("test sequence, sorted by its marked position")
    axes.set_title("What trained additive pooling attends to")
    return Figure(
        "pooling_weights",
        figure,
        "The task: report the value at the one marked position of twelve.",
        "Weight matrix of twelve sequences; in each row nearly all the weight lies on the marked "
        "position.",
    )
