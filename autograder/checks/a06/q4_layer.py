"""a06_q4_layer: a layer that learns scale and shift, and remembers what it saw."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a06_q4_layer"
section = "4. A layer with a memory"
outcome, co, po, part = "LO-3", ["CO-2", "CO-3"], ["PO-3", "PO-4"], "practical"

WEIGHTS = ("gamma", "beta", "moving_mean", "moving_variance")


@probe
def new_weights(SimpleBatchNorm, channels):
    """Return start value and ``trainable`` of each weight, and what the layer says it owns."""
    import numpy as np

    layer = SimpleBatchNorm()
    layer.build((None, channels))
    weights = {
        name: [np.asarray(getattr(layer, name)).tolist(), bool(getattr(layer, name).trainable)]
        for name in ("gamma", "beta", "moving_mean", "moving_variance")
    }
    return {**weights, "owned": [len(layer.trainable_weights), len(layer.non_trainable_weights)]}


@probe
def output(SimpleBatchNorm, batch, training, epsilon, weights=None):
    """Return what a layer with some of its weights set makes of one batch."""
    import numpy as np
    import tensorflow as tf

    layer = SimpleBatchNorm(momentum=0.5, epsilon=epsilon)
    layer.build((None, len(batch[0])))
    for name, value in (weights or {}).items():
        getattr(layer, name).assign(value)
    return np.asarray(layer(tf.constant(batch), training=training)).tolist()


@probe
def moving_after(SimpleBatchNorm, batches, momentum, training=True, start=None, frozen=False):
    """Return [mean, variance] that the layer remembers after these batches, run as a graph."""
    import numpy as np
    import tensorflow as tf

    layer = SimpleBatchNorm(momentum=momentum)
    layer.build((None, len(batches[0][0])))
    if start is not None:
        layer.moving_mean.assign(start[0])
        layer.moving_variance.assign(start[1])
    layer.trainable = not frozen

    @tf.function(autograph=False)
    def run(batch):
        return layer(batch, training=training)

    for batch in batches:
        run(tf.constant(batch))
    return [np.asarray(layer.moving_mean).tolist(), np.asarray(layer.moving_variance).tolist()]


@graded("four weights: two to train, two to remember", points=0.5)
def test_weights_public(SimpleBatchNorm):
    got = new_weights(SimpleBatchNorm, 2)
    cause = "gamma and moving_variance start at one, beta and moving_mean at zero."
    trained = "no gradient may move the moving averages: add_weight(..., trainable=False)."
    for weight, value in zip(WEIGHTS, (1.0, 0.0, 0.0, 1.0), strict=True):
        expect(f"{weight} of a new layer, 2 channels", got[weight][0], [value] * 2, cause)
        wanted = not weight.startswith("moving")
        expect(f"{weight}.trainable of a new layer", got[weight][1], wanted, trained)
    expect("how many weights are trainable, and not", got["owned"], [2, 2], trained)


@graded("other numbers of channels", points=0.5, hidden=True)
def test_weights_hidden(SimpleBatchNorm):
    channels = int(draw("weights").integers(3, 7))
    about = "The weights of a new layer are not as they should be; read section 4 again."
    ones, zeros = [1.0] * channels, [0.0] * channels
    want = {"gamma": [ones, True], "beta": [zeros, True], "owned": [2, 2]}
    want |= {"moving_mean": [zeros, False], "moving_variance": [ones, False]}
    expect_hidden(new_weights(SimpleBatchNorm, channels), want, about)


@graded("in training the batch's own statistics are used", points=0.5)
def test_training_public(SimpleBatchNorm):
    expect(
        "SimpleBatchNorm(momentum=0.5, epsilon=3)([[2], [4]], training=True)",
        output(SimpleBatchNorm, [[2.0], [4.0]], True, 3.0),
        [[-0.5], [0.5]],  # mean 3, sqrt(1 + 3) = 2
        "normalize with the mean and variance of this batch and with self.epsilon.",
    )


@graded("other batches, with scale and shift", points=0.5, hidden=True)
def test_training_hidden(SimpleBatchNorm):
    rng = draw("training")
    x = np.float32(rng.normal(size=(5, 2)) * 3 + 4)
    gamma, beta, eps = rng.uniform(2, 3, size=2), rng.uniform(1, 2, size=2), rng.uniform(2, 5)
    weights = {"gamma": gamma.tolist(), "beta": beta.tolist()}
    want = gamma * (x - x.mean(0)) / np.sqrt(x.var(0) + eps) + beta
    about = "The output in training is off; read section 4 again."
    got = output(SimpleBatchNorm, x.tolist(), True, float(eps), weights)
    expect_hidden(got, want.tolist(), about, rtol=1e-3, atol=1e-4)


@graded("training moves the averages, also inside a graph as in fit", points=0.5)
def test_moving_public(SimpleBatchNorm):
    expect(
        "[moving_mean, moving_variance] after one training batch [[0], [4]], momentum=0.75",
        moving_after(SimpleBatchNorm, [[[0.0], [4.0]]], 0.75),
        [[0.5], [1.75]],  # 0.75 * 0 + 0.25 * 2 and 0.75 * 1 + 0.25 * 4
        "assign both averages, with the batch's mean and population variance; momentum is the "
        "weight of the old value. A plain `self.moving_mean = ...` does not last in a graph.",
    )


@graded("the averages after several batches", points=0.5, hidden=True)
def test_moving_hidden(SimpleBatchNorm):
    rng = draw("moving")
    batches, momentum = rng.normal(size=(3, 4, 2)) * 2 + 3, float(rng.uniform(0.6, 0.9))
    mean, variance = np.zeros(2), np.ones(2)
    for batch in batches:
        mean = momentum * mean + (1 - momentum) * batch.mean(0)
        variance = momentum * variance + (1 - momentum) * batch.var(0)
    about = "The moving averages are off after some batches; read section 4 again."
    got = moving_after(SimpleBatchNorm, np.float32(batches).tolist(), momentum)
    expect_hidden(got, [mean.tolist(), variance.tolist()], about, rtol=1e-3, atol=1e-4)


@graded("at inference the moving averages are used, even for one example", points=0.5)
def test_inference_public(SimpleBatchNorm):
    moving = {"moving_mean": [10.0], "moving_variance": [1.0]}
    expect(
        "a layer with moving mean 10, moving variance 1, epsilon=3 on [[12]], training=False",
        output(SimpleBatchNorm, [[12.0]], False, 3.0, moving),
        [[1.0]],  # (12 - 10) / sqrt(1 + 3)
        "without training, normalize with the averages; one example has no spread of its own.",
    )


@graded("other averages; without `training` it is inference", points=0.5, hidden=True)
def test_inference_hidden(SimpleBatchNorm):
    rng = draw("inference")
    x, mean, variance = rng.normal(size=(3, 2)), rng.uniform(4, 9, 2), rng.uniform(3, 9, 2)
    moving = {"moving_mean": mean.tolist(), "moving_variance": variance.tolist()}
    want = (x - mean) / np.sqrt(variance + 2)
    about = "The output at inference is off; read section 4 again."
    for training in (False, None):
        got = output(SimpleBatchNorm, np.float32(x).tolist(), training, 2.0, moving)
        expect_hidden(got, want.tolist(), about, rtol=1e-3, atol=1e-4)


@graded("inference and a frozen layer leave the averages alone", points=0.5)
def test_quiet_public(SimpleBatchNorm):
    batches, start = [[[0.0], [4.0]]], [[10.0], [3.0]]
    call = "[moving_mean, moving_variance], before 10 and 3, after [[0], [4]] with training="
    got = moving_after(SimpleBatchNorm, batches, 0.5, False, start)
    cause = "looking must not change what is looked at: update in training only."
    expect(f"{call}False", got, start, cause)
    got = moving_after(SimpleBatchNorm, batches, 0.5, True, start, frozen=True)
    cause = "a layer with trainable=False is frozen: it behaves as at inference."
    expect(f"{call}True, trainable=False", got, start, cause)


@graded("several batches, other averages", points=0.5, hidden=True)
def test_quiet_hidden(SimpleBatchNorm):
    rng = draw("quiet")
    batches = np.float32(rng.normal(size=(3, 4, 2))).tolist()
    start = np.float32(rng.uniform(3, 6, size=(2, 2))).tolist()
    about = "The averages change when they must not; read section 4 again."
    for training, frozen in ((False, False), (True, True)):
        got = moving_after(SimpleBatchNorm, batches, 0.8, training, start, frozen)
        expect_hidden(got, start, about)
