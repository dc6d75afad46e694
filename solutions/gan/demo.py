"""Chapter 5, exercise 18: digits from noise, their distance to real ones, and two of the claims."""

from __future__ import annotations

from typing import NamedTuple

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression

from solutions.gan import (
    build_discriminator,
    build_generator,
    discriminator_loss,
    energy_distance,
    frechet_distance,
    generator_loss,
    saturating_generator_loss,
    train_gan,
)
from solutions.report import Claim, Demonstration, Figure, Table

LATENT, EPOCHS, RATE, SEEDS = 16, 90, 5e-4, (0, 1, 2)
SNAPSHOTS = (0, 1, 3, 10, 30, 60, 90)
COMPONENTS = 20


class Run(NamedTuple):
    """One training: samples from the same noise at every snapshot, and the losses."""

    samples: dict[int, np.ndarray]
    losses: dict[str, list[float]]


def demonstrate(say=print) -> Demonstration:
    """Train, look, measure against held-out digits, and count what is missing."""
    seen, unseen, labels = halves()
    runs = []
    for seed in SEEDS:
        say(f"training, seed {seed}: {EPOCHS} epochs on {len(seen)} digits")
        runs.append(train(seen, seed, generator_loss))
    say("the saturating loss, for comparison")
    saturating = [train(seen, seed, saturating_generator_loss) for seed in SEEDS]
    say("measuring")
    pca = PCA(COMPONENTS).fit(seen)
    baselines = {name: distances(x, unseen, pca) for name, x in references(seen).items()}
    curves = np.array(
        [[distances(run.samples[e], unseen, pca) for e in SNAPSHOTS] for run in runs]
    )  # (seeds, snapshots, 2)
    last = [distances(run.samples[EPOCHS], unseen, pca) for run in saturating]
    return Demonstration(
        title="Project: a generative adversarial network",
        summary=f"Dense networks, non-saturating loss, Adam with rate {RATE} and beta_1 = 0.5, "
        f"{EPOCHS} epochs on {len(seen)} digits, {len(SEEDS)} seeds. All distances are to "
        f"{len(unseen)} digits that were not trained on.",
        tables=[distance_table(curves, baselines), class_table(runs, seen, labels)],
        figures=[sample_figure(runs[0], seen), progress_figure(runs, curves, baselines)],
        claims=[
            learning_claim(curves[:, -1], baselines),
            sign_claim(),
            saturation_claim(curves[:, -1], np.array(last)),
            equilibrium_claim(runs),
            collapse_claim(runs, seen, labels),
        ],
    )


def halves() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return digits to train on, digits held out (values in [-1, 1]), and labels of the first."""
    x, y = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(x))
    x, y = (x[order] / 8 - 1).astype("float32"), y[order]
    middle = len(x) // 2
    return x[:middle], x[middle:], y[:middle]


def train(seen: np.ndarray, seed: int, loss_fn) -> Run:
    """Train one GAN; sample from the same noise at each snapshot."""
    generator = build_generator(LATENT, seed=100 * seed)
    discriminator = build_discriminator(seed=100 * seed + 50)
    z = np.random.default_rng(seed + 1000).normal(size=(len(seen), LATENT)).astype("float32")
    samples = {0: generator(z).numpy()}

    def after_epoch(epoch: int) -> None:
        if epoch in SNAPSHOTS:
            samples[epoch] = generator(z).numpy()

    losses = train_gan(
        generator, discriminator, seen, EPOCHS, learning_rate=RATE, loss_fn=loss_fn, seed=seed,
        after_epoch=after_epoch,
    )  # fmt: skip
    return Run(samples, losses)


def references(seen: np.ndarray) -> dict[str, np.ndarray]:
    """Return what the generator is to be compared with, as many images as it makes."""
    rng = np.random.default_rng(1)
    n, pixels = seen.shape
    shuffled = seen[rng.integers(0, n, (n, pixels)), np.arange(pixels)]
    normal = rng.multivariate_normal(seen.mean(axis=0), np.cov(seen, rowvar=False), n)
    return {
        "real digits": seen,
        "normal with their mean and covariance": np.clip(normal, -1, 1),
        "each pixel from another digit": shuffled,
        "uniform noise": rng.uniform(-1, 1, seen.shape),
    }


def distances(x: np.ndarray, unseen: np.ndarray, pca: PCA) -> tuple[float, float]:
    """Return the energy distance on pixels and the Frechet distance on principal components."""
    return energy_distance(x, unseen), frechet_distance(pca.transform(x), pca.transform(unseen))


def distance_table(curves: np.ndarray, baselines: dict) -> Table:
    """Return the distances over time (mean over the seeds) and those of the references."""
    rows = [
        [f"generator, epoch {epoch}", *values]
        for epoch, values in zip(SNAPSHOTS, curves.mean(axis=0), strict=True)
    ]
    return Table(
        "Distance to held-out digits; the energy distance is unbiased and may fall below 0",
        ["images", "energy distance (pixels)", f"Frechet distance ({COMPONENTS} components)"],
        [*rows, *([name, *values] for name, values in baselines.items())],
    )


def classes(samples: np.ndarray, seen: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return how often a classifier that knows the real digits sees each class in the samples."""
    classifier = LogisticRegression(max_iter=500).fit(seen, labels)
    return np.bincount(classifier.predict(samples), minlength=10) / len(samples)


def class_table(runs: list[Run], seen: np.ndarray, labels: np.ndarray) -> Table:
    """Return the share of each class among real and generated digits."""
    rows = [["real"] + [f"{share:.1%}" for share in np.bincount(labels) / len(labels)]]
    for seed, run in zip(SEEDS, runs, strict=True):
        shares = classes(run.samples[EPOCHS], seen, labels)
        rows.append([f"generated, seed {seed}"] + [f"{share:.1%}" for share in shares])
    return Table(
        "Which digits are made, by logistic regression", ["images", *map(str, range(10))], rows
    )


def sample_figure(run: Run, seen: np.ndarray) -> Figure:
    """Show samples from the same noise over time, and real digits."""
    count = 14
    rows = {"real": seen, **{f"epoch {epoch}": run.samples[epoch] for epoch in SNAPSHOTS}}
    figure, axes = plt.subplots(len(rows), count, figsize=(9, 5.6))
    for line, (name, images) in zip(axes, rows.items(), strict=True):
        for axis, image in zip(line, images, strict=False):
            axis.imshow(image.reshape(8, 8), cmap="gray_r", vmin=-1, vmax=1)
            axis.set(xticks=[], yticks=[])
        line[0].set_ylabel(name, rotation=0, ha="right", va="center")
    figure.suptitle("Digits from noise: one column is one noise vector")
    return Figure(
        "samples",
        figure,
        f"First seed. Real digits at the top, then the same {count} noise vectors over time.",
        "A grid of 8 by 8 images. The rows of the first epochs are noise; later rows turn into "
        "blurred strokes and then into shapes of which most can be read as digits.",
    )


def progress_figure(runs: list[Run], curves: np.ndarray, baselines: dict) -> Figure:
    """Draw the losses, and the Frechet distance with its baselines."""
    figure, axes = plt.subplots(1, 2, figsize=(11, 4.5), layout="constrained")
    epochs = np.arange(1, EPOCHS + 1)
    for name, line in (("discriminator", "-"), ("generator", "--")):
        mean = np.mean([run.losses[name] for run in runs], axis=0)
        axes[0].plot(epochs, mean, line, label=name)
    axes[0].axhline(2 * np.log(2), color="k", linewidth=0.8, linestyle=":", label="2 log 2")
    axes[0].axhline(np.log(2), color="k", linewidth=0.8, linestyle="-.", label="log 2")
    axes[0].set(title="Losses (they do not tell progress)", xlabel="epoch", ylabel="loss (nats)")
    for seed, curve in zip(SEEDS, curves, strict=True):
        axes[1].semilogy(SNAPSHOTS, curve[:, 1], "o^s"[seed % 3] + "-", label=f"seed {seed}")
    for (name, values), line in zip(baselines.items(), (":", "--", "-.", "-"), strict=True):
        axes[1].axhline(values[1], color="k", linewidth=0.8, linestyle=line, label=name)
    axes[1].set(
        title="Frechet distance to held-out digits",
        xlabel="epoch",
        ylabel="squared distance (log scale)",
    )
    for axis in axes:
        axis.grid(alpha=0.3)
        axis.legend(fontsize=8)
    return Figure(
        "progress",
        figure,
        "Left: mean of the seeds. Right: every seed, with the references as horizontal lines.",
        "After twenty epochs the losses change little, while the Frechet distance keeps falling, "
        f"from {curves[:, 1, 1].mean():.0f} after one epoch to {curves[:, -1, 1].mean():.1f}; real "
        f"digits are at {baselines['real digits'][1]:.2f}.",
    )


def learning_claim(ends: np.ndarray, baselines: dict) -> Claim:
    """Whether the project works, in numbers."""
    real, normal, shuffled, noise = baselines.values()
    return Claim(
        "The generator learns to turn random noise into data that resemble the training "
        "distribution.",
        f"Frechet distance to held-out digits over {len(SEEDS)} seeds: {ends[:, 1].min():.2f} to "
        f"{ends[:, 1].max():.2f}; uniform noise {noise[1]:.1f}, pixels shuffled between digits "
        f"{shuffled[1]:.1f}, real digits {real[1]:.2f}: the samples are still "
        f"{ends[:, 1].mean() / real[1]:.0f} times as far away. A normal distribution is at "
        f"{normal[1]:.2f}, since this distance sees mean and covariance only; its energy distance "
        f"is {normal[0]:.3f}, the generator's {ends[:, 0].min():.3f} to {ends[:, 0].max():.3f}.",
        bool(ends[:, 1].max() < shuffled[1] / 2),
    )


def sign_claim() -> Claim:
    """The sign in the text (Chapter 5, exercise 6)."""

    def printed(real: float, fake: float) -> float:
        p_real, p_fake = keras.ops.sigmoid(real), keras.ops.sigmoid(fake)
        return float(-tf.math.log(p_real) + tf.math.log(1 - p_fake))

    right, fooled = (5.0, -5.0), (5.0, 5.0)  # logits of a real image and of a fake
    correct = [
        float(discriminator_loss(tf.constant(r), tf.constant(f))) for r, f in (right, fooled)
    ]
    return Claim(
        "The discriminator's loss is -log D(x) + log(1 - D(G(z))).",
        f"Minimised, it prefers a discriminator that takes fakes for real: {printed(*fooled):.2f} "
        f"against {printed(*right):.2f} for one that is right. With -log(1 - D(G(z))) it is "
        f"{correct[1]:.2f} against {correct[0]:.2f}.",
        printed(*right) < printed(*fooled),
    )


def saturation_claim(ends: np.ndarray, saturating: np.ndarray) -> Claim:
    """The choice between the two losses of the generator."""
    d = tf.Variable(-8.0)
    with tf.GradientTape(persistent=True) as tape:
        losses = generator_loss(d), saturating_generator_loss(d)
    slopes = [float(tape.gradient(loss, d)) for loss in losses]
    return Claim(
        "The generator's loss can be -log D(G(z)) or log(1 - D(G(z))).",
        f"Where D is sure of a fake (logit -8) their slopes are {slopes[0]:.2g} and "
        f"{slopes[1]:.2g}. Trained to the end, Frechet distances are {ends[:, 1].mean():.2f} "
        f"({ends[:, 1].min():.2f} to {ends[:, 1].max():.2f}) and {saturating[:, 1].mean():.2f} "
        f"({saturating[:, 1].min():.2f} to {saturating[:, 1].max():.2f}): here D is rarely that "
        "sure, and Adam divides the size of the gradient out.",
        bool(max(ends[:, 1].max(), saturating[:, 1].max()) < 2 * ends[:, 1].mean()),
    )


def equilibrium_claim(runs: list[Run]) -> Claim:
    """The Nash equilibrium: D = 1/2 everywhere."""
    ends = [np.mean(run.losses["discriminator"][-10:]) for run in runs]
    return Claim(
        "Ideally the game converges to its equilibrium, where D cannot tell and its loss is "
        "2 log 2 = 1.386.",
        f"Mean loss of the discriminator over the last ten epochs: "
        f"{', '.join(f'{end:.3f}' for end in ends)}: it can still tell.",
        bool(min(ends) > 1.95 * np.log(2)),
    )


def collapse_claim(runs: list[Run], seen: np.ndarray, labels: np.ndarray) -> Claim:
    """Mode collapse, measured as classes that are hardly made."""
    shares = np.array([classes(run.samples[EPOCHS], seen, labels) for run in runs])
    spread = [np.mean(run.samples[EPOCHS].var(axis=0)) / np.mean(seen.var(axis=0)) for run in runs]
    missing = int((shares < 0.02).sum())
    return Claim(
        "GANs suffer from mode collapse: the generator produces limited variety.",
        f"Classes with under 2 % of the samples: {missing} of {shares.size} (rarest "
        f"{shares.min():.1%}, most frequent {shares.max():.1%}); variance of the samples: "
        f"{min(spread):.0%} to {max(spread):.0%} of that of the digits.",
        bool(missing > 0 or min(spread) < 0.5),
    )
