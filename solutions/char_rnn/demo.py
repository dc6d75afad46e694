"""Chapter 5, exercise 17: LSTM and GRU learn a small text, and write."""

from __future__ import annotations

import re
from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np

from solutions.char_rnn import (
    TEXT,
    bigram_perplexity,
    decode,
    encode,
    generate,
    unigram_perplexity,
    vocabulary,
)
from solutions.char_rnn.study import (
    CONTEXTS,
    PATIENCE,
    RATE,
    UNITS,
    WINDOW,
    Run,
    split,
    train_model,
)
from solutions.report import Claim, Demonstration, Figure, Table

KINDS = ("lstm", "gru")
LINES = dict(zip(KINDS, ("o-", "s--"), strict=True))
SEEDS = (0, 1)
TEMPERATURES = (0.0, 0.5, 1.0, 1.5)
PROMPT = "the gradient "


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
        runs[kind] = [train_model(kind, parts, classes, seed) for seed in SEEDS]
    writer = min(KINDS, key=lambda kind: min(runs[kind][0].validation))
    say(f"writing: {writer}")
    texts = {t: write(runs[writer][0].predict, characters, t) for t in TEMPERATURES}
    return Demonstration(
        title="Project: a character-level recurrent network",
        summary=f"{len(TEXT)} characters about gradients, {classes} different ones: 80 % to learn "
        f"from, 10 % to stop by, 10 % to test on. One recurrent layer of {UNITS} units, windows of "
        f"{WINDOW}, Adam with rate {RATE}, stopped when {PATIENCE} epochs brought no progress, "
        f"{len(SEEDS)} seeds. With {len(test)} test characters, differences of a few percent mean "
        "nothing.",
        tables=[perplexity_table(baselines, runs), writing_table(texts, writer)],
        figures=[training_figure(runs, baselines), context_figure(runs, baselines)],
        claims=[
            learning_claim(baselines, runs),
            memorizing_claim(runs),
            memory_claim(runs),
            simpler_claim(runs),
        ],
    )


def mean_of(runs: list[Run], name: str) -> float:
    """Return the mean of a number over the seeds: at the best epoch, for a curve."""
    values = [getattr(run, name) for run in runs]
    if isinstance(values[0], list):
        values = [curve[run.best - 1] for curve, run in zip(values, runs, strict=True)]
    return float(np.mean(values))


def write(predict: Callable, characters: list[str], temperature: float) -> str:
    """Return the prompt, continued by the network."""
    prompt, rng = encode(PROMPT, characters), np.random.default_rng(0)
    return decode(
        generate(lambda ids: predict(ids.astype("int32")), prompt, 120, temperature, rng),
        characters,
    )


def known_words(text: str) -> float:
    """Return the share of the words that occur in the text that was learned from."""
    known = set(re.findall("[a-z]+", TEXT))
    words = re.findall("[a-z]+", text)[:-1]  # the last one is cut off
    return float(np.mean([word in known for word in words]))


def perplexity_table(baselines: dict, runs: dict[str, Run]) -> Table:
    """Return perplexities, and what the networks cost."""
    rows = [[name, "", "", "", value] for name, value in baselines.items()]
    for kind, of_kind in runs.items():
        means = [mean_of(of_kind, name) for name in ("best", "train", "test")]
        rows.append([kind.upper(), of_kind[0].parameters[0], *means])
    return Table(
        "Perplexity: among how many equally likely characters the model seems to choose "
        f"(means of {len(SEEDS)} seeds, at the epoch that is best on the validation text)",
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
    for (name, value), line in zip(baselines.items(), (":", "-.", "--"), strict=False):
        axis.axhline(value, color="k", linewidth=0.8, linestyle=line, label=f"{name}: {value:.1f}")


def training_figure(runs: dict[str, Run], baselines: dict) -> Figure:
    """Draw perplexity against the epoch."""
    figure, axis = plt.subplots(figsize=(7.5, 4.8), layout="constrained")
    for kind, (run, *_) in runs.items():
        epochs, marker = np.arange(1, len(run.train) + 1), LINES[kind][0]
        for text, curve, line, fill in (
            ("validation", run.validation, "-", "full"),
            ("training", run.train, ":", "none"),
        ):
            label = f"{kind.upper()}, {text}"
            axis.semilogy(epochs, curve, marker + line, fillstyle=fill, label=label)
    _draw_baselines(axis, baselines)
    axis.set(
        title="Perplexity while training",
        xlabel="epoch",
        ylabel="perplexity (log scale)",
        yticks=[2, 5, 10, 20, 30],
        yticklabels=["2", "5", "10", "20", "30"],
    )
    axis.minorticks_off()
    axis.grid(alpha=0.3)
    axis.legend(fontsize=8)
    ends = ", ".join(
        f"{kind.upper()} {run.train[-1]:.1f} and {run.validation[-1]:.1f}"
        for kind, (run, *_) in runs.items()
    )
    return Figure(
        "training",
        figure,
        "Filled markers: validation text, open markers: training text, after each epoch, first "
        "seed. Baselines: test text.",
        "Training curves fall to the end; validation curves fall below the bigram line, level off "
        f"and turn. In the last epoch, training and validation: {ends}.",
    )


def context_figure(runs: dict[str, Run], baselines: dict) -> Figure:
    """Draw perplexity against the number of characters that the network may read."""
    figure, axis = plt.subplots(figsize=(7, 4.5), layout="constrained")
    means = {kind: np.mean([r.by_context for r in runs[kind]], axis=0) for kind in runs}
    for kind, mean in means.items():
        axis.semilogx(CONTEXTS, mean, LINES[kind], base=2, label=kind.upper())
    _draw_baselines(axis, {name: baselines[name] for name in ("unigram", "bigram")})
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
        f"{kind.upper()} {', '.join(f'{v:.1f}' for v in mean)}" for kind, mean in means.items()
    )
    return Figure(
        "context",
        figure,
        f"The same characters are predicted from more and more of the past; {len(SEEDS)} seeds.",
        f"Falling curves over 1, 2, 4, 8, 16 and 32 characters: {values}.",
    )


def learning_claim(baselines: dict, runs: dict[str, Run]) -> Claim:
    """The project of the exercise."""
    tests = {kind: [run.test for run in of_kind] for kind, of_kind in runs.items()}
    values = ", ".join(f"{kind.upper()} {min(t):.2f} to {max(t):.2f}" for kind, t in tests.items())
    return Claim(
        "An LSTM or a GRU can be trained to predict the next character.",
        f"Perplexity on text it was not trained on: {values}; uniform {baselines['uniform']:.0f}, "
        f"unigram {baselines['unigram']:.2f}, bigram {baselines['bigram']:.2f}.",
        max(map(max, tests.values())) < baselines["bigram"],
    )


def memorizing_claim(runs: dict[str, Run]) -> Claim:
    """Whether the training perplexity, the loss that is watched, says how good a model is."""
    every = [run for of_kind in runs.values() for run in of_kind]
    train, validation = (
        np.mean([curve[-1] for curve in curves])
        for curves in ([run.train for run in every], [run.validation for run in every])
    )
    turned = [r.validation[-1] > min(r.validation) and r.train[-1] < r.train[-2] for r in every]
    return Claim(
        "Evaluation: measure accuracy or perplexity (on which text? here: on the training text).",
        f"In the last epoch it is {train:.2f} on the training text and {validation:.2f} on the "
        f"validation text, means of {len(every)} networks. In {sum(turned)} of them it had been "
        "lower on the validation text before, while on the training text it was still falling: on "
        "so small a text the training perplexity measures memory.",
        not any(turned),
    )


def memory_claim(runs: dict[str, Run]) -> Claim:
    """Gates against forgetting."""
    near, far = CONTEXTS.index(8), CONTEXTS.index(32)
    means = {kind: np.mean([r.by_context for r in runs[kind]], axis=0) for kind in runs}
    gains = {kind: 1 - mean[far] / mean[near] for kind, mean in means.items()}
    text = ", ".join(
        f"{kind.upper()} {mean[0]:.1f}, {mean[near]:.2f} and {mean[far]:.2f}"
        for kind, mean in means.items()
    )
    return Claim(
        "LSTM and GRU capture long-term dependencies.",
        f"Test perplexity with 1, 8 and 32 characters to read: {text}. From 8 to 32 it falls by "
        + ", ".join(f"{gain:.0%}" for gain in gains.values())
        + ": what they use are the last few characters.",
        bool(min(gains.values()) > 0.2),
    )


def simpler_claim(runs: dict[str, Run]) -> Claim:
    """The GRU as the simpler alternative (Chapter 5, exercise 14)."""
    lstm, gru = (runs[kind][0].parameters[1] for kind in KINDS)
    ratio = gru / lstm
    difference = mean_of(runs["gru"], "test") / mean_of(runs["lstm"], "test") - 1
    return Claim(
        "The GRU has fewer parameters than the LSTM and a similar performance.",
        f"Weights of the recurrent layer: {gru} and {lstm} ({ratio:.0%}); the GRU's mean "
        f"test perplexity is {difference:+.1%} off the LSTM's.",
        bool(ratio < 1 and abs(difference) < 0.1),
    )
