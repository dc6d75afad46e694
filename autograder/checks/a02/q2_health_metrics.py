"""a02_q2_health_metrics: a report on the layers, from one norm for each."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a02_q2_health_metrics"
section = "2. A report on the layers"
outcome, co, po, part = "LO-1", ["CO-1", "CO-4"], ["PO-1", "PO-2"], "practical"


def size(least, most, mean, std):
    """Return the four keys that describe how large the norms are."""
    keys = ("min_gradient", "max_gradient", "mean_gradient", "std_gradient")
    return dict(zip(keys, (least, most, mean, std), strict=True))


@graded("smallest, largest, mean and population std of the norms", points=0.5)
def test_size_public(health_metrics):
    norms = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]
    expect(
        "health_metrics([2, 4, 4, 4, 5, 5, 7, 9])",
        health_metrics(norms),
        size(2.0, 9.0, 5.0, 2.0),  # squared deviations 9, 1, 1, 1, 0, 0, 4, 16: 32 / 8 = 4
        "mean: the sum divided by the number of layers, so never below max / 8. std: the root of "
        "the mean squared deviation, divided by 8 and not by 7.",
    )


@graded("the same of other norms", points=0.5, hidden=True)
def test_size_hidden(health_metrics):
    norms = 10.0 ** draw("size").uniform(-3, 1, size=6)
    about = "Minimum, maximum, mean or std of the norms is off; read section 2 again."
    want = size(np.min(norms), np.max(norms), np.sum(norms) / 6, 0.0)
    want["std_gradient"] = np.sqrt(np.sum((norms - want["mean_gradient"]) ** 2) / 6)
    expect_hidden(health_metrics(norms.tolist()), want, about)


@graded("vanished is below 1e-6, weak is below 1e-4, and 0 is both", points=0.5)
def test_counts_public(health_metrics):
    expect(
        "health_metrics([0, 5e-7, 1e-6, 5e-5, 1e-4, 0.3])",
        health_metrics([0.0, 5e-7, 1e-6, 5e-5, 1e-4, 0.3]),
        # vanished: 0 and 5e-7; weak: these, 1e-6 and 5e-5
        {"vanished_layers": 2, "weak_layers": 4, "layers": 6, "min_gradient": 0.0},
        "'below' leaves the limit itself out, a vanished layer is weak as well, and a norm of 0 "
        "is a measured norm: the layer that hears nothing at all.",
    )


@graded("the counts of other norms", points=0.5, hidden=True)
def test_counts_hidden(health_metrics):
    rng = draw("counts")
    dead, vanished, weak, well = (int(n) for n in rng.integers(1, 5, size=4))
    norms = [0.0] * dead + [1e-6, 1e-4]
    norms += [float(n) for n in rng.uniform(1e-9, 9e-7, size=vanished)]
    norms += [float(n) for n in rng.uniform(2e-6, 9e-5, size=weak)]
    norms += [float(n) for n in rng.uniform(2e-4, 2.0, size=well)]
    rng.shuffle(norms)
    want = {"vanished_layers": dead + vanished, "weak_layers": dead + vanished + 1 + weak}
    about = "Vanished or weak layers are miscounted; read section 2 again."
    expect_hidden(health_metrics(norms), {**want, "layers": len(norms)}, about)


@graded("NaN and Inf are counted, and left out of everything else", points=0.5)
def test_non_finite_public(health_metrics):
    nan, inf = float("nan"), float("inf")
    cause = (
        "NaN and Inf are the worst a norm can be: count both in non_finite_layers, and take the "
        "four sizes over the other norms only."
    )
    got = health_metrics([nan, 3.0, inf, 3.0])
    want = {**size(3.0, 3.0, 3.0, 0.0), "layers": 4, "non_finite_layers": 2, "weak_layers": 0}
    expect("health_metrics([nan, 3, inf, 3])", got, want, cause)
    want = {**size(nan, nan, nan, nan), "layers": 1, "non_finite_layers": 1, "weak_layers": 0}
    about_nothing = "where no norm is finite, the four sizes are NaN; " + cause
    expect("health_metrics([inf])", health_metrics([inf]), want, about_nothing)


@graded("NaN and Inf anywhere among the norms", points=0.5, hidden=True)
def test_non_finite_hidden(health_metrics):
    rng = draw("non_finite")
    norm, count = float(rng.uniform(0.5, 2.0)), int(rng.integers(2, 6))
    lost = [float("nan")] * int(rng.integers(1, 4)) + [float("inf")] * int(rng.integers(1, 4))
    norms = [norm] * count + lost
    rng.shuffle(norms)
    about = "Norms that are NaN or Inf are not handled; read section 2 again."
    want = size(norm, norm, norm, 0.0)
    counts = {"layers": len(norms), "non_finite_layers": len(lost), "vanished_layers": 0}
    expect_hidden(health_metrics(norms), {**want, **counts}, about)
    want = {**size(*[float("nan")] * 4), "layers": len(lost), "non_finite_layers": len(lost)}
    expect_hidden(health_metrics(lost), want, about)


@graded("None is a missing layer, not a small one", points=0.5)
def test_missing_public(health_metrics):
    expect(
        "health_metrics([None, 3, None, 3])",
        health_metrics([None, 3.0, None, 3.0]),
        {**size(3.0, 3.0, 3.0, 0.0), "layers": 4, "missing_layers": 2, "weak_layers": 0},
        "None: the loss does not reach this layer. It is a layer (layers counts it) without a "
        "norm (nothing else does), and is told in missing_layers.",
    )


@graded("None anywhere among the norms", points=0.5, hidden=True)
def test_missing_hidden(health_metrics):
    rng = draw("missing")
    norm, missing = float(rng.uniform(0.5, 2.0)), int(rng.integers(1, 5))
    norms = [norm] * 5 + [None] * missing
    rng.shuffle(norms)
    about = "Layers whose norm is None are not handled; read section 2 again."
    want = size(norm, norm, norm, 0.0)
    counts = {"layers": 5 + missing, "missing_layers": missing, "vanished_layers": 0}
    expect_hidden(health_metrics(norms), {**want, **counts}, about)
