"""a11_q3_variation: one small change, and a child of two parents.

The random choices are judged by what many of them have in common and by what they reach, never by
their order. Each value to be reached has a probability of 1/16 or more in each of 400 trials: one
is missed once in 10^10 runs.
"""

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a11_q3_variation"
section = "3. Small steps, and children"
outcome, co, po, part = "LO-5", ["CO-2"], ["PO-1", "PO-3"], "practical"

CHOICES = {
    "layers": [1, 2, 4],
    "units": [8, 16, 32],
    "activations": ["relu", "tanh", "elu"],
    "dropout_rates": [0.0, 0.1, 0.2],
}


@probe
def mutations(mutate, SearchSpace, choices, first_seed, count=300):
    """Mutate random members of a space; return what parents and children have in common."""
    import numpy as np

    space = SearchSpace(4, 3, **choices)
    rng = np.random.default_rng(first_seed)
    choice = (space.units, space.activations, space.dropout_rates)
    changed, kept, outside, unchanged, repeated = set(), set(), 0, 0, 0
    for seed in range(first_seed, first_seed + count):
        depth = space.layers[int(rng.integers(len(space.layers)))]
        parent = tuple(
            tuple(options[int(rng.integers(len(options)))] for options in choice)
            for _ in range(depth)
        )
        child = mutate(parent, space, np.random.default_rng(seed))
        repeated += child == mutate(parent, space, np.random.default_rng(seed))
        outside += child not in space
        unchanged += child == parent
        if len(child) == len(parent):
            both = zip(sum(map(tuple, parent), ()), sum(map(tuple, child), ()), strict=True)
            changed.add(sum(a != b for a, b in both))
        else:
            shorter, longer = sorted((parent, child), key=len)
            rest = iter(longer)
            kept.add(all(layer in rest for layer in shorter))
    return {
        "genes changed at the same depth": sorted(changed),
        "the shorter lies in the longer": sorted(kept),
        "outside the space": outside,
        "unchanged": unchanged,
        "repeated by the same seed": repeated,
    }


@probe
def reached(mutate, SearchSpace, choices, parent, first_seed, count=400):
    """Return all that many mutations of one parent of two layers lead to."""
    import numpy as np

    space = SearchSpace(4, 3, **choices)
    children = [
        mutate(parent, space, np.random.default_rng(seed))
        for seed in range(first_seed, first_seed + count)
    ]
    same = [child for child in children if len(child) == len(parent)]
    return {
        "depths": sorted({len(child) for child in children}),
        "values": [
            [len({str(child[layer][gene]) for child in same}) for gene in range(3)]
            for layer in range(len(parent))
        ],
        "layers that stay alone": len({str(child) for child in children if len(child) == 1}),
    }


@probe
def origins(crossover, first, second, first_seed, count=400):
    """Return where the layers of many children come from.

    The first parent has another activation than the second, so a child's tell who gave which layer.
    """
    import numpy as np

    children = [
        crossover(first, second, np.random.default_rng(seed))
        for seed in range(first_seed, first_seed + count)
    ]
    strangers = 0
    for child in children:
        for place, layer in enumerate(child):
            candidates = [parent[place] for parent in (first, second) if place < len(parent)]
            strangers += tuple(layer) not in candidates
    activations = [tuple(layer[1] for layer in child) for child in children]
    return {
        "strangers": strangers,
        "activations": sorted({name for names in activations for name in names}),
        "depths": sorted({len(child) for child in children}),
        "mixtures": len(set(activations)),
    }


@graded("exactly one thing changes, and the child is in the space", points=0.5)
def test_one_change_public(mutate, SearchSpace):
    got = mutations(mutate, SearchSpace, CHOICES, 0)
    call = "in 300 mutations of architectures of depth 1, 2 or 4"
    expect(
        f"the numbers of genes that changed where the depth did not, {call}",
        got["genes changed at the same depth"],
        [1],
        "choose one layer and one gene, and another value for it. 0 means that the old value can "
        "be drawn again; more than 1, that other genes or layers change too.",
    )
    expect(
        f"where the depth changed: are all layers of the shorter one found in the longer, {call}",
        got["the shorter lies in the longer"],
        [True],
        "take layers out or put layers in, and leave the others as they are, in their order.",
    )
    expect(f"children outside the space {call}", got["outside the space"], 0, "use its choices.")
    expect(
        f"children that the same seed made again, {call}",
        got["repeated by the same seed"],
        300,
        "all chance has to come from rng = np.random.default_rng(rng).",
    )


@graded("other spaces", points=0.5, hidden=True)
def test_one_change_hidden(mutate, SearchSpace):
    rng = draw("one_change")
    seed, width = int(rng.integers(10**6)), int(rng.integers(2, 40))
    about = "A mutation changes nothing, or more than one thing; read section 3 again."
    choices = {**CHOICES, "layers": [3, 2, 6], "units": [width, 3 * width, 4 * width, 7 * width]}
    want = {
        "genes changed at the same depth": [1],
        "the shorter lies in the longer": [True],
        "outside the space": 0,
        "unchanged": 0,
        "repeated by the same seed": 300,
    }
    expect_hidden(mutations(mutate, SearchSpace, choices, seed), want, about)


@graded("every other depth, every gene of every layer can come", points=0.5)
def test_reach_public(mutate, SearchSpace):
    got = reached(mutate, SearchSpace, CHOICES, ((8, "relu", 0.0), (16, "tanh", 0.2)), 0)
    call = "in 400 mutations of ((8, 'relu', 0.0), (16, 'tanh', 0.2)), depths 1, 2 and 4 allowed"
    cause = "the depth is one of the things to change; any other depth that is allowed may come."
    expect(f"the depths {call}", got["depths"], [1, 2, 4], cause)
    expect(
        f"how many values [units, activation, rate] had in layer 1 and in layer 2, {call}",
        got["values"],
        [[3, 3, 3], [3, 3, 3]],
        "draw the layer, first to last, and the gene; all values but the old one may come.",
    )
    expect(
        f"how many different children have one layer, {call}",
        got["layers that stay alone"],
        2,
        "a layer is removed at a random position, not always at the end.",
    )


@graded("other parents", points=0.5, hidden=True)
def test_reach_hidden(mutate, SearchSpace):
    seed = int(draw("reach").integers(10**6))
    about = "Some depth, gene or layer is never changed; read section 3 again."
    choices = {**CHOICES, "layers": [1, 2, 3], "activations": ["relu", "tanh"]}
    got = reached(mutate, SearchSpace, choices, ((32, "tanh", 0.1), (8, "relu", 0.0)), seed)
    want = {"depths": [1, 2, 3], "values": [[3, 2, 3]] * 2, "layers that stay alone": 2}
    expect_hidden(got, want, about)


@graded("what has only one choice is left alone", points=0.5)
def test_no_choice_public(mutate, SearchSpace):
    choices = {"layers": [2], "units": [8], "activations": ["relu", "tanh"], "dropout_rates": [0.0]}
    expect(
        "unchanged children, in 300 mutations where only the activation has a second choice",
        mutations(mutate, SearchSpace, choices, 0)["unchanged"],
        0,
        "list the things with two or more choices first, and draw among these only.",
    )


@graded("other things with only one choice", points=0.5, hidden=True)
def test_no_choice_hidden(mutate, SearchSpace):
    seed = int(draw("no_choice").integers(10**6))
    about = "A thing that has only one choice is drawn for a change; read section 3 again."
    one = {"layers": [3], "units": [8], "activations": ["relu"], "dropout_rates": [0.0]}
    for more in ({"layers": [1, 2]}, {"units": [8, 9]}, {"dropout_rates": [0.0, 0.3]}):
        got = mutations(mutate, SearchSpace, {**one, **more}, seed, 60)
        expect_hidden([got["unchanged"], got["outside the space"]], [0, 0], about)


@graded("every layer of a child is a parent's layer, whole and in its place", points=0.5)
def test_parents_public(crossover):
    first = ((8, "relu", 0.0), (16, "relu", 0.0), (24, "relu", 0.0))
    second = ((32, "tanh", 0.1), (40, "tanh", 0.2), (48, "tanh", 0.3))
    got = origins(crossover, first, second, 0)
    call = "in 400 children of two parents of three layers, one all relu, the other all tanh"
    expect(
        f"layers that no parent has in that place, {call}",
        got["strangers"],
        0,
        "at each position take the whole layer of one parent, with all three genes: units from "
        "one and activation from the other make a layer that nobody has tried.",
    )
    both = "either parent gives layers."
    expect(f"the activations {call}", got["activations"], ["relu", "tanh"], both)


@graded("parents of other depths", points=0.5, hidden=True)
def test_parents_hidden(crossover):
    rng = draw("parents")
    about = "A layer of the child is not its parent's layer in that place; read section 3 again."
    widths = [int(width) for width in rng.choice(range(1, 300), size=6, replace=False)]
    first = tuple((width, "relu", 0.0) for width in widths[:3])
    second = tuple((width, "elu", 0.2) for width in widths[3:])
    for parents in ((first[:2], second), (first, second[:1])):
        got = origins(crossover, *parents, int(rng.integers(10**6)))
        expect_hidden([got["strangers"], got["activations"]], [0, ["elu", "relu"]], about)


@graded("every mixture can come, and the depth of either parent", points=0.5)
def test_mixture_public(crossover):
    first = ((8, "relu", 0.0), (16, "relu", 0.0), (24, "relu", 0.0))
    second = ((32, "tanh", 0.1), (40, "tanh", 0.2), (48, "tanh", 0.3))
    expect(
        "how many different mixtures there are, in 400 children of two parents of three layers",
        origins(crossover, first, second, 0)["mixtures"],
        8,  # 2 * 2 * 2
        "decide for each position anew; a cut at one place keeps the layers before it together.",
    )
    expect(
        "the depths of 400 children of parents with one and with three layers",
        origins(crossover, first[:1], second, 0)["depths"],
        [1, 3],
        "draw the depth from the two parents; where only one has a layer, take that one.",
    )


@graded("other mixtures", points=0.5, hidden=True)
def test_mixture_hidden(crossover):
    rng = draw("mixture")
    about = "Some mixture, or the depth of one parent, never comes; read section 3 again."
    widths = [int(width) for width in rng.choice(range(1, 300), size=6, replace=False)]
    longer = tuple((width, "relu", 0.0) for width in widths[:4])
    shorter = tuple((width, "tanh", 0.2) for width in widths[4:])
    seed = int(rng.integers(10**6))
    for parents in ((longer, shorter), (shorter, longer)):
        got = origins(crossover, *parents, seed)
        # two places with two candidates: 4 mixtures of either depth
        expect_hidden([got["depths"], got["mixtures"]], [[2, 4], 8], about)
