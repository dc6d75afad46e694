"""a11_q1_draw: fair draws from a search space, as plain Python values, from one seeded generator.

Nothing here demands an order of draws. Shares are rounded to one decimal; with ten, five or two
options and this many draws, a right answer is six standard errors away from the next decimal.
"""

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a11_q1_draw"
section = "1. What may be built"
outcome, co, po, part = "LO-5", ["CO-2"], ["PO-1", "PO-3"], "practical"

FIVE = {
    "layers": [1, 2, 3],
    "units": [8, 16, 24, 32, 40],
    "activations": ["relu", "tanh", "elu", "selu", "gelu"],
    "dropout_rates": [0.0, 0.1, 0.2, 0.3, 0.4],
}
DEEP = {**FIVE, "layers": [6]}  # 125^6 architectures: no two draws are equal by chance


@probe
def kinds_drawn(choose, options, seeds):
    """Return the types that come out, and how many of the draws are the very object put in."""
    import numpy as np

    drawn = [choose(options, np.random.default_rng(seed)) for seed in range(seeds)]
    same = sum(any(one is option for option in options) for one in drawn)
    return {"types": sorted({type(one).__name__ for one in drawn}), "from the options": same}


@probe
def gene_types(random_architecture, SearchSpace, choices, seeds):
    """Return the types of units, activation and rate over many architectures."""
    import numpy as np

    space = SearchSpace(4, 3, **choices)
    found = [random_architecture(space, np.random.default_rng(seed)) for seed in range(seeds)]
    if kinds := sorted({type(one).__name__ for one in found if not isinstance(one, tuple)}):
        return kinds
    layers = [layer for architecture in found for layer in architecture]
    return [sorted({type(layer[gene]).__name__ for layer in layers}) for gene in range(3)]


@probe
def shares(choose, options, seed, draws=4000):
    """Return each option's share of many draws from one generator, to one decimal."""
    import numpy as np

    rng = np.random.default_rng(seed)
    drawn = [choose(options, rng) for _ in range(draws)]
    return [round(sum(one == option for one in drawn) / draws, 1) for option in options]


@probe
def variety(random_architecture, SearchSpace, choices, seed, draws=4000):
    """Return what many architectures from one generator look like."""
    import numpy as np

    rng = np.random.default_rng(seed)
    space = SearchSpace(4, 3, **choices)
    found = [random_architecture(space, rng) for _ in range(draws)]
    containers = sorted({type(part).__name__ for a in found for part in (a, *a)})
    if containers != ["tuple"]:
        return {"containers": containers}
    pairs = [a[:2] for a in found if len(a) > 1]
    layers = {repr(tuple(map(str, layer))) for architecture in found for layer in architecture}
    return {
        "containers": containers,
        "depths": sorted({len(a) for a in found}),
        "different layers": len(layers),
        "outside the space": sum(a not in space for a in found),
        "equal genes": [
            round(sum(one[gene] == two[gene] for one, two in pairs) / len(pairs), 1)
            for gene in range(3)
        ],
    }


@probe
def repeats(random_architecture, SearchSpace, choices, seeds):
    """Return how many different architectures come of equal seeds, other seeds, one generator."""
    import numpy as np

    space = SearchSpace(4, 3, **choices)
    rng = np.random.default_rng(seeds[0])
    many = [random_architecture(space, seed) for seed in seeds]
    twins = [random_architecture(space, np.random.default_rng(seeds[0])) for _ in range(3)]
    one_seed = [random_architecture(space, seeds[0]) for _ in range(3)]
    one_generator = [random_architecture(space, rng) for _ in range(3)]
    groups = {
        "of one seed, three times": one_seed,
        "of other seeds": many,
        "of three equal generators": twins,
        "of one generator, three times": one_generator,
    }
    found = {group: len(set(map(repr, members))) for group, members in groups.items()}
    found["with all layers equal"] = sum(len(set(map(repr, one))) == 1 for one in many)
    return found


@graded("what is drawn is the option itself, with its own Python type", points=0.5)
def test_plain_public(choose, random_architecture, SearchSpace):
    cause = (
        "np.random.choice and rng.choice turn the options into an array first, and what comes out "
        "is numpy.int64 or numpy.str_: draw an index, and return options[index]."
    )
    expect(
        "the types that choose([16, 32], rng) returns, over 20 generators",
        kinds_drawn(choose, [16, 32], 20)["types"],
        ["int"],
        cause,
    )
    expect(
        "the types of units, activation and rate in 20 random architectures",
        gene_types(random_architecture, SearchSpace, FIVE, 20),
        [["int"], ["str"], ["float"]],
        "an architecture is a tuple of layers (units, activation, rate). " + cause,
    )


@graded("options of any type come out as they went in", points=0.5, hidden=True)
def test_plain_hidden(choose, random_architecture, SearchSpace):
    rng = draw("plain")
    about = "What is drawn is not the option itself, a plain Python value; read section 1 again."
    widths = [int(width) for width in rng.choice(range(1, 500), size=4, replace=False)]
    for options in (widths, ["elu", "gelu"], [(widths[0], "relu"), (widths[1], "tanh")]):
        want = {"types": [type(options[0]).__name__], "from the options": 25}
        expect_hidden(kinds_drawn(choose, options, 25), want, about)
    got = gene_types(random_architecture, SearchSpace, {**FIVE, "units": widths}, 12)
    expect_hidden(got, [["int"], ["str"], ["float"]], about)


@graded("every option has the same probability", points=0.5)
def test_fair_public(choose):
    expect(
        "the share of each option in 4000 draws of choose([0, 10, 20, 30, 40], rng)",
        shares(choose, [0, 10, 20, 30, 40], 1),
        [0.2, 0.2, 0.2, 0.2, 0.2],
        "rng.integers(n) gives 0, 1, ..., n - 1 with equal probability (n itself is left out). "
        "Rounding a random number gives the first and the last option only half a chance.",
    )


@graded("other numbers of options", points=0.5, hidden=True)
def test_fair_hidden(choose):
    seed = int(draw("fair").integers(10**6))
    about = "Some options are drawn more often than others, or never; read section 1 again."
    expect_hidden(shares(choose, list("ab"), seed), [0.5] * 2, about)
    expect_hidden(shares(choose, list(range(10)), seed + 1), [0.1] * 10, about)


@graded("every layer is drawn by itself, every depth and gene can come", points=0.5)
def test_layers_public(random_architecture, SearchSpace):
    got = variety(random_architecture, SearchSpace, FIVE, 2)
    call = "in 4000 random architectures of depth 1, 2 or 3, with 5 choices for each of the 3 genes"
    form = "return a tuple of layers, and each layer as the tuple (units, activation, rate)."
    expect(f"the types of architecture and layer, {call}", got["containers"], ["tuple"], form)
    expect(f"the depths {call}", got["depths"], [1, 2, 3], "draw the depth from space.layers.")
    cause = "draw from space.units, space.activations and space.dropout_rates, in this order."
    expect(f"architectures outside the space {call}", got["outside the space"], 0, cause)
    expect(f"the number of different layers {call}", got["different layers"], 125, cause)
    expect(
        f"how often layers 1 and 2 have equal [units, activation, rate] (rounded) {call}",
        got["equal genes"],
        [0.2, 0.2, 0.2],  # one of five
        "draw new genes for every layer: 1.0 means that one draw serves all layers.",
    )


@graded("other search spaces", points=0.5, hidden=True)
def test_layers_hidden(random_architecture, SearchSpace):
    rng = draw("layers")
    seed, width = int(rng.integers(10**6)), int(rng.integers(1, 50))
    about = "The layers are not drawn one by one from the whole space; read section 1 again."
    choices = {"layers": [2, 5], "units": [width * k for k in range(1, 6)]}
    choices |= {"activations": ["relu", "elu"], "dropout_rates": [k / 20 for k in range(10)]}
    want = {
        "containers": ["tuple"],
        "depths": [2, 5],
        "different layers": 100,
        "outside the space": 0,
        "equal genes": [0.2, 0.5, 0.1],
    }
    expect_hidden(variety(random_architecture, SearchSpace, choices, seed), want, about)


@graded("the seed decides, and nothing else", points=0.5)
def test_seed_public(random_architecture, SearchSpace):
    got = repeats(random_architecture, SearchSpace, DEEP, list(range(20)))
    call = "different architectures"
    cause = (
        "begin with rng = np.random.default_rng(rng). It makes a generator of a seed and returns a "
        "generator unchanged; then pass this one generator to every draw."
    )
    expect(f"{call} of seed 0, called three times", got["of one seed, three times"], 1, cause)
    expect(f"{call} of the seeds 0 to 19", got["of other seeds"], 20, cause)
    expect(f"{call} of three equal generators", got["of three equal generators"], 1, cause)
    one = got["of one generator, three times"]
    expect(f"{call} of one generator, asked three times", one, 3, cause)
    expect(
        "architectures of the seeds 0 to 19 in which all six layers are equal",
        got["with all layers equal"],
        0,
        "a seed that is passed on to every choose() begins anew each time. " + cause,
    )


@graded("other seeds", points=0.5, hidden=True)
def test_seed_hidden(random_architecture, SearchSpace):
    first = int(draw("seed").integers(100, 10**6))
    about = "The architecture does not follow from the seed or generator; read section 1 again."
    want = {
        "of one seed, three times": 1,
        "of other seeds": 15,
        "of three equal generators": 1,
        "of one generator, three times": 3,
        "with all layers equal": 0,
    }
    got = repeats(random_architecture, SearchSpace, DEEP, [first + 7 * k for k in range(15)])
    expect_hidden(got, want, about)
