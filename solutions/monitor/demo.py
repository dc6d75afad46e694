"""Health reports of healthy, vanishing and exploding networks, and a training that is watched."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import keras
import numpy as np
import tensorflow as tf
from matplotlib.figure import Figure as MatplotlibFigure

from solutions.data import load
from solutions.monitor.callback import GradientHealthMonitor
from solutions.monitor.dashboard import dashboard, draw_layers
from solutions.monitor.health import health_metrics
from solutions.monitor.statistics import gradient_statistics, layer_gradient_norms
from solutions.monitor.verdict import gradient_spread, interpret_gradient_health
from solutions.report import Claim, Demonstration, Figure, Table
from solutions.vanishing import build_deep_network
from solutions.vanishing.demo import lecture_data as lecture_batch

SEEDS = range(5)
NETWORKS = {
    "sigmoid, 6 layers": {"depth": 6},
    "sigmoid, 12 layers": {"depth": 12},
    "ReLU, 6 layers": {"depth": 6, "activation": "relu", "initializer": "he_normal"},
    "exploding, 6 layers": {
        "depth": 6,
        "activation": "linear",
        "output_activation": "linear",
        "initializer": keras.initializers.RandomNormal(stddev=2.0),
    },
}
# the three "expected outputs" of lecture 1.5: min, max, mean, vanished and weak layers of 6
EXPECTED = {
    "sigmoid, 6 layers": (1.23e-08, 4.56e-02, 2.34e-05, 3, 5),
    "ReLU, 6 layers": (2.45e-03, 8.91e-01, 1.23e-01, 0, 0),
    "exploding, 6 layers": (5.67e02, 1.23e05, 2.34e04, 0, 0),
}


def demonstrate(say: Callable[[str], None] = print) -> Demonstration:
    """Report on four networks, watch two trainings, and measure the course's claims."""
    say(f"gradients of {len(NETWORKS)} networks, {len(SEEDS)} seeds each")
    norms = {name: [measure(name, seed) for seed in SEEDS] for name in NETWORKS}
    reports = {name: health_metrics(list(runs[0].values())) for name, runs in norms.items()}
    say("two trainings on digits, watched")
    watched = {
        "twelve sigmoid layers, SGD at 0.1": watch("sigmoid", 12, 0.1, batches=100, every=5),
        "six ReLU layers, SGD at 2.0": watch("relu", 6, 2.0, batches=10, every=1),
    }
    return Demonstration(
        title="Gradient health monitor",
        summary="One number per layer, the norm of its kernel gradient; metrics over the layers; "
        "a verdict from one table of thresholds.",
        tables=(report_table(reports), alert_table(watched)),
        figures=(
            layers_figure({name: runs[0] for name, runs in norms.items()}),
            *(dashboard_figure(training, monitor) for training, monitor in watched.items()),
        ),
        claims=(*expected_claims(norms), *possible_claims(), tensor_claim(), *table_claims()),
    )


def build(name: str, seed: int) -> keras.Model:
    """Return one of ``NETWORKS``: 10 inputs, hidden layers of 64, one output, as in the lecture."""
    return build_deep_network(**NETWORKS[name], seed=100 * seed)


def measure(name: str, seed: int) -> dict[str, float]:
    """Return the layer gradient norms of a fresh network on the lecture's kind of batch."""
    return layer_gradient_norms(build(name, seed), *lecture_batch(seed))


def watch(
    activation: str, layers: int, learning_rate: float, batches: int, every: int
) -> GradientHealthMonitor:
    """Train on digits by SGD and return the monitor that looked on."""
    data = load("digits")
    keras.utils.set_random_seed(0)
    start = "he_normal" if activation == "relu" else "glorot_uniform"
    model = keras.Sequential([keras.Input((64,))])
    for layer in range(1, layers):
        hidden = keras.layers.Dense(64, activation, kernel_initializer=start, name=f"layer_{layer}")
        model.add(hidden)
    model.add(keras.layers.Dense(10, name=f"layer_{layers}"))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.SGD(learning_rate), loss=loss)
    monitor = GradientHealthMonitor(data.x_test[:200], data.y_test[:200], every=every, alert=None)
    picks = np.random.default_rng(0).integers(0, len(data.x_train), 32 * batches)
    x, y = data.x_train[picks], data.y_train[picks]
    model.fit(x, y, batch_size=32, verbose=0, callbacks=[monitor])
    return monitor


def report_table(reports: Mapping[str, Mapping[str, float]]) -> Table:
    """Tabulate the metrics and the verdict of each network."""
    rows = []
    for name, m in reports.items():
        verdict = interpret_gradient_health(m)
        sizes = [m[f"{key}_gradient"] for key in ("min", "max", "mean", "std")]
        counts = [f"{m[key]}/{m['layers']}" for key in ("vanished_layers", "weak_layers")]
        found = ", ".join(verdict["findings"]) or "-"
        rows.append((name, *sizes, *counts, gradient_spread(m), verdict["status"], found))
    columns = ("network", "min", "max", "mean", "std", "vanished", "weak", "spread", "status")
    return Table("Health report before training, seed 0", (*columns, "findings"), rows)


def alert_table(watched: Mapping[str, GradientHealthMonitor]) -> Table:
    """Tabulate what the monitors raised."""
    rows = [(training, alert) for training, m in watched.items() for alert in m.alerts]
    return Table("Alerts while training on digits", ("training", "alert"), rows)


def layers_figure(norms: Mapping[str, Mapping[str, float]]) -> Figure:
    """Draw the layers of each network beside the thresholds."""
    figure = MatplotlibFigure(figsize=(12, 8), layout="constrained")
    for ax, (name, by_layer) in zip(figure.subplots(2, 2).flat, norms.items(), strict=True):
        status = interpret_gradient_health(health_metrics(list(by_layer.values())))["status"]
        draw_layers(ax, by_layer, f"{name}: {status}")
    figure.axes[0].legend(fontsize="small")
    return Figure(
        "layers",
        figure,
        "The norm of each layer's kernel gradient before training, seed 0.",
        "Four bar charts on log scales: the sigmoid networks fall towards the input, twelve layers "
        "below 1e-6; the ReLU network is level; the exploding one stands far above 100.",
    )


def dashboard_figure(training: str, monitor: GradientHealthMonitor) -> Figure:
    """Wrap a monitor's dashboard for the page."""
    last = monitor.history[-1]
    return Figure(
        f"dashboard_{training.split()[1].lower()}",
        dashboard(monitor.history),
        f"The monitor's dashboard: {training}, on digits.",
        f"Four panels for {training}: norms of the layers over {last['batch']} batches, the layers "
        f"at the end, counts of layers in trouble, and the status, which ends {last['status']}.",
    )


def expected_claims(norms: Mapping[str, list[Mapping[str, float]]]) -> list[Claim]:
    """Compare the lecture's expected outputs with five measured networks each."""
    claims = []
    for name, (low, high, _, vanished, weak) in EXPECTED.items():
        runs = [health_metrics(list(run.values())) for run in norms[name]]
        lows, highs = ([m[f"{k}_gradient"] for m in runs] for k in ("min", "max"))
        counts = {(m["vanished_layers"], m["weak_layers"]) for m in runs}
        near = all(0.1 < m / low < 10 for m in lows) and all(0.1 < m / high < 10 for m in highs)
        claims.append(
            Claim(
                f"Expected output (lecture 1.5), {name}: norms from {low:.2e} to {high:.2e}, "
                f"{vanished} vanished and {weak} weak layers (taken as: within a factor of 10).",
                f"{len(runs)} seeds: smallest {min(lows):.1e} to {max(lows):.1e}, largest "
                f"{min(highs):.1e} to {max(highs):.1e}; (vanished, weak) in {sorted(counts)}",
                near and counts == {(vanished, weak)},
            )
        )
    return claims


def possible_claims() -> list[Claim]:
    """Test each expected output against arithmetic: a mean of six holds the largest of them."""
    claims = []
    for name, (low, high, mean, _, _) in EXPECTED.items():
        least = (high + 5 * low) / 6
        claims.append(
            Claim(
                f"Expected output (lecture 1.5), {name}: a mean of {mean:.2e} over six layers.",
                f"with a largest of {high:.2e} and a smallest of {low:.2e} the mean is at least "
                f"(max + 5 min) / 6 = {least:.2e}",
                mean >= least,
            )
        )
    return claims


def tensor_claim() -> Claim:
    """Count the weak layers of a deep sigmoid network as the lecture does, and by layer."""
    model = build("sigmoid, 12 layers", 0)
    x, y = lecture_batch(0)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.mean_squared_error(y, model(x)))
    gradients = tape.gradient(loss, model.trainable_variables)
    by_tensor = [tensor["norm"] for tensor in gradient_statistics(gradients)["tensors"]]
    by_layer = list(layer_gradient_norms(model, x, y).values())
    tensors, layers = (health_metrics(norms) for norms in (by_tensor, by_layer))
    return Claim(
        "monitor_gradient_health of lecture 1.5 counts weak layers.",
        f"it counts tensors: {tensors['weak_layers']} weak of {tensors['layers']} in a network of "
        f"{layers['layers']} layers, of which {layers['weak_layers']} are weak",
        tensors["layers"] == layers["layers"],
    )


def table_claims() -> list[Claim]:
    """Compare the lecture's guide with the lecture's code, and divide by a dead layer."""
    guide = {weak: weak >= 2 for weak in range(7)}
    code = {weak: weak > 2 for weak in range(7)}
    differ = [weak for weak in guide if guide[weak] != code[weak]]
    dead = health_metrics([0.0, 0.5])
    verdict = interpret_gradient_health(dead)
    with np.errstate(divide="ignore"):
        ratio = np.float64(dead["max_gradient"]) / np.float64(dead["min_gradient"])
    return [
        Claim(
            "The lecture's guide and its interpret_gradient_health draw the same lines.",
            f"they differ at {differ} weak layers, and on the spread: the guide warns above 1e4, "
            "the code above 1e5",
            not differ,
        ),
        Claim(
            "max / min says how stable a network is, whatever the norms (lecture 1.5).",
            f"for norms 0 and 0.5 it is {ratio} (in plain Python a ZeroDivisionError); here the "
            f"dead layer is reported as {list(verdict['findings'])}, {verdict['status']}",
            bool(np.isfinite(ratio)),
        ),
    ]
