"""Chapter 5, exercise 17: LSTM and GRU learn a small text, and write."""

from __future__ import annotations

from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from solutions.char_rnn import (
    TEXT,
    bigram_perplexity,
    build_char_model,
    decode,
    encode,
    generate,
    perplexity,
    unigram_perplexity,
    vocabulary,
    windows,
)
from solutions.regularization import EarlyStopping
from solutions.report import Claim, Demonstration, Figure, Table

KINDS = ("lstm", "gru")
LINES = dict(zip(KINDS, ("o-", "s--"), strict=True))
UNITS, WINDOW, STRIDE, RATE, EPOCHS, PATIENCE = 64, 40, 8, 1e-2, 12, 2
CONTEXTS = (1, 2, 4, 8, 16, 32)
TEMPERATURES = (0.0, 0.5, 1.0, 1.5)
PROMPT = "the gradient "


class Run(NamedTuple):
    """One trained network, with its perplexities."""

    model: keras.Model  # with the weights of the best epoch
    train: list[float]  # on the windows, after each epoch
    validation: list[float]
    best: int  # epoch, from 1
    test: float
    by_context: list[float]  # on the test text, for each of CONTEXTS


def demonstrate(say=print) -> Demonstration:
    """Train both networks, compare with what frequencies alone achieve, and let one write."""
    characters = vocabulary(TEXT)
    parts = split(encode(TEXT, characters))
    train, _, test = parts
    classes = len(characters)
    baselines = {
        "uniform": float(classes),
        "unigram": unigram_perplexity(train, test, classes),
        "bigram": bigram_perplexity(train, test, classes),
    }
    runs = {}
    for kind in KINDS:
        say(f"training: {kind}")
        runs[kind] = train_model(kind, parts, classes)
    best = min(KINDS, key=lambda kind: runs[kind].validation[runs[kind].best - 1])
    say(f"writing: {best}")
    texts = {t: write(runs[best].model, characters, t) for t in TEMPERATURES}
    return Demonstration(
        title="Project: a character-level recurrent network",
        summary=f"{len(TEXT)} characters about gradients, {classes} different ones: 80 % to learn "
        f"from, 10 % to stop by, 10 % to test on. One recurrent layer of {UNITS} units, windows of "
        f"{WINDOW}, Adam with rate {RATE}, stopped when {PATIENCE} epochs brought no progress. One "
        f"seed; with {len(test)} test characters, differences of a few percent mean nothing.",
        tables=[perplexity_table(baselines, runs), writing_table(texts, best)],
        figures=[training_figure(runs, baselines), context_figure(runs, baselines)],
        claims=[
            learning_claim(baselines, runs),
            memorizing_claim(runs),
            memory_claim(runs),
            simpler_claim(runs),
        ],
    )


def split(ids: np.ndarray) -> list[np.ndarray]:
    """Return the first 80 %, the next 10 % and the last 10 % of the text."""
    return np.split(ids, [int(0.8 * len(ids)), int(0.9 * len(ids))])


def train_model(kind: str, parts: list[np.ndarray], classes: int) -> Run:
    """Train with early stopping; measure."""
    train, validation, test = parts
    model = build_char_model(kind, classes, UNITS)
    keras.utils.set_random_seed(0)
    model.compile(
        keras.optimizers.Adam(RATE),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=False,
    )
    stopping, curves = EarlyStopping(PATIENCE), ([], [])
    for _ in range(EPOCHS):
        model.fit(*windows(train, WINDOW, STRIDE), batch_size=32, epochs=1, verbose=0)
        for curve, part in zip(curves, (train, validation), strict=True):
            curve.append(text_perplexity(model, part))
        if stopping.update(np.log(curves[1][-1]), model.get_weights()):
            break
    model.set_weights(stopping.best_weights)
    return Run(
        model,
        *curves,
        best=int(np.argmin(curves[1])) + 1,
        test=text_perplexity(model, test),
        by_context=[context_perplexity(model, test, length) for length in CONTEXTS],
    )


def text_perplexity(model: keras.Model, ids: np.ndarray) -> float:
    """Return the perplexity of a whole text, read from its beginning."""
    return perplexity(model(ids[None, :-1])[0], ids[1:])


def context_perplexity(model: keras.Model, ids: np.ndarray, length: int) -> float:
    """Return the perplexity if only the last ``length`` characters are read.

    Every length predicts the same characters: those that have the longest context before them.
    """
    inputs, targets = windows(ids[max(CONTEXTS) - length :], length)
    return perplexity(model(inputs)[:, -1], targets[:, -1])


def write(model: keras.Model, characters: list[str], temperature: float) -> str:
    """Return the prompt, continued by the network."""
    signature = [tf.TensorSpec((1, None), tf.int32)]
    predict = tf.function(model, input_signature=signature)
    prompt, rng = encode(PROMPT, characters), np.random.default_rng(0)
    return decode(
        generate(lambda ids: predict(ids.astype("int32")), prompt, 120, temperature, rng),
        characters,
    )


def known_words(text: str) -> float:
    """Return the share of the words that occur in the text that was learned from."""
    known = set(TEXT.replace(",", " ").replace(".", " ").replace(":", " ").split())
    words = text.replace(",", " ").replace(".", " ").replace(":", " ").split()[:-1]  # last: cut off
    return float(np.mean([word in known for word in words]))


def perplexity_table(baselines: dict, runs: dict[str, Run]) -> Table:
    """Return perplexities, and what the networks cost."""
    rows = [[name, "", "", "", value] for name, value in baselines.items()]
    for kind, run in runs.items():
        numbers = [run.model.count_params(), run.best, run.train[run.best - 1], run.test]
        rows.append([kind.upper(), *numbers])
    return Table(
        "Perplexity: among how many equally likely characters the model seems to choose",
        ["model", "parameters", "best epoch", "training text", "test text"],
        rows,
    )


def writing_table(texts: dict[float, str], kind: str) -> Table:
    """Return what was written at each temperature."""
    rows = [[t, f"{known_words(text):.0%}", text.replace("\n", " / ")] for t, text in texts.items()]
    return Table(
        f"Written by the {kind.upper()} after {PROMPT!r}",
        ["temperature", "words that exist in the text", "sample"],
        rows,
    )


def _draw_baselines(axis, baselines: dict) -> None:
    for (name, value), line in zip(baselines.items(), (":", "-.", "--"), strict=True):
        axis.axhline(value, color="k", linewidth=0.8, linestyle=line, label=f"{name}: {value:.1f}")


def training_figure(runs: dict[str, Run], baselines: dict) -> Figure:
    """Draw perplexity against the epoch."""
    figure, axis = plt.subplots(figsize=(7.5, 4.8), layout="constrained")
    for kind, run in runs.items():
        epochs = np.arange(1, len(run.train) + 1)
        marker, line = LINES[kind][0], LINES[kind][1:]
        axis.semilogy(
            epochs, run.validation, marker + line, color="C0", label=f"{kind.upper()}, validation"
        )
        axis.semilogy(
            epochs, run.train, marker + line, color="C1", label=f"{kind.upper()}, training"
        )
    _draw_baselines(axis, baselines)
    axis.set(
        title="Perplexity while training",
        xlabel="epoch",
        ylabel="perplexity (log scale)",
        yticks=[2, 5, 10, 20, 30],
        yticklabels=["2", "5", "10", "20", "30"],
    )
    axis.grid(alpha=0.3)
    axis.legend(fontsize=8)
    ends = ", ".join(
        f"{kind.upper()} {run.train[-1]:.1f} and {run.validation[-1]:.1f}"
        for kind, run in runs.items()
    )
    return Figure(
        "training",
        figure,
        "Training and validation text after each epoch. The baselines are for the test text.",
        "Training curves fall to the end; validation curves fall below the bigram line, level off "
        f"and turn. In the last epoch, training and validation: {ends}.",
    )


def context_figure(runs: dict[str, Run], baselines: dict) -> Figure:
    """Draw perplexity against the number of characters that the network may read."""
    figure, axis = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for kind, run in runs.items():
        axis.semilogx(CONTEXTS, run.by_context, LINES[kind], base=2, label=kind.upper())
    _draw_baselines(axis, {name: baselines[name] for name in baselines if name != "uniform"} | {})
    axis.set(
        title="How much of the past is used?",
        xlabel="characters read before the prediction (log scale)",
        ylabel="perplexity of the test text",
        xticks=CONTEXTS,
        xticklabels=map(str, CONTEXTS),
    )
    axis.grid(alpha=0.3)
    axis.legend()
    values = "; ".join(
        f"{kind.upper()} {', '.join(f'{v:.1f}' for v in run.by_context)}"
        for kind, run in runs.items()
    )
    return Figure(
        "context",
        figure,
        "The same characters are predicted from more and more of the past.",
        f"Falling curves over 1, 2, 4, 8, 16 and 32 characters: {values}.",
    )


def learning_claim(baselines: dict, runs: dict[str, Run]) -> Claim:
    """The project of the exercise."""
    values = ", ".join(f"{kind.upper()} {run.test:.2f}" for kind, run in runs.items())
    return Claim(
        "An LSTM or a GRU can be trained to predict the next character.",
        f"Perplexity on text it was not trained on: {values}; uniform {baselines['uniform']:.0f}, "
        f"unigram {baselines['unigram']:.2f}, bigram {baselines['bigram']:.2f}.",
        max(run.test for run in runs.values()) < baselines["bigram"],
    )


def memorizing_claim(runs: dict[str, Run]) -> Claim:
    """Whether the training perplexity, the loss that is watched, says how good a model is."""
    last = {kind: (run.train[-1], run.validation[-1]) for kind, run in runs.items()}
    turned = [run.validation[-1] > run.validation[run.best - 1] for run in runs.values()]
    values = ", ".join(f"{kind.upper()} {a:.2f} and {b:.2f}" for kind, (a, b) in last.items())
    return Claim(
        "The model can be evaluated by its perplexity (no word on which text).",
        f"In the last epoch, on the training and the validation text: {values}. Validation had "
        f"been better before in {sum(turned)} of {len(turned)} networks, while training went on "
        "falling: on so small a text the training perplexity measures memory.",
        not any(turned),
    )


def memory_claim(runs: dict[str, Run]) -> Claim:
    """Gates against forgetting."""
    near, far = CONTEXTS.index(8), CONTEXTS.index(32)
    gains = {kind: 1 - run.by_context[far] / run.by_context[near] for kind, run in runs.items()}
    text = ", ".join(
        f"{kind.upper()} {run.by_context[0]:.1f}, {run.by_context[near]:.2f} and "
        f"{run.by_context[far]:.2f}"
        for kind, run in runs.items()
    )
    return Claim(
        "LSTM and GRU capture long-term dependencies.",
        f"Test perplexity with 1, 8 and 32 characters to read: {text}. From 8 to 32 it falls by "
        + ", ".join(f"{gain:.0%}" for gain in gains.values())
        + ": here they use the present word and a little of what was before it.",
        min(gains.values()) > 0.2,
    )


def simpler_claim(runs: dict[str, Run]) -> Claim:
    """The GRU as the simpler alternative (Chapter 5, exercise 14)."""
    weights = {
        kind: run.model.layers[1].count_params() for kind, run in runs.items()
    }  # of the recurrent layer
    ratio = weights["gru"] / weights["lstm"]
    difference = runs["gru"].test / runs["lstm"].test - 1
    return Claim(
        "The GRU has fewer parameters than the LSTM and a similar performance.",
        f"Weights of the recurrent layer: {weights['gru']} and {weights['lstm']} ({ratio:.0%}); "
        f"the GRU's test perplexity is {difference:+.1%} off the LSTM's.",
        bool(ratio < 1 and abs(difference) < 0.1),
    )
