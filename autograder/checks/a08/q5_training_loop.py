"""a08_q5_training_loop: gradient, clip, apply, in this order."""

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a08_q5_training_loop"
section = "5. The cord in the training loop"
outcome, co, po, part = "LO-2", ["CO-2", "CO-3"], ["PO-3", "PO-4"], "practical"


@probe
def train(train_with_clipping, weight, batches, scale):
    """Train y = w x from ``weight`` with SGD; clipping multiplies by ``scale`` (None: no clip)."""
    import keras
    import numpy as np
    import tensorflow as tf

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([np.array([[weight]])])
    clip = None if scale is None else (lambda gradients: [g * scale for g in gradients])
    history = train_with_clipping(
        model,
        [(tf.constant([[x]], "float32"), tf.constant([[y]], "float32")) for x, y in batches],
        keras.losses.MeanSquaredError(),
        keras.optimizers.SGD(0.125),
        clip=clip,
    )
    return {"history": dict(history), "weight": float(model.get_weights()[0][0, 0])}


@probe
def training_flags(train_with_clipping):
    """Return what ``training`` was in the forward passes of two steps."""
    import keras
    import tensorflow as tf

    flags = []

    class Recorder(keras.layers.Layer):
        def call(self, x, training=None):
            flags.append(training)
            return x

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1), Recorder()])
    flags.clear()  # building the model is no step of the training
    batch = (tf.ones((2, 1)), tf.ones((2, 1)))
    loss, optimizer = keras.losses.MeanSquaredError(), keras.optimizers.SGD(0.01)
    train_with_clipping(model, [batch, batch], loss, optimizer, clip=lambda gradients: gradients)
    return sorted({str(flag) for flag in flags})


def by_hand(weight, batches, scale):
    """Return history and weight of the same training: loss (w x - y)^2, gradient 2 x (w x - y)."""
    history = {"loss": [], "norm": [], "clipped_norm": []}
    for x, y in batches:
        gradient = 2 * x * (weight * x - y)
        clipped = gradient * (1 if scale is None else scale)
        history["loss"].append((weight * x - y) ** 2)
        history["norm"].append(abs(gradient))
        history["clipped_norm"].append(abs(clipped))
        weight -= 0.125 * clipped
    return {"history": history, "weight": weight}


@graded("the weights move by the clipped gradient", points=0.5)
def test_update_public(train_with_clipping):
    got = train(train_with_clipping, 4.0, [(1.0, 0.0)], 0.5)
    # loss 16, gradient 8, clipped to 4, step 0.125 * 4 = 0.5
    call = "the weight after one SGD step from 4, gradient 8, clipped to 4, learning rate 0.125"
    expect(call, got["weight"], 3.5, "apply the clipped gradients, not the ones from the tape.")


@graded("several steps in a row", points=0.5, hidden=True)
def test_update_hidden(train_with_clipping):
    rng = draw("update")
    batches = [(float(x), float(y)) for x, y in rng.uniform(0.5, 1.5, size=(4, 2))]
    about = "The weights after some clipped steps are off; read section 5 again."
    got = train(train_with_clipping, 3.0, batches, 0.3)
    expect_hidden(got["weight"], by_hand(3.0, batches, 0.3)["weight"], about, rtol=1e-4)


@graded("norm is from before clipping, clipped_norm from after", points=0.5)
def test_norms_public(train_with_clipping):
    got = train(train_with_clipping, 4.0, [(1.0, 0.0)], 0.5)["history"]
    call = "history of one step: gradient 8, clipped to 4"
    cause = "norm is of the gradients as the tape gives them, clipped_norm of those you apply."
    expect(f"'norm' in the {call}", got.get("norm"), [8.0], cause)
    expect(f"'clipped_norm' in the {call}", got.get("clipped_norm"), [4.0], cause)


@graded("both norms, other inputs", points=0.5, hidden=True)
def test_norms_hidden(train_with_clipping):
    about = "The norms in the history are off; read section 5 again."
    for x in draw("norms").uniform(0.5, 1.5, size=2):
        batches = [(float(x), 0.5)]
        got = train(train_with_clipping, 2.0, batches, 0.25)["history"]
        want = by_hand(2.0, batches, 0.25)["history"]
        norms = [got.get("norm"), got.get("clipped_norm")]
        expect_hidden(norms, [want["norm"], want["clipped_norm"]], about, rtol=1e-4)


@graded("the loss is the one before the update", points=0.5)
def test_loss_public(train_with_clipping):
    got = train(train_with_clipping, 4.0, [(1.0, 0.0), (1.0, 0.0)], 1.0)["history"]
    call = "'loss' in the history of two steps of y = w x from w = 4 towards 0"
    cause = "record the loss that the tape saw; do not compute it again after the step."
    expect(call, got.get("loss"), [16.0, 9.0], cause)  # w = 4, then 3


@graded("the losses of a longer run", points=0.5, hidden=True)
def test_loss_hidden(train_with_clipping):
    batches = [(1.0, float(y)) for y in draw("loss").uniform(-1, 1, size=6)]
    about = "The losses in the history are off; read section 5 again."
    got = train(train_with_clipping, 5.0, batches, 1.0)["history"].get("loss")
    expect_hidden(got, by_hand(5.0, batches, 1.0)["history"]["loss"], about, rtol=1e-4)


@graded("without a clip function it is plain training", points=0.5)
def test_no_clip_public(train_with_clipping):
    got = train(train_with_clipping, 4.0, [(1.0, 0.0)], None)
    call = "one step with clip=None: gradient 8, learning rate 0.125"
    cause = "clip=None means that the gradients are applied as they are."
    expect(f"the weight after {call}", got["weight"], 3.0, cause)
    expect(f"'clipped_norm' of {call}", got["history"].get("clipped_norm"), [8.0], cause)


@graded("plain training over several steps", points=0.5, hidden=True)
def test_no_clip_hidden(train_with_clipping):
    batches = [(float(x), 1.0) for x in draw("no_clip").uniform(0.5, 1.5, size=4)]
    about = "Training without a clip function is off; read section 5 again."
    got = train(train_with_clipping, -2.0, batches, None)
    expect_hidden(got["weight"], by_hand(-2.0, batches, None)["weight"], about, rtol=1e-4)


@graded("the model is called in training mode", points=0.5)
def test_mode_public(train_with_clipping):
    expect(
        "what training= was in the forward passes of two steps",
        training_flags(train_with_clipping),
        ["True"],
        "call the model with training=True; dropout and batch normalization need to know.",
    )


@graded("training mode in every step", points=0.5, hidden=True)
def test_mode_hidden(train_with_clipping):
    about = "The model is not called with training=True; read section 5 again."
    expect_hidden(training_flags(train_with_clipping), ["True"], about)
