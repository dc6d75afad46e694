"""a02_q5_callback: the monitor stays with a model while it trains."""

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a02_q5_callback"
section = "5. A monitor at the bedside"
outcome, co, po, part = "LO-1", ["CO-2", "CO-4"], ["PO-3", "PO-4"], "practical"


@probe
def watch(GradientHealthMonitor, weights, every=1, epochs=1, compiled="mse", own=None, hear=False):
    """Tell a monitor what ``model.fit`` would, while w in y = w x goes from 1 through ``weights``.

    One weight per batch, the same in each epoch. The monitor looks at x = 1 with target 0, where
    the norm is 2 |w| (and 1 for the absolute error).
    """
    import keras
    import numpy as np

    line = keras.layers.Dense(1, use_bias=False, name="line")
    model = keras.Sequential([keras.Input((1,)), line])
    model.set_weights([np.array([[1.0]])])
    model.compile(loss=compiled)
    heard = []
    monitor = GradientHealthMonitor(
        np.ones((1, 1), "float32"),
        np.zeros((1, 1), "float32"),
        loss_fn=None if own is None else keras.losses.get(own),
        every=every,
        alert=heard.append if hear else None,
    )
    training = keras.callbacks.CallbackList([monitor], model=model)
    training.on_train_begin()
    for epoch in range(epochs):
        training.on_epoch_begin(epoch)
        for batch, weight in enumerate(weights):
            training.on_train_batch_begin(batch)
            model.set_weights([np.array([[weight]])])
            training.on_train_batch_end(batch)
        training.on_epoch_end(epoch)
    training.on_train_end()
    return {"history": monitor.history, "alerts": monitor.alerts, "heard": heard}


def batches(*numbers):
    """Return what a history looks like that was recorded after these batches."""
    return {"history": [{"batch": number} for number in numbers]}


def norms(*values):
    """Return what a history looks like that holds these norms of the one layer."""
    return {"history": [{"norms": {"line": value}} for value in values]}


@graded("it measures before training, then every so many batches or after each epoch", points=0.5)
def test_schedule_public(GradientHealthMonitor):
    expect(
        "the batches recorded with every=2 in 2 epochs of 3 batches",
        watch(GradientHealthMonitor, [1.0] * 3, every=2, epochs=2),
        batches(0, 2, 4, 6),
        "count the batches of the whole training in self.batches: the batch that Keras passes "
        "starts again at 0 in each epoch. With every=2, the end of an epoch is not measured.",
    )
    expect(
        "the batches recorded with every=None in 2 epochs of 3 batches",
        watch(GradientHealthMonitor, [1.0] * 3, every=None, epochs=2),
        batches(0, 3, 6),
        "with every=None, measure at the end of each epoch and at no batch.",
    )


@graded("other lengths, other intervals", points=0.5, hidden=True)
def test_schedule_hidden(GradientHealthMonitor):
    length = int(draw("schedule").integers(4, 8))
    about = "It does not measure when it should; read section 5 again."
    got = watch(GradientHealthMonitor, [1.0] * length, every=3, epochs=2)
    expect_hidden(got, batches(*range(0, 2 * length + 1, 3)), about)
    got = watch(GradientHealthMonitor, [1.0] * length, every=None, epochs=2)
    expect_hidden(got, batches(0, length, 2 * length), about)


@graded("a record holds batch, norms, metrics and status of its own moment", points=0.5)
def test_record_public(GradientHealthMonitor):
    first = {"batch": 0, "norms": {"line": 2.0}, "metrics": {"max_gradient": 2.0, "layers": 1}}
    last = {"batch": 1, "norms": {"line": 16.0}, "metrics": {"max_gradient": 16.0, "layers": 1}}
    expect(
        "history of one batch that takes w from 1 to 8 (norms 2 and 16)",
        watch(GradientHealthMonitor, [8.0]),
        {"history": [{**first, "status": "healthy"}, {**last, "status": "warning"}]},
        "each record is a new dict: batch, norms (a dict by layer), metrics (from health_metrics) "
        "and status (the word, not the whole verdict), measured on self.x and self.y.",
    )


@graded("the records of a longer training", points=0.5, hidden=True)
def test_record_hidden(GradientHealthMonitor):
    weights = [1.0, *draw("record").uniform(0.5, 4.5, size=4).tolist()]
    want = []
    for number, w in enumerate(weights):
        sizes = {"min_gradient": 2 * w, "max_gradient": 2 * w, "weak_layers": 0}
        record = {"batch": number, "norms": {"line": 2 * w}, "metrics": sizes, "status": "healthy"}
        want.append(record)
    about = "The records in the history are off; read section 5 again."
    expect_hidden(watch(GradientHealthMonitor, weights[1:]), {"history": want}, about)


@graded("the loss is the monitor's own, or else the one compiled", points=0.5)
def test_loss_public(GradientHealthMonitor):
    # w = 1 on x = 1, target 0: squared error, slope 2 w; absolute error, slope 1
    expect(
        "the norms for w = 1, compiled with the mean absolute error, no loss_fn",
        watch(GradientHealthMonitor, [1.0], compiled="mae"),
        norms(1.0, 1.0),
        "loss_fn=None means the loss that the model was compiled with: "
        "keras.losses.get(self.model.loss). Mean squared error would give 2.",
    )
    expect(
        "the norms for w = 1, compiled with mean squared error, loss_fn: mean absolute error",
        watch(GradientHealthMonitor, [1.0], compiled="mse", own="mean_absolute_error"),
        norms(1.0, 1.0),
        "a loss_fn that is given goes before the compiled loss.",
    )


@graded("either loss, other weights", points=0.5, hidden=True)
def test_loss_hidden(GradientHealthMonitor):
    w = float(draw("loss").uniform(1.0, 4.0))
    about = "The norms belong to another loss; read section 5 again."
    got = watch(GradientHealthMonitor, [w, w], compiled="mae")
    expect_hidden(got, norms(1.0, 1.0, 1.0), about)
    got = watch(GradientHealthMonitor, [w, w], compiled="mae", own="mean_squared_error")
    expect_hidden(got, norms(2.0, 2 * w, 2 * w), about)


@graded("one alert for each change of status that is not for the good", points=0.5)
def test_alerts_public(GradientHealthMonitor):
    got = watch(GradientHealthMonitor, [8.0, 8.0, 64.0, 1.0, 8.0], hear=True)
    want = ["batch 1: warning (large)", "batch 3: critical (exploding)", "batch 5: warning (large)"]
    call = "of a training with the norms 2, 16, 16, 128, 2, 16"
    expect(
        f"alerts {call}",
        got,
        {"alerts": want},
        "compare with the status of the record before: the same status is no news, and a recovery "
        "is no alarm, but a relapse is. The text: 'batch N: status (findings)'.",
    )
    cause = "call alert with each line, unless it is None."
    expect(f"what alert was called with {call}", got, {"heard": want}, cause)


@graded("alerts of other trainings", points=0.5, hidden=True)
def test_alerts_hidden(GradientHealthMonitor):
    rng = draw("alerts")
    count, large = int(rng.integers(1, 4)), float(rng.uniform(6.0, 40.0))
    weights = [large] * count + [1.0] * count + [large] * count + [0.0] * count
    want = [
        "batch 1: warning (large)",
        f"batch {2 * count + 1}: warning (large)",
        f"batch {3 * count + 1}: critical (all_vanished, vanished)",
    ]
    about = "The alerts do not follow the changes of status; read section 5 again."
    got = watch(GradientHealthMonitor, weights, hear=True)
    expect_hidden(got, {"alerts": want, "heard": want}, about)
