"""Script 04: the performance matrix of the activation functions, and the course's claims."""

from __future__ import annotations

import keras
import matplotlib.pyplot as plt
import numpy as np

from solutions.activations import (
    ACTIVATIONS,
    Performance,
    elu,
    elu_derivative,
    gaussian_mean,
    gradient_through_depth,
    leaky_relu,
    performance_matrix,
    rank_by_preservation,
    tanh_derivative,
)
from solutions.activations.timing import timings
from solutions.data import load
from solutions.report import Claim, Demonstration, Figure, Table

DEPTH = 20
HIDDEN_LAYERS = 10
EPOCHS = 8
LINES = dict(zip(ACTIVATIONS, ("o-", "s--", "^:", "v-.", "x-", "D--", "P:", "*-."), strict=True))


def demonstrate(say=print) -> Demonstration:
    """Compare the activation functions on paper, through random layers, and in training."""
    say(f"properties, and a gradient through {DEPTH} random layers")
    matrix = performance_matrix(depth=DEPTH)
    accuracy = {}
    for name in ACTIVATIONS:
        say(f"training {HIDDEN_LAYERS} hidden layers with {name}")
        accuracy[name] = train(name)
    say("timing sigmoid and ReLU")
    times = timings()
    ranking = rank_by_preservation({row.name: row.gain for row in matrix})
    return Demonstration(
        title="Activation functions",
        summary="Expectations are under z ~ N(0, 1). Weights have the variance that keeps the "
        "size of the signal, 1 / (n E[f²]), separately for each function. By how close the "
        f"gradient gain is to 1, the order is {', '.join(ranking)}.",
        tables=[matrix_table(matrix, accuracy, ranking), timing_table(times)],
        figures=[shapes_figure(), depth_figure()],
        claims=[
            speed_claim(times),
            epochs_claim(accuracy),
            leaky_claim(),
            elu_claim(),
            tanh_claim(),
            flow_claim(matrix),
            centred_claim(matrix),
        ],
    )


def train(name: str) -> dict[str, list[float]]:
    """Train a deep, narrow network on the digits; return Keras' history of its accuracies."""
    data = load("digits")
    scale = 1 / gaussian_mean(lambda z: ACTIVATIONS[name].f(z) ** 2)
    model = keras.Sequential([keras.Input((64,))])
    for layer in range(HIDDEN_LAYERS):
        initializer = keras.initializers.VarianceScaling(
            scale, "fan_in", "untruncated_normal", seed=layer
        )
        model.add(keras.layers.Dense(64, kernel_initializer=initializer))
        model.add(
            keras.layers.PReLU(alpha_initializer=keras.initializers.Constant(0.25))
            if name == "prelu"
            else keras.layers.LeakyReLU(0.01)
            if name == "leaky_relu"
            else keras.layers.Activation(name)
        )
    model.add(keras.layers.Dense(10, kernel_initializer=keras.initializers.GlorotUniform(seed=99)))
    model.compile(
        keras.optimizers.SGD(0.01),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        steps_per_execution=20,
    )
    return model.fit(
        data.x_train,
        data.y_train,
        batch_size=32,
        epochs=EPOCHS,
        shuffle=False,
        verbose=0,
        validation_data=(data.x_test, data.y_test),
    ).history


def matrix_table(matrix: list[Performance], accuracy: dict, ranking: list[str]) -> Table:
    """Return the performance matrix with the trained accuracy and the rank."""
    rows = [
        [*row, accuracy[row.name]["val_accuracy"][-1], ranking.index(row.name) + 1]
        for row in matrix
    ]
    return Table(
        f"Performance matrix (the gradient after {DEPTH} random layers: geometric mean of 5 seeds; "
        f"digits: {HIDDEN_LAYERS} hidden layers, {EPOCHS} epochs of SGD 0.01, one seed)",
        [
            "function",
            "largest slope",
            "mean output",
            "E[f'²]",
            "gain E[f'²]/E[f²]",
            "share with |f'| < 1e-3",
            f"gradient after {DEPTH} layers",
            "test accuracy",
            "rank by gain",
        ],
        rows,
    )


def timing_table(times: dict) -> Table:
    """Return the times in microseconds and their ratio."""
    return Table(
        "Time of sigmoid and ReLU on this machine",
        ["job", "sigmoid (µs)", "ReLU (µs)", "ratio"],
        [
            [job, 1e6 * t["sigmoid"], 1e6 * t["relu"], t["sigmoid"] / t["relu"]]
            for job, t in times.items()
        ],
    )


def shapes_figure() -> Figure:
    """Draw every function with its derivative."""
    figure, axes = plt.subplots(2, 4, figsize=(12, 6), sharex=True, layout="constrained")
    x = np.linspace(-4, 4, 801)
    for axis, (name, (f, df)) in zip(axes.flat, ACTIVATIONS.items(), strict=True):
        axis.plot(x, f(x), "-", label="f(x)")
        axis.plot(x, df(x), "--", label="f'(x)")
        axis.set(title=name, ylim=(-1.2, 2.2))
        axis.grid(alpha=0.3)
    for axis in axes[1]:
        axis.set_xlabel("x")
    for axis in axes[:, 0]:
        axis.set_ylabel("f(x) and f'(x)")
    axes[0, 0].legend()
    figure.suptitle("Activation functions and their derivatives")
    return Figure(
        "shapes",
        figure,
        "The functions (solid) and their derivatives (dashed).",
        "Eight small panels. Sigmoid and tanh level off on both sides and their slopes go to 0; "
        "ReLU, Leaky ReLU and PReLU are straight lines with a bend at 0; ELU, Swish and GELU are "
        "smooth, and the slopes of Swish and GELU dip below 0 and rise above 1.",
    )


def depth_figure() -> Figure:
    """Draw the norm of a gradient on its way back through random layers."""
    figure, (every, close) = plt.subplots(1, 2, figsize=(12, 5), layout="constrained")
    layers = np.arange(DEPTH + 1)
    for name, (f, df) in ACTIVATIONS.items():
        norms = np.array([gradient_through_depth(f, df, DEPTH, seed=seed) for seed in range(5)])
        mean = np.exp(np.log(norms).mean(axis=0))
        for axis in (every, close):
            axis.semilogy(layers, mean, LINES[name], markersize=5, markevery=2, label=name)
    every.set(title="Gradient norm on its way back", ylabel="norm / norm at the start (log scale)")
    close.set(title="The same, close to 1", ylim=(0.3, 10))
    for axis in (every, close):
        axis.set(xlabel="random layers passed", xticks=layers[::4])
        axis.grid(alpha=0.3, which="both")
    every.legend(ncols=2)
    return Figure(
        "gradient_through_depth",
        figure,
        "Only the sigmoid loses the gradient when the weights suit the function "
        "(256 units, geometric mean of 5 seeds).",
        "Two panels, gradient norm against the number of layers passed, log scale. The sigmoid's "
        "line falls geometrically by about eight decades; tanh rises slowly; all the others stay "
        "between a third and three times the start.",
    )


def speed_claim(times: dict) -> Claim:
    """The speed of ReLU (SAQ 5)."""
    ratios = {job: t["sigmoid"] / t["relu"] for job, t in times.items()}
    text = "; ".join(f"{job}: {ratio:.1f}" for job, ratio in ratios.items())
    return Claim(
        "ReLU is about 6 times faster to compute than the sigmoid, which makes training faster.",
        f"Time of sigmoid / time of ReLU, {text}. The last is what training pays. (The well-known "
        "6 is a number of epochs, and against tanh: Krizhevsky et al. 2012, figure 1.)",
        bool(4 <= list(ratios.values())[-1] <= 9),
    )


def epochs_claim(accuracy: dict) -> Claim:
    """The convergence of ReLU (Chapter 5, exercise 13)."""

    def epochs_to(name: str) -> float:
        reached = np.array(accuracy[name]["accuracy"]) >= 0.75
        return int(np.argmax(reached)) + 1 if reached.any() else np.inf

    relu, tanh = epochs_to("relu"), epochs_to("tanh")
    return Claim(
        "ReLU converges about 6 times faster than tanh ('in some studies').",
        f"Epochs to 25 % training error on the digits, {HIDDEN_LAYERS} hidden layers, weights "
        f"suited to each: ReLU {relu}, tanh {tanh}. The figure belongs to the network and data of "
        "one study.",
        bool(tanh / relu >= 3),
    )


def leaky_claim() -> Claim:
    """Leaky ReLU as a maximum (Chapter 5, exercise 13)."""
    x, alpha = np.array([-1.0, 1.0]), 2.0
    maximum, leaky = np.maximum(alpha * x, x), leaky_relu(x, alpha)
    return Claim(
        "Leaky ReLU is max(αz, z).",
        f"For α = 2 and z = -1, 1 the maximum is {maximum.tolist()}, Leaky ReLU {leaky.tolist()}: "
        "equal only for α ≤ 1.",
        bool(np.array_equal(maximum, leaky)),
    )


def elu_claim() -> Claim:
    """Smoothness of ELU (Chapter 5, exercise 13)."""
    jumps = {
        alpha: float(elu_derivative(1e-9, alpha) - elu_derivative(-1e-9, alpha))
        for alpha in (0.5, 1.0, 2.0)
    }
    text = ", ".join(f"α = {alpha:g}: {jump:.3g}" for alpha, jump in jumps.items())
    return Claim(
        "ELU is smooth everywhere (whatever α is).",
        f"Jump of the slope at 0 for {text}. The value is continuous for all "
        f"(ELU(0) = {float(elu(0.0, 2.0)):g}).",
        bool(np.allclose(list(jumps.values()), 0, atol=1e-6)),
    )


def tanh_claim() -> Claim:
    """Saturation of tanh (lecture notes, 3.1)."""
    x = np.linspace(2, 10, 8001)
    steepest = float(tanh_derivative(x).max())
    return Claim(
        "For |x| > 2 the slope of tanh is below 0.1.",
        f"Largest slope from 2 on: {steepest:.4f}.",
        steepest < 0.1,
    )


def flow_claim(matrix: list[Performance]) -> Claim:
    """Gradient flow of the smooth gates (Chapter 5, exercise 13)."""
    gains = {row.name: row.gain for row in matrix}
    distance = {name: abs(np.log(gain)) for name, gain in gains.items()}
    better = [name for name in ("elu", "swish", "gelu") if distance[name] < distance["relu"]]
    return Claim(
        "ELU, Swish and GELU have better gradient flow than ReLU.",
        "Gradient gain of a layer at the start of training, 1 is best: "
        + ", ".join(f"{name} {gains[name]:.3f}" for name in ("relu", "elu", "swish", "gelu"))
        + f". Closer to 1 than ReLU: {', '.join(better) or 'none'}. What they avoid are the "
        "units with no gradient at all.",
        len(better) == 3,
    )


def centred_claim(matrix: list[Performance]) -> Claim:
    """The mean output of ELU (Chapter 5, exercise 13)."""
    means = {row.name: row.mean_output for row in matrix}
    return Claim(
        "ELU's mean activation is closer to zero than ReLU's.",
        f"Mean output under N(0, 1): ELU {means['elu']:.3f}, ReLU {means['relu']:.3f}.",
        bool(abs(means["elu"]) < abs(means["relu"])),
    )
