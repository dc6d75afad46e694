"""a01_q3_norms: one gradient norm for each kernel."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a01_q3_norms"
section = "3. Measure it"
outcome, co, po, part = "LO-1", ["CO-2", "CO-4"], ["PO-2", "PO-4"], "practical"


@probe
def norms_of(kernel_gradient_norms, kernels, x, y, loss="mean_squared_error", biased=()):
    """Return the norms for a stack of linear layers; ``biased`` lists the layers with a bias."""
    import keras
    import numpy as np

    dense = [
        keras.layers.Dense(len(kernel[0]), use_bias=number in biased)
        for number, kernel in enumerate(kernels)
    ]
    model = keras.Sequential([keras.Input((len(kernels[0]),)), *dense])
    for layer, kernel in zip(dense, kernels, strict=True):
        layer.kernel.assign(np.asarray(kernel, "float32"))
    x, y = np.asarray(x, "float32"), np.asarray(y, "float32")
    return kernel_gradient_norms(model, x, y, loss)


@probe
def norms_with_idle_layers(kernel_gradient_norms, weight, x, y, idle):
    """Return the norms of first layer, ``idle`` layers that are not used, last layer."""
    import keras
    import numpy as np

    class PartlyUsed(keras.Model):
        def __init__(self):
            super().__init__()
            self.parts = [keras.layers.Dense(1, use_bias=False) for _ in range(idle + 2)]
            for layer in self.parts:
                layer.build((None, 1))
                layer.kernel.assign([[weight]])

        def call(self, inputs):
            return self.parts[-1](self.parts[0](inputs))

    x, y = np.array([[x]], "float32"), np.array([[y]], "float32")
    try:
        return kernel_gradient_norms(PartlyUsed(), x, y)
    except (AttributeError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:150]


def by_hand(weights, x, y):
    """Return the gradient sizes of w_L ... w_1 x for the loss (prediction - y)^2."""
    product = float(np.prod(weights))
    return [abs(2 * (product * x - y) * x * product / w) for w in weights]


@graded("the Euclidean norm, for the loss that is asked for", points=0.5)
def test_norm_public(kernel_gradient_norms):
    zeros = [[0.0], [0.0]]
    # the prediction is 0: the gradient is 2 * (0 + 0.5) * x = [3, 4]
    expect(
        "norms of one layer, kernel [[0], [0]], x = [[3, 4]], y = [[-0.5]]",
        norms_of(kernel_gradient_norms, [zeros], [[3.0, 4.0]], [[-0.5]]),
        [5.0],
        "the root of the sum of squares of the gradient [3, 4]: np.linalg.norm.",
    )
    # the slope of |prediction - y| is 1, so the gradient is x
    expect(
        "norms of one layer, kernel [[0], [0]], x = [[6, 8]], y = [[-2]], 'mean_absolute_error'",
        norms_of(kernel_gradient_norms, [zeros], [[6.0, 8.0]], [[-2.0]], "mean_absolute_error"),
        [10.0],
        "use the function `loss` of the given line, not one of your own.",
    )


@graded("larger kernels, both losses", points=0.5, hidden=True)
def test_norm_hidden(kernel_gradient_norms):
    rng = draw("norm")
    x, y = rng.normal(size=5) + 1, -float(rng.uniform(1, 2))
    zeros = [[0.0]] * 5
    about = "The norm of a gradient is off; read section 3 again."
    for loss, slope in (("mean_squared_error", -2 * y), ("mean_absolute_error", 1.0)):
        got = norms_of(kernel_gradient_norms, [zeros], [x.tolist()], [[y]], loss)
        expect_hidden(got, [slope * np.linalg.norm(x)], about, rtol=1e-4)


@graded("the loss is the mean over the batch", points=0.5)
def test_mean_public(kernel_gradient_norms):
    expect(
        "norms of one layer, kernel [[1]], x = [[1], [2]], y = [[0], [0]]",
        norms_of(kernel_gradient_norms, [[[1.0]]], [[1.0], [2.0]], [[0.0], [0.0]]),
        [5.0],  # 2 x^2 is 2 and 8
        "loss(y, prediction) has one entry for each example; a tape that gets several adds them "
        "up. Take tf.reduce_mean under the tape.",
    )


@graded("batches of other sizes", points=0.5, hidden=True)
def test_mean_hidden(kernel_gradient_norms):
    rng = draw("mean")
    x = rng.uniform(1, 2, size=int(rng.integers(3, 9)))
    about = "The norm for a batch of examples is off; read section 3 again."
    column = x[:, None]
    got = norms_of(kernel_gradient_norms, [[[1.0]]], column.tolist(), (0 * column).tolist())
    expect_hidden(got, [2 * np.mean(x**2)], about, rtol=1e-4)


@graded("kernels only, whether a layer has a bias or not", points=0.5)
def test_kernels_public(kernel_gradient_norms):
    # 1 * (1 * 3 + 0) + 0 = 3, so dL/dprediction = 2 * (3 - 1) = 4, and either kernel gets 4 * 3
    expect(
        "norms of two layers with bias, kernels [[1]], [[1]], x = [[3]], y = [[1]]",
        norms_of(kernel_gradient_norms, [[[1.0]], [[1.0]]], [[3.0]], [[1.0]], biased=[0, 1]),
        [12.0, 12.0],
        "differentiate for `kernels`; model.trainable_variables has the biases in it.",
    )


@graded("models where some layers have a bias", points=0.5, hidden=True)
def test_kernels_hidden(kernel_gradient_norms):
    rng = draw("kernels")
    weights, x = [float(rng.uniform(1.1, 2))] * 4, float(rng.uniform(1, 2))
    about = "There is not one norm for each kernel; read section 3 again."
    biased = sorted(int(n) for n in rng.choice(4, size=2, replace=False))
    kernels = [[[w]] for w in weights]
    got = norms_of(kernel_gradient_norms, kernels, [[x]], [[0.5]], biased=biased)
    expect_hidden(got, by_hand(weights, x, 0.5), about, rtol=1e-4)


@graded("the layer next to the input comes first", points=0.5)
def test_order_public(kernel_gradient_norms):
    # the prediction is 1 * 2 * 4 * 1 = 8, so dL/dprediction = 2: kernels 2 * 8, 2 * 4, 2 * 2
    expect(
        "norms of three layers, kernels [[1]], [[2]], [[4]], x = [[1]], y = [[7]]",
        norms_of(kernel_gradient_norms, [[[1.0]], [[2.0]], [[4.0]]], [[1.0]], [[7.0]]),
        [16.0, 8.0, 4.0],
        "the gradients come back in the order in which you ask for them, the order of `kernels`.",
    )


@graded("the order in other networks", points=0.5, hidden=True)
def test_order_hidden(kernel_gradient_norms):
    rng = draw("order")
    weights = np.cumprod(rng.uniform(1.2, 2, size=int(rng.integers(3, 6))))
    about = "The norms are not in the order of the layers; read section 3 again."
    got = norms_of(kernel_gradient_norms, [[[float(w)]] for w in weights], [[1.0]], [[-1.0]])
    expect_hidden(got, by_hand(weights, 1.0, -1.0), about, rtol=1e-4)


@graded("a layer that the loss does not depend on has norm 0", points=0.5)
def test_none_public(kernel_gradient_norms):
    got = norms_with_idle_layers(kernel_gradient_norms, 1.0, 2.0, 1.0, 1)
    expect(
        "norms of three layers of weight 1, the second not used, x = [[2]], y = [[1]]",
        got,
        [4.0, 0.0, 4.0],  # the prediction is 2: 2 * (2 - 1) * 2
        "the gradient of the second is None, which has no norm; put 0.0 in its place, so that "
        "the norms after it keep theirs.",
    )


@graded("other layers without a part in the loss", points=0.5, hidden=True)
def test_none_hidden(kernel_gradient_norms):
    rng = draw("none")
    weight, x = (float(value) for value in rng.uniform(1, 2, size=2))
    idle = int(rng.integers(2, 5))
    about = "A kernel that the loss does not depend on is not handled; read section 3 again."
    used = by_hand([weight, weight], x, 0.0)
    got = norms_with_idle_layers(kernel_gradient_norms, weight, x, 0.0, idle)
    expect_hidden(got, [used[0], *[0.0] * idle, used[1]], about, rtol=1e-4)
