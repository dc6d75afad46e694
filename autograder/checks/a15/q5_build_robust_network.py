"""a15_q5_build_robust_network: from a design to a network, with its treatment."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a15_q5_build_robust_network"
section = "5. Build, and measure again"
outcome, co, po, part = "LO-5", ["CO-2", "CO-3"], ["PO-3", "PO-5"], "practical"


OUTPUTS = 3  # of the networks in the hidden cases


def design(**changes):
    """Return a small plain design, but for what is said."""
    small = {
        "hidden_layers": 2,
        "width": 2,
        "activation": "relu",
        "initializer": "matched",
        "normalization": None,
        "residual": False,
        "optimizer": "sgd",
        "learning_rate": 0.1,
        "clip_norm": None,
        "schedule": None,
    }
    return {**small, **changes}


@probe
def run(build, design, x, kernels=None, inputs=1, outputs=1, prescription=None):
    """Build a network, set its kernels (or not), and run it in training mode."""
    import numpy as np
    import tensorflow as tf

    given = [design] if prescription is None else [design, prescription]
    model = build(*given, inputs, outputs, 0)
    weights = [weight for weight in model.weights if len(weight.shape) == 2]
    shapes = [[int(n) for n in weight.shape] for weight in weights]
    if kernels is not None and shapes == [list(np.shape(kernel)) for kernel in kernels]:
        for weight, kernel in zip(weights, kernels, strict=True):
            weight.assign(kernel)
    return {
        "kernels": shapes,
        "values": [np.asarray(weight) for weight in weights],
        "output": np.asarray(model(tf.constant(x, "float32"), training=True)),
        "design": design,
    }


@probe
def spreads(build_network, design, inputs, outputs):
    """Return the standard deviation of each kernel of a new network."""
    import numpy as np

    model = build_network(design, inputs, outputs, 7)
    return [float(np.std(weight)) for weight in model.weights if len(weight.shape) == 2]


@probe
def kernel_numbers(build, design, inputs, outputs, seeds, prescription=None):
    """Number the kernels of some networks: two have the same number if they are equal."""
    import numpy as np

    known, numbers = [], []
    given = [design] if prescription is None else [design, prescription]
    for seed in seeds:
        model = build(*given, inputs, outputs, seed)
        own = [np.asarray(w).tobytes() for w in model.weights if len(w.shape) == 2]
        known += [kernel for kernel in dict.fromkeys(own) if kernel not in known]
        numbers.append([known.index(kernel) for kernel in own])
    return numbers


def network_numbers(*given):
    """Number some networks: two have the same number if all of their kernels are equal."""
    numbers = kernel_numbers(*given)
    return [numbers.index(kernels) for kernels in numbers]


def forward(kernels, x, activation="relu", normalization=None, residual=False):
    """Return the logits of a network in training mode, in float64, biases 0 and scales 1."""
    act = {
        "relu": lambda h: np.maximum(h, 0),
        "tanh": np.tanh,
        "sigmoid": lambda h: 1 / (1 + np.exp(-h)),
    }[activation]

    def activate(h):
        if normalization is not None:
            axis = 0 if normalization == "batch" else 1
            h = (h - h.mean(axis, keepdims=True)) / np.sqrt(h.var(axis, keepdims=True) + 1e-3)
        return act(h)

    kernels = [np.asarray(kernel, dtype="float64") for kernel in kernels]
    h = np.asarray(x, dtype="float64") @ kernels[0]
    for kernel in kernels[1:-1]:
        branch = activate(h) @ kernel
        h = h + branch if residual else branch
    return activate(h) @ kernels[-1]


def expect_forward(got, x, layers, width, about, **form):
    """Fail unless the output is that of ``forward`` with the network's own kernels."""
    shapes = [[len(x[0]), width], *[[width, width]] * (layers - 1), [width, OUTPUTS]]
    expect_hidden(got["kernels"], shapes, about)
    values = [np.asarray(value, dtype="float64") for value in got["values"]]
    expect_hidden(got["output"], forward(values, x, **form), about, rtol=1e-3, atol=1e-3)


@graded("plain: dense, activation, dense, activation, logits", points=0.5)
def test_plain_public(build_network):
    x, kernels = [[1.0]], [[[2.0, -1.0]], [[1.0, -1.0], [3.0, 1.0]], [[-4.0], [7.0]]]
    cause = (
        "hidden_layers kernels of `width` units, each followed by design['activation'], and one "
        "for the logits, with no activation after it."
    )
    got = run(build_network, design(), x, kernels)
    call = "build_network(2 hidden layers of 2, relu, 1 input, 1 output)"
    expect(f"the shapes of the kernels of {call}", got["kernels"], [[1, 2], [2, 2], [2, 1]], cause)
    call += " with kernels [[2, -1]], [[1, -1], [3, 1]], [[-4], [7]], at x = 1"
    # relu(2, -1) = (2, 0); times the second (2, -2), relu (2, 0); times the third -8
    expect(f"output of {call}", got["output"], [[-8.0]], cause)
    got = run(build_network, design(activation="linear"), x, kernels)
    # (2, -1), (-1, -3), 4 - 21
    expect(f"the same with activation 'linear': {call}", got["output"], [[-17.0]], cause)


@graded("plain networks of other depth, width and activation", points=0.5, hidden=True)
def test_plain_hidden(build_network):
    rng = draw("plain")
    about = "A plain network is not built as the docstring says; read section 5 again."
    x = rng.normal(size=(4, 3)).tolist()
    for activation in ("tanh", "sigmoid", "relu"):
        layers, width = int(rng.integers(1, 5)), int(rng.integers(4, 9))
        form = design(hidden_layers=layers, width=width, activation=activation)
        got = run(build_network, form, x, None, 3, OUTPUTS)
        expect_forward(got, x, layers, width, about, activation=activation)


@graded("every kernel starts from the design's initializer, matched to its activation", points=0.5)
def test_initializer_public(build_network):
    cause = (
        "pass kernel_initializer(design['initializer'], design['activation'], its seed) to EVERY "
        "dense layer, also the one for the logits."
    )
    # 10,000 draws and more: the standard error of a deviation is below 1 %
    for changes, text, want in (
        ({"initializer": 0.3}, "initializer 0.3", [0.3, 0.3, 0.3]),
        ({}, "'matched' and relu", [0.2, 0.1, 0.1]),  # He: sqrt(2 / 50), sqrt(2 / 200)
        # Glorot: sqrt(2 / (50 + 200)), sqrt(2 / 400), sqrt(2 / 300)
        ({"activation": "tanh"}, "'matched' and tanh", [0.08944, 0.07071, 0.08165]),
    ):
        got = spreads(build_network, design(width=200, **changes), 50, 100)
        call = f"standard deviations of the kernels, 50 x 200, 200 x 200, 200 x 100, with {text}"
        expect(call, got, want, cause, rtol=0.06)


@graded("other initializers", points=0.5, hidden=True)
def test_initializer_hidden(build_network):
    deviation = float(draw("initializer").uniform(0.4, 2))
    about = "The kernels do not start from the design's initializer; read section 5 again."
    got = spreads(build_network, design(width=200, initializer=deviation), 60, 90)
    expect_hidden(got, [deviation] * 3, about, rtol=0.06)
    got = spreads(build_network, design(width=200, activation="sigmoid"), 60, 90)
    want = [np.sqrt(2 / 260), np.sqrt(2 / 400), np.sqrt(2 / 290)]
    expect_hidden(got, want, about, rtol=0.06)
    got = spreads(build_network, design(width=200, initializer="lecun_normal"), 60, 90)
    expect_hidden(got, [np.sqrt(1 / 60), np.sqrt(1 / 200), np.sqrt(1 / 200)], about, rtol=0.06)


@graded("no two kernels are equal, and a seed gives the same network again", points=0.5)
def test_seeds_public(build_network):
    form = design(hidden_layers=3, width=4)
    expect(
        "the kernels of networks with seeds 0, 1, 0; equal kernels have the same number",
        kernel_numbers(build_network, form, 4, 4, [0, 1, 0]),
        [[0, 1, 2, 3], [4, 5, 6, 7], [0, 1, 2, 3]],
        "give kernel l (1, 2, ...) the seed 1000 * seed + l; seed + l would hand kernel 2 of one "
        "network to kernel 1 of the next.",
    )


@graded("other seeds", points=0.5, hidden=True)
def test_seeds_hidden(build_network):
    first = int(draw("seeds").integers(2, 50))
    about = "Two kernels are equal, or a seed does not give the same network; read section 5 again."
    form = design(hidden_layers=4, width=3, activation="tanh", initializer=0.5)
    got = kernel_numbers(build_network, form, 3, 3, [first, first, first + 1])
    same = [0, 1, 2, 3, 4]
    expect_hidden(got, [same, same, [5, 6, 7, 8, 9]], about)


@graded("layer or batch normalization, before the activation", points=0.5)
def test_normalization_public(build_network):
    cause = "dense, then the design's normalization, then the activation, then the next dense."
    form = design(hidden_layers=1, normalization="layer")
    got = run(build_network, form, [[1.0]], [[[6.0, 2.0]], [[3.0], [5.0]]])
    # (6, 2) has mean 4 and deviation 2: (1, -1), relu (1, 0), times (3, 5): 3
    call = "output of 1 hidden layer, 'layer', relu, with kernels [[6, 2]], [[3], [5]], at x = 1"
    expect(call, got["output"], [[3.0]], cause, rtol=2e-3)
    form = design(hidden_layers=1, normalization="batch")
    got = run(build_network, form, [[1.0], [3.0]], [[[2.0, -2.0]], [[5.0], [7.0]]])
    # over the batch: 2 and 6 become -1 and 1, -2 and -6 become 1 and -1
    call = (
        "output of 1 hidden layer, 'batch', relu, with kernels [[2, -2]], [[5], [7]], in training "
        "mode at x = 1 and 3"
    )
    expect(call, got["output"], [[7.0], [5.0]], cause, rtol=2e-3)


@graded("both kinds, several layers", points=0.5, hidden=True)
def test_normalization_hidden(build_network):
    rng = draw("normalization")
    about = "Normalization is not where or what the design says; read section 5 again."
    x = (rng.normal(size=(6, 4)) * 5).tolist()
    for kind in ("layer", "batch"):
        layers = int(rng.integers(2, 4))
        form = design(hidden_layers=layers, width=8, normalization=kind)
        got = run(build_network, form, x, None, 4, OUTPUTS)
        expect_forward(got, x, layers, 8, about, normalization=kind)


@graded("residual: nothing but additions on the path, activations in the branches", points=0.5)
def test_residual_public(build_network):
    cause = (
        "h_1 = W_1 x with no activation; then h = h + W act(norm(h)); at the end W act(norm(h)). "
        "No activation after the addition: it cuts off what is negative on the path."
    )
    form = design(hidden_layers=3, residual=True)
    kernels = [[[2.0, -5.0]], [[1.0, 2.0], [3.0, 1.0]], [[-2.0, 1.0], [1.0, 1.0]], [[-4.0], [7.0]]]
    got = run(build_network, form, [[1.0]], kernels)
    # h1 = (2, -5); branch of relu(h1) = (2, 0): (2, 4), h2 = (4, -1); branch of (4, 0): (-8, 4),
    # h3 = (-4, 3); relu (0, 3), times (-4, 7): 21
    call = (
        "output of 3 hidden layers of 2, residual, relu, at x = 1, with kernels [[2, -5]], "
        "[[1, 2], [3, 1]], [[-2, 1], [1, 1]], [[-4], [7]]"
    )
    expect(call, got["output"], [[21.0]], cause)
    form = design(residual=True, normalization="layer")
    got = run(
        build_network, form, [[1.0]], [[[6.0, 2.0]], [[1.0, 0.0], [0.0, 10.0]], [[3.0], [5.0]]]
    )
    # h1 = (6, 2) -> norm (1, -1), relu (1, 0), branch (1, 0): h2 = (7, 2) -> (1, -1), (1, 0): 3
    call = (
        "output of 2 hidden layers of 2, residual, 'layer', relu, at x = 1, with kernels [[6, 2]], "
        "[[1, 0], [0, 10]], [[3], [5]]"
    )
    expect(call, got["output"], [[3.0]], cause, rtol=2e-3)


@graded("other residual networks, with and without normalization", points=0.5, hidden=True)
def test_residual_hidden(build_network):
    rng = draw("residual")
    about = "A residual network is not built as the docstring says; read section 5 again."
    x = (rng.normal(size=(5, 4)) * 3).tolist()
    for kind in (None, "layer"):
        layers = int(rng.integers(3, 6))
        form = design(hidden_layers=layers, width=7, residual=True, normalization=kind)
        got = run(build_network, form, x, None, 4, OUTPUTS)
        expect_forward(got, x, layers, 7, about, normalization=kind, residual=True)


@graded("the treated network: prescription, sizes and seed arrive", points=0.5)
def test_treatment_public(build_robust_network):
    relu = [{"aspect": "activation", "value": "relu"}]
    kernels = [[[2.0, -1.0]], [[1.0, -1.0], [3.0, 1.0]], [[-4.0], [7.0]]]
    got = run(build_robust_network, design(activation="linear"), [[1.0]], kernels, 1, 1, relu)
    call = "build_robust_network(a linear design of 2 hidden layers, [activation: relu], ...)"
    cause = (
        "build_network(treat(design, prescription), inputs, outputs, seed): build the NEW design."
    )
    expect(f"output of {call}, with the first check's kernels", got["output"], [[-8.0]], cause)
    expect(
        "the old design's activation afterwards",
        got["design"]["activation"],
        "linear",
        "treat a copy: the design that was diagnosed stays as it was.",
    )
    expect(
        "treated networks with seeds 0, 1, 0; equal networks have the same number",
        network_numbers(build_robust_network, design(), 3, 2, [0, 1, 0], relu),
        [0, 1, 0],
        "pass the seed on.",
    )


@graded("other treatments, sizes and seeds", points=0.5, hidden=True)
def test_treatment_hidden(build_robust_network):
    rng = draw("treatment")
    about = "The treated network is not the network of the treated design; read section 5 again."
    width = int(rng.integers(4, 8))
    kernels = [rng.normal(size=shape) for shape in ((3, width), (width, width), (width, 2))]
    old = design(width=width, activation="linear", normalization="layer")
    prescription = [
        {"aspect": "activation", "value": "relu"},
        {"aspect": "normalization", "value": None},
    ]
    x = rng.normal(size=(4, 3))
    given = [kernel.tolist() for kernel in kernels]
    got = run(build_robust_network, old, x.tolist(), given, 3, 2, prescription)
    expect_hidden(got["kernels"], [list(k.shape) for k in kernels], about)
    expect_hidden(got["output"], forward(kernels, x), about, rtol=1e-3, atol=1e-3)
    changed = design(width=width, activation="linear", normalization="layer")
    expect_hidden(got["design"], changed, about)
    first = int(rng.integers(3, 40))
    seeds = [first, first + 1, first]
    got = network_numbers(build_robust_network, old, 3, 2, seeds, prescription)
    expect_hidden(got, [0, 1, 0], about)
