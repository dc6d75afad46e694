"""a11_q2_build: from a description to a Keras network, and its size without building it."""

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a11_q2_build"
section = "2. From the plan to the house"
outcome, co, po, part = "LO-5", ["CO-1", "CO-2"], ["PO-3", "PO-5"], "practical"


@probe
def anatomy(build_model, SearchSpace, width, outputs, architecture):
    """Return widths, activations and dropout rates of the model, from input to output."""
    model = build_model(architecture, SearchSpace(width, outputs))
    dense, dropout = [], []
    for layer in model.layers:
        if hasattr(layer, "units"):
            dense.append([int(layer.units), layer.activation.__name__])
        elif hasattr(layer, "rate"):
            dropout.append([len(dense), float(layer.rate)])
    return {
        "input": int(model.input_shape[-1]),
        "dense": dense,
        "dropout": dropout,
    }


@probe
def initial_kernels(build_model, SearchSpace, architecture, seed):
    """Return how many kernels are equal: in two models of one seed, of two seeds, in one model."""
    import numpy as np

    space = SearchSpace(6, 6)
    models = [build_model(architecture, space, seed=s) for s in (seed, seed, seed + 1)]
    one, again, other = ([w for w in m.get_weights() if np.ndim(w) == 2] for m in models)
    pairs = [(one[i], one[j]) for i in range(len(one)) for j in range(i)]
    return {
        "kernels": len(one),
        "equal, same seed": sum(map(np.array_equal, one, again)),
        "equal, other seed": sum(np.array_equal(a, b) for a in one for b in other),
        "equal pairs in one model": sum(np.array_equal(a, b) for a, b in pairs),
    }


def counts(count_parameters, SearchSpace, cases):
    """Return the counts of several (input width, outputs, architecture)."""
    return [count_parameters(plan, SearchSpace(width, outputs)) for width, outputs, plan in cases]


def counted_by_shapes(width, outputs, architecture):
    """Return the number of weights and biases, matrix by matrix."""
    total = 0
    for units in [*(layer[0] for layer in architecture), outputs]:
        total += width * units + units
        width = units
    return total


@graded("the hidden layers, the input and the outputs are those of the plan", points=0.5)
def test_network_public(build_model, SearchSpace):
    plan = ((12, "relu", 0.0), (5, "tanh", 0.0))
    call = "of build_model(((12, 'relu', 0.0), (5, 'tanh', 0.0)), SearchSpace(7, 3))"
    got = anatomy(build_model, SearchSpace, 7, 3, plan)
    cause = "begin with keras.Input((space.input_width,)); a fixed width fits one data set only."
    expect(f"the input width {call}", got["input"], 7, cause)
    expect(
        f"the dense layers {call}",
        got["dense"],
        [[12, "relu"], [5, "tanh"], [3, "linear"]],
        "one Dense layer for each layer of the plan, in its order, with its own activation; at the "
        "end space.outputs units without an activation: the outputs are logits.",
    )


@graded("other plans, inputs and outputs", points=0.5, hidden=True)
def test_network_hidden(build_model, SearchSpace):
    rng = draw("network")
    about = "The network is not the one of the plan; read section 2 again."
    width, outputs = int(rng.integers(11, 30)), int(rng.integers(4, 9))
    names = ["relu", "tanh", "sigmoid", "elu"]
    plan = [(int(rng.integers(2, 30)), str(n), 0.0) for n in rng.permutation(names)[:3]]
    want = [[units, activation] for units, activation, _ in plan] + [[outputs, "linear"]]
    got = anatomy(build_model, SearchSpace, width, outputs, tuple(plan))
    expect_hidden([got["input"], got["dense"]], [width, want], about)


@graded("dropout stands behind its own layer, the first one included", points=0.5)
def test_dropout_public(build_model, SearchSpace):
    plan = ((8, "relu", 0.25), (8, "relu", 0.0), (8, "relu", 0.5))
    expect(
        "[number of dense layers before it, rate] of each Dropout, for a plan of three hidden "
        "layers with the rates 0.25, 0 and 0.5",
        anatomy(build_model, SearchSpace, 4, 3, plan)["dropout"],
        [[1, 0.25], [3, 0.5]],
        "add Dropout(rate) right behind each hidden layer whose rate is positive, in the same "
        "loop for all layers; the lecture adds its first layer outside the loop and forgets it.",
    )


@graded("other rates, in other places", points=0.5, hidden=True)
def test_dropout_hidden(build_model, SearchSpace):
    rng = draw("dropout")
    about = "A Dropout is missing, has another rate or stands elsewhere; read section 2 again."
    for zero in (1, 2):
        rates = [round(float(rate), 3) for rate in rng.uniform(0.05, 0.45, size=3)]
        rates[zero] = 0.0
        plan = tuple((4, "tanh", rate) for rate in rates)
        want = [[place, rate] for place, rate in enumerate(rates, 1) if rate > 0]
        expect_hidden(anatomy(build_model, SearchSpace, 5, 2, plan)["dropout"], want, about)


@graded("one seed, one network; and no two layers share their weights", points=0.5)
def test_seed_public(build_model, SearchSpace):
    got = initial_kernels(build_model, SearchSpace, ((6, "relu", 0.0),) * 2, 0)
    plan = "of a plan of two layers (6, 'relu', 0.0) for SearchSpace(6, 6)"
    cause = "the kernels have to follow from the seed: keras.initializers.GlorotUniform(seed=...)."
    expect(f"the kernels {plan}", got["kernels"], 3, "two hidden layers and the output layer.")
    same, other = got["equal, same seed"], got["equal, other seed"]
    expect(f"kernels that are equal in two models {plan}, both with seed=0", same, 3, cause)
    expect(
        f"pairs of equal kernels, one from each of two models {plan} with seed=0 and seed=1",
        other,
        0,
        cause + " Seeds that are counted upwards, seed, seed + 1, ..., overlap with those of the "
        "next model; leave room between them.",
    )
    expect(
        f"pairs of equal kernels inside one model {plan}",
        got["equal pairs in one model"],
        0,
        "an initializer gives the same numbers for the same seed and shape: derive another seed "
        "for each layer from the one you get.",
    )


@graded("other seeds, deeper networks", points=0.5, hidden=True)
def test_seed_hidden(build_model, SearchSpace):
    seed = int(draw("seed").integers(2, 1000))
    about = "The weights do not follow from the seed, or layers share them; read section 2 again."
    got = initial_kernels(build_model, SearchSpace, ((6, "tanh", 0.1),) * 3, seed)
    want = {"kernels": 4, "equal, same seed": 4, "equal, other seed": 0}
    expect_hidden(got, {**want, "equal pairs in one model": 0}, about)


@graded("weights and biases are counted without building", points=0.5)
def test_count_public(count_parameters, SearchSpace):
    cases = [(4, 3, ((8, "relu", 0.2),)), (2, 1, ((3, "relu", 0.0), (5, "tanh", 0.0)))]
    expect(
        "count_parameters of 4 -> 8 -> 3 and of 2 -> 3 -> 5 -> 1",
        counts(count_parameters, SearchSpace, cases),
        [67, 35],  # 4 * 8 + 8 + 8 * 3 + 3; 6 + 3 + 15 + 5 + 5 + 1
        "from one width to the next: a weight for each pair of units, a bias for each unit of the "
        "next. The step to the outputs counts too; dropout has no parameters.",
    )


@graded("other networks", points=0.5, hidden=True)
def test_count_hidden(count_parameters, SearchSpace):
    rng = draw("count")
    about = "The number of parameters is off; read section 2 again."
    cases = []
    for depth in (1, 3, 5):
        widths = [int(w) for w in rng.integers(2, 100, size=depth + 2)]
        plan = tuple((units, "relu", 0.1) for units in widths[2:])
        cases.append((widths[0], widths[1], plan))
    want = [counted_by_shapes(*case) for case in cases]
    expect_hidden(counts(count_parameters, SearchSpace, cases), want, about)
