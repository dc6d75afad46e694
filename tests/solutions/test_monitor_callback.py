"""The callback watches without touching, alerts on a change, and draws."""

import keras
import numpy as np
import pytest

from solutions.monitor import GradientHealthMonitor, dashboard, layer_gradient_norms

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(32, 4)).astype("float32"), RNG.normal(size=(32, 1)).astype("float32")


def train(callbacks=(), rate=0.01, epochs=2, scale=1.0):
    """Train a network with dropout and batch normalization; 4 batches an epoch."""
    keras.utils.set_random_seed(0)
    layers = (
        keras.layers.Dense(8, "relu", name="first"),
        keras.layers.BatchNormalization(),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(1, name="last"),
    )
    model = keras.Sequential([keras.Input((4,)), *layers])
    model.compile(keras.optimizers.SGD(rate), loss="mse")
    model.fit(X, scale * Y, batch_size=8, epochs=epochs, verbose=0, callbacks=list(callbacks))
    return model


def test_watching_does_not_change_the_training():
    alone, watched = train(), train([GradientHealthMonitor(X, Y, every=1)])
    for a, b in zip(alone.get_weights(), watched.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(("every", "batches"), [(None, [0, 4, 8]), (3, [0, 3, 6]), (8, [0, 8])])
def test_measures_before_training_and_then_when_due(every, batches):
    monitor = GradientHealthMonitor(X, Y, every=every)
    model = train([monitor])
    assert [record["batch"] for record in monitor.history] == batches
    if batches[-1] == 8:
        assert monitor.history[-1]["norms"] == layer_gradient_norms(model, X, Y)
    assert all(record["metrics"]["layers"] == 2 for record in monitor.history)


def test_uses_the_compiled_loss_unless_told_otherwise():
    compiled, mse, mae = (
        GradientHealthMonitor(X, Y, loss_fn)
        for loss_fn in (None, keras.losses.MeanSquaredError(), keras.losses.MeanAbsoluteError())
    )
    train([compiled, mse, mae], epochs=1)
    assert compiled.history[0]["norms"] == pytest.approx(mse.history[0]["norms"], rel=1e-6)
    assert compiled.history[0]["norms"] != pytest.approx(mae.history[0]["norms"], rel=1e-2)


def test_a_model_without_a_compiled_loss_needs_one():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.01))
    with pytest.raises(ValueError, match=r"compiled without a loss. Received: loss_fn=None"):
        model.fit(X, Y, verbose=0, callbacks=[GradientHealthMonitor(X, Y)])
    own = GradientHealthMonitor(X, Y, keras.losses.MeanSquaredError())
    own.set_model(model)
    own.on_train_begin()
    assert own.history[0]["norms"] == layer_gradient_norms(model, X, Y)


def test_a_second_fit_goes_on_counting():
    monitor = GradientHealthMonitor(X, Y)
    model = train([monitor], epochs=1)
    model.fit(X, Y, batch_size=8, epochs=1, verbose=0, callbacks=[monitor])
    assert [record["batch"] for record in monitor.history] == [0, 4, 4, 8]


def test_alerts_once_for_each_change_for_the_worse():
    heard = []
    monitor = GradientHealthMonitor(X, 1e3 * Y, every=1, alert=heard.append)
    train([monitor], rate=10.0, scale=1e3)
    statuses = [record["status"] for record in monitor.history]
    assert statuses[0] == "critical"  # targets of 1000: gradients far above 100
    before = ["healthy", *statuses[:-1]]
    changes = sum(a != b != "healthy" for a, b in zip(before, statuses, strict=True))
    assert len(heard) == changes
    assert heard == monitor.alerts
    assert heard[0].startswith("batch 0: critical (exploding")


def test_a_healthy_training_raises_nothing():
    monitor = GradientHealthMonitor(X, Y, alert=None)
    train([monitor])
    assert monitor.alerts == []
    assert {record["status"] for record in monitor.history} == {"healthy"}


def test_every_must_be_at_least_one():
    with pytest.raises(ValueError, match="Received: every=0"):
        GradientHealthMonitor(X, Y, every=0)


def test_dashboard_draws_what_was_measured(tmp_path):
    monitor = GradientHealthMonitor(X, Y)
    train([monitor])
    figure = dashboard(monitor.history)
    over_time, latest, counts, status = figure.axes
    norms = [record["norms"]["first"] for record in monitor.history]
    np.testing.assert_array_equal(over_time.lines[0].get_ydata(), norms)
    heights = [bar.get_height() for bar in latest.patches]
    assert heights == list(monitor.history[-1]["norms"].values())
    assert over_time.get_yscale() == latest.get_yscale() == "log"
    assert all(ax.get_title() and ax.get_xlabel() and ax.get_ylabel() for ax in figure.axes)
    assert counts.lines[0].get_ydata().tolist() == [0, 0, 0]
    assert status.lines[0].get_ydata().tolist() == [0, 0, 0]
    figure.savefig(tmp_path / "dashboard.png")


def test_dashboard_survives_norms_that_a_log_scale_cannot_show(tmp_path):
    norms = {"zero": 0.0, "nan": float("nan"), "inf": float("inf"), "none": None}
    metrics = {"vanished_layers": 1, "weak_layers": 1, "non_finite_layers": 2, "layers": 4}
    record = {"batch": 0, "norms": norms, "metrics": metrics, "status": "critical"}
    figure = dashboard([record])
    assert [text.get_text() for text in figure.axes[1].texts] == ["0", "nan", "inf", "none"]
    figure.savefig(tmp_path / "dashboard.png")
    with pytest.raises(ValueError, match="Received: none"):
        dashboard([])
