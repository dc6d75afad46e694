"""a01_q5_network: a deep network of the shape that was asked for, seeded layer by layer."""

import itertools

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a01_q5_network"
section = "5. Go deep"
outcome, co, po, part = "LO-1", ["CO-2"], ["PO-3"], "practical"


@probe
def weight_shapes(build_deep_network, depth, width, inputs):
    """Return the shape of every weight of a network."""
    model = build_deep_network(depth, width=width, inputs=inputs)
    return [list(weight.shape) for weight in model.get_weights()]


@probe
def outputs(build_deep_network, weights, x, activation, output_activation):
    """Return what a network of two inputs and width 2 answers with these weights."""
    import numpy as np

    model = build_deep_network(
        len(weights) // 2,
        width=2,
        inputs=2,
        activation=activation,
        output_activation=output_activation,
    )
    model.set_weights([np.asarray(weight, "float32") for weight in weights])
    return np.asarray(model(np.asarray(x, "float32"))).tolist()


@probe
def seeds_of_kernels(build_deep_network, initializer, **settings):
    """Return, for each kernel, the seed below 40 that it was drawn from, or None."""
    import keras
    import numpy as np

    model = build_deep_network(initializer=initializer, **settings)
    config, found = keras.initializers.get(initializer).get_config(), []
    for kernel in [weight for weight in model.get_weights() if weight.ndim == 2]:
        draws = (
            (seed, type(keras.initializers.get(initializer))(**{**config, "seed": seed}))
            for seed in range(40)
        )
        same = (
            seed
            for seed, drawn in draws
            if np.allclose(np.asarray(drawn(kernel.shape)), kernel, rtol=1e-5, atol=1e-7)
        )
        found.append(next(same, None))
    return found


@graded("the shapes of all weights", points=0.5)
def test_shapes_public(build_deep_network):
    cause = (
        "depth counts the output layer: an Input of `inputs`, depth - 1 hidden layers of `width`, "
        "then one Dense with one unit."
    )
    expect(
        "the shapes of all weights, depth=3, width=5, inputs=4",
        weight_shapes(build_deep_network, 3, 5, 4),
        [[4, 5], [5], [5, 5], [5], [5, 1], [1]],
        cause,
    )
    got = weight_shapes(build_deep_network, 1, 5, 4)
    expect("the shapes of all weights, depth=1, width=5, inputs=4", got, [[4, 1], [1]], cause)


@graded("other depths and widths", points=0.5, hidden=True)
def test_shapes_hidden(build_deep_network):
    depth, width, inputs = (int(n) for n in draw("shapes").integers(2, 7, size=3))
    about = "The network does not have the shape that was asked for; read section 5 again."
    sizes = [inputs, *[width] * (depth - 1), 1]
    want = []
    for before, after in itertools.pairwise(sizes):
        want += [[before, after], [after]]
    expect_hidden(weight_shapes(build_deep_network, depth, width, inputs), want, about)


@graded("one activation function inside, another at the output", points=0.5)
def test_activations_public(build_deep_network):
    one, zero = [[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0]
    weights = [one, zero, one, zero, [[-1.0], [-1.0]], [0.0]]
    call = "the network that returns minus the sum of its two inputs, depth=3, "
    expect(
        f"{call}x = [[-1, 3]], activation='relu', output_activation='linear'",
        outputs(build_deep_network, weights, [[-1.0, 3.0]], "relu", "linear"),
        [[-3.0]],  # ReLU makes -1 a 0, and nothing makes -3 a 0
        "every hidden layer gets `activation`, the output layer `output_activation`.",
    )
    expect(
        f"{call}x = [[1, -3]], activation='linear', output_activation='relu'",
        outputs(build_deep_network, weights, [[1.0, -3.0]], "linear", "relu"),
        [[2.0]],
        "every hidden layer gets `activation`, the output layer `output_activation`.",
    )


@graded("other activation functions", points=0.5, hidden=True)
def test_activations_hidden(build_deep_network):
    rng = draw("activations")
    shapes = [(2, 2), (2,), (2, 2), (2,), (2, 1), (1,)]
    weights = [rng.uniform(0.3, 1, size=shape) for shape in shapes]
    x = rng.normal(size=(4, 2))
    h = x
    for kernel, bias in (weights[0:2], weights[2:4]):
        h = np.tanh(h @ kernel + bias)
    want = 1 / (1 + np.exp(-(h @ weights[4] + weights[5])))
    about = "The activation functions are not where they should be; read section 5 again."
    as_lists = [weight.tolist() for weight in weights]
    got = outputs(build_deep_network, as_lists, x.tolist(), "tanh", "sigmoid")
    expect_hidden(got, want.tolist(), about, rtol=1e-3, atol=1e-5)


@graded("each kernel has a seed of its own, counted from the one given", points=0.5)
def test_seeds_public(build_deep_network):
    expect(
        "the seeds of the kernels, depth=4, width=6, seed=7",
        seeds_of_kernels(build_deep_network, "glorot_uniform", depth=4, width=6, seed=7),
        [7, 8, 9, 10],
        "kernel number l is drawn by seeded(initializer, seed + l); None means that no seed "
        "below 40 gives these weights.",
    )


@graded("other seeds", points=0.5, hidden=True)
def test_seeds_hidden(build_deep_network):
    depth, seed = int(draw("seeds").integers(3, 6)), int(draw("seed").integers(3, 30))
    about = "The kernels are not drawn from the seeds that were asked for; read section 5 again."
    got = seeds_of_kernels(build_deep_network, "glorot_uniform", depth=depth, width=4, seed=seed)
    expect_hidden(got, list(range(seed, seed + depth)), about)


@graded("every kernel comes from the initializer that was asked for", points=0.5)
def test_initializer_public(build_deep_network):
    got = seeds_of_kernels(build_deep_network, "he_normal", depth=3, width=6)
    expect(
        "which kernels are drawn by 'he_normal', depth=3, width=6",
        [seed is not None for seed in got],
        [True, True, True],
        "pass `initializer` on to every layer, through `seeded`.",
    )


@graded("other initializers", points=0.5, hidden=True)
def test_initializer_hidden(build_deep_network):
    names = ["he_uniform", "lecun_normal", "random_normal", "random_uniform"]
    chosen = str(draw("initializer").choice(names))
    about = "The kernels do not come from the initializer; read section 5 again."
    got = seeds_of_kernels(build_deep_network, chosen, depth=4, width=5)
    expect_hidden([seed is not None for seed in got], [True] * 4, about)
