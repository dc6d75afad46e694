"""a02_q3_layer_norms: one tape, one norm for each layer, one report."""

import itertools

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a02_q3_layer_norms"
section = "3. Ask every layer"
outcome, co, po, part = "LO-1", ["CO-1", "CO-2"], ["PO-2", "PO-4"], "practical"


@probe
def measure(function, weights, x, y, activation="linear", loss=None):
    """Call ``function(model, x, y)`` on dense layers with these kernels and biases."""
    import keras
    import numpy as np

    layers = [
        keras.layers.Dense(len(bias), activation, name=f"layer_{number}")
        for number, (_, bias) in enumerate(weights, 1)
    ]
    model = keras.Sequential([keras.Input((len(x[0]),)), *layers])
    model.set_weights([np.array(values) for pair in weights for values in pair])
    x, y = np.array(x, "float32"), np.array(y, "float32")
    if loss is None:
        return function(model, x, y)
    return function(model, x, y, keras.losses.get(loss))


@probe
def two_heads(layer_gradient_norms, weight, target):
    """Measure body -> (used, unused), all y = w x on x = 1, under a loss of ``used`` alone."""
    import keras
    import numpy as np

    def dense(name):
        return keras.layers.Dense(1, use_bias=False, name=name)

    inputs = keras.Input((1,))
    body = dense("body")(inputs)
    model = keras.Model(inputs, [dense("used")(body), dense("unused")(body)])
    model.set_weights([np.array([[weight]])] * 3)
    one, goal = np.ones((1, 1), "float32"), np.full((1, 1), target, "float32")
    return layer_gradient_norms(model, one, goal, lambda y, outputs: (outputs[0] - y) ** 2)


@probe
def inside(layer_gradient_norms, arguments):
    """Return what ``training`` was inside the model, and batch norm's moving mean afterwards."""
    import keras
    import numpy as np

    flags = []

    class Recorder(keras.layers.Layer):
        def call(self, x, training=None):
            flags.append(bool(training))
            return x

    normalize = keras.layers.BatchNormalization()
    model = keras.Sequential([keras.Input((1,)), normalize, Recorder(), keras.layers.Dense(1)])
    flags.clear()  # building the model is no measurement
    x = np.array([[1.0], [3.0]], "float32")
    layer_gradient_norms(model, x, x, **arguments)
    moved = float(np.abs(np.asarray(normalize.moving_mean)).max()) > 0
    return {"training": sorted({str(flag) for flag in flags}), "moving mean moved": moved}


def sigmoid_layers(rng, widths):
    """Return random kernels and biases of layers of these widths."""
    pairs = itertools.pairwise(widths)
    return [
        [rng.normal(size=shape).tolist(), rng.normal(size=shape[1]).tolist()] for shape in pairs
    ]


def by_hand(weights, x, y, slope_of_loss):
    """Return the norms of the kernel gradients of sigmoid layers, by backpropagation in NumPy."""
    inputs, h = [], np.array(x)
    for kernel, bias in weights:
        inputs.append(h)
        h = 1 / (1 + np.exp(-(h @ np.array(kernel) + np.array(bias))))
    norms, slope = {}, slope_of_loss(h, np.array(y)) / h.size
    for number in range(len(weights), 0, -1):
        delta = slope * h * (1 - h)
        h = inputs[number - 1]
        norms[f"layer_{number}"] = float(np.sqrt(np.sum((h.T @ delta) ** 2)))
        slope = delta @ np.array(weights[number - 1][0]).T
    return dict(reversed(norms.items()))


def squared_slope(p, y):
    """Return the slope of (p - y)^2."""
    return 2 * (p - y)


def absolute_slope(p, y):
    """Return the slope of |p - y|."""
    return np.sign(p - y)


@graded("the norm of each layer's kernel gradient, under the mean of the loss", points=0.5)
def test_norms_public(layer_gradient_norms):
    # p = 2 h, h = 0.5 x, target 0, so p = x: for x = 1 and x = 3
    # squared error: dL/dw2 = mean of 2 p h = (1 + 9) / 2, dL/dw1 = mean of 2 p 2 x = (4 + 36) / 2
    weights, x, y = [[[[0.5]], [0.0]], [[[2.0]], [0.0]]], [[1.0], [3.0]], [[0.0], [0.0]]
    call = "layer_gradient_norms of y = 2 (0.5 x) on x = 1 and 3, targets 0"
    cause = "average the loss over the batch under the tape; then one norm for each kernel."
    want = {"layer_1": 20.0, "layer_2": 5.0}
    expect(call, measure(layer_gradient_norms, weights, x, y), want, cause)
    # absolute error: dL/dw2 = mean of h = 1, dL/dw1 = mean of 2 x = 4
    call += ", with the mean absolute error"
    cause = "loss_fn is called as loss_fn(y, prediction); mean squared error is only the default."
    got = measure(layer_gradient_norms, weights, x, y, loss="mean_absolute_error")
    expect(call, got, {"layer_1": 4.0, "layer_2": 1.0}, cause)


@graded("the norms of a sigmoid network", points=0.5, hidden=True)
def test_norms_hidden(layer_gradient_norms):
    rng = draw("norms")
    weights = sigmoid_layers(rng, (3, 4, 3, 2))
    x, y = rng.normal(size=(5, 3)).tolist(), rng.uniform(2, 3, size=(5, 2)).tolist()
    about = "The norms of the kernel gradients are off; read section 3 again."
    got = measure(layer_gradient_norms, weights, x, y, "sigmoid")
    expect_hidden(got, by_hand(weights, x, y, squared_slope), about, rtol=1e-3)
    got = measure(layer_gradient_norms, weights, x, y, "sigmoid", "mean_absolute_error")
    expect_hidden(got, by_hand(weights, x, y, absolute_slope), about, rtol=1e-3)


@graded("the report counts layers, not tensors", points=0.5)
def test_layers_public(monitor_gradient_health):
    # prediction 0, target 0.5: the kernel's gradient is 2 (0 - 0.5) (3, 4), the bias's is -1
    weights = [[[[0.0], [0.0]], [0.0]]]
    expect(
        "monitor_gradient_health of one layer with two weights and a bias, gradients (-3, -4), -1",
        measure(monitor_gradient_health, weights, [[3.0, 4.0]], [[0.5]]),
        {"layers": 1, "min_gradient": 5.0, "max_gradient": 5.0, "mean_gradient": 5.0},
        "a layer counts once, by its kernel. With trainable_variables of any rank its bias would "
        "be a second 'layer'.",
    )


@graded("the report of a deeper network with biases", points=0.5, hidden=True)
def test_layers_hidden(monitor_gradient_health):
    rng = draw("layers")
    weights = sigmoid_layers(rng, (2, *[3] * int(rng.integers(2, 6)), 1))
    x, y = rng.normal(size=(1, 2)).tolist(), [[3.0]]
    norms = list(by_hand(weights, x, y, squared_slope).values())
    want = {"layers": len(norms), "min_gradient": min(norms), "mean_gradient": np.mean(norms)}
    about = "The report is not about the layers of the network; read section 3 again."
    got = measure(monitor_gradient_health, weights, x, y, "sigmoid")
    expect_hidden(got, want, about, rtol=1e-3, atol=1e-9)


@graded("a layer that the loss does not reach has None", points=0.5)
def test_unreached_public(layer_gradient_norms):
    # used: p = 2 * 2 * 1 = 4, target 3, slope 2; its weight gets 2 * 2, the body's 2 * 2
    expect(
        "layer_gradient_norms of a network with two outputs and a loss of the first",
        two_heads(layer_gradient_norms, 2.0, 3.0),
        {"body": 4.0, "used": 4.0, "unused": None},
        "tape.gradient gives None for a kernel that the loss does not depend on: the layer stays "
        "in the result, with None. That is not 0, which would be a measured gradient.",
    )


@graded("a layer that the loss does not reach, other weights", points=0.5, hidden=True)
def test_unreached_hidden(layer_gradient_norms):
    weight = float(draw("unreached").uniform(1.0, 2.0))
    norm = 2 * abs(weight**2 - 5.0) * weight
    about = "A layer that the loss does not reach is not handled; read section 3 again."
    got = two_heads(layer_gradient_norms, weight, 5.0)
    expect_hidden(got, {"body": norm, "used": norm, "unused": None}, about, rtol=1e-4)


@graded("measuring does not change the model, unless asked to", points=0.5)
def test_mode_public(layer_gradient_norms):
    cause = "call the model with training=training, which is False unless the caller says so."
    call = "what training= was inside the model during layer_gradient_norms(model, x, y"
    want = {"training": ["False"], "moving mean moved": False}
    expect(f"{call})", inside(layer_gradient_norms, {}), want, cause)
    want = {"training": ["True"], "moving mean moved": True}
    expect(f"{call}, training=True)", inside(layer_gradient_norms, {"training": True}), want, cause)


@graded("the mode, whichever is asked for", points=0.5, hidden=True)
def test_mode_hidden(layer_gradient_norms):
    about = "The model is not called in the mode that is asked for; read section 3 again."
    for flag in (False, True):
        want = {"training": [str(flag)], "moving mean moved": flag}
        expect_hidden(inside(layer_gradient_norms, {"training": flag}), want, about)
