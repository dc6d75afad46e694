"""a11_q5_evolution: the fittest of a small sample has a child, and the oldest leaves.

The fitness lives in the probes: it counts its calls, so that a trial's rank is known whatever was
drawn. A tournament of 100 draws in a population of 4 or less misses the best one in 3 * 10^12.
"""

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a11_q5_evolution"
section = "5. Evolution"
outcome, co, po, part = "LO-5", ["CO-2", "CO-5"], ["PO-2", "PO-3"], "practical"

CHOICES = {
    "layers": [6],
    "units": [8, 16, 24, 32, 40],
    "activations": ["relu", "tanh", "elu", "selu", "gelu"],
    "dropout_rates": [0.0, 0.1, 0.2, 0.3, 0.4],
}
TINY = {"layers": [1, 2], "units": [8, 16], "activations": ["relu"], "dropout_rates": [0.0]}


@probe
def wins_of_the_best(tournament, Trial, size, sample_size, seed, draws=6000):
    """Return the share of tournaments that the fittest of ``size`` members wins, to one decimal."""
    import numpy as np

    rng = np.random.default_rng(seed)
    population = [Trial(((8 + k, "relu", 0.0),), float((k + 2) % size)) for k in range(size)]
    wins = sum(tournament(population, sample_size, rng)[1] == size - 1 for _ in range(draws))
    return round(wins / draws, 1)


@probe
def record(evolutionary_search, SearchSpace, choices, budget, population_size, seed):
    """Return what a search spent and wrote down, and whether its seed repeats it."""

    def search(with_seed):
        seen = []

        def fitness(architecture):
            seen.append(architecture)
            return float(sum(layer[0] for layer in architecture))

        space = SearchSpace(4, 3, **choices)
        found = evolutionary_search(
            space, fitness, budget, with_seed, population_size=population_size, sample_size=2
        )
        return seen, [tuple(trial) for trial in found]

    (seen, found), (_, again), (_, other) = (search(s) for s in (seed, seed, seed + 1))
    return {
        "evaluations": len(seen),
        "trials": len(found),
        "in order": [architecture for architecture, _ in found] == seen,
        "with their fitness": all(f == sum(layer[0] for layer in a) for a, f in found),
        "the same seed repeats": found == again,
        "another seed repeats": found == other,
    }


@probe
def family(evolutionary_search, SearchSpace, choices, budget, population_size, rising, seed):
    """Return in how many genes children differ from the fittest member alive.

    The fitness rises or falls from call to call, so the best alive is the newest or the oldest.
    """
    calls = []

    def fitness(architecture):
        calls.append(architecture)
        return float(len(calls) if rising else -len(calls))

    evolutionary_search(
        SearchSpace(4, 3, **choices),
        fitness,
        budget,
        seed,
        population_size=population_size,
        sample_size=100,
    )

    changed = set()
    for k in range(population_size, len(calls)):
        parent, child = calls[k - (1 if rising else population_size)], calls[k]
        changed.add(sum(a != b for a, b in zip(sum(parent, ()), sum(child, ()), strict=True)))
    return {"children": len(calls) - population_size, "from the best": sorted(changed)}


@probe
def mixtures(evolutionary_search, SearchSpace, choices, rate, seed):
    """Return what is new in the children of a search in which all are equally fit."""
    calls = []

    def fitness(architecture):
        calls.append(architecture)
        return 1.0

    size = 5
    evolutionary_search(
        SearchSpace(4, 3, **choices),
        fitness,
        40,
        seed,
        population_size=size,
        sample_size=1,
        crossover_rate=rate,
    )
    new_layers, of_two = [], 0
    for k in range(size, len(calls)):
        living, child = calls[k - size : k], calls[k]
        layers = [{one[place] for one in living} for place in range(len(child))]
        new_layers.append(sum(layer not in layers[place] for place, layer in enumerate(child)))
        of_two += all(sum(a != b for a, b in zip(p, child, strict=True)) > 1 for p in living)
    return {"most new layers in a child": max(new_layers), "some have two parents": of_two > 0}


@graded("the fittest of some random draws wins, and not always the same", points=0.5)
def test_tournament_public(tournament, Trial):
    cause = (
        "draw sample_size members, each from the whole population (the same one can come twice), "
        "and return the one of these with the highest fitness. 1.0 means that all take part."
    )
    # all three draws miss the best with probability (4/5)^3 = 0.512
    got = wins_of_the_best(tournament, Trial, 5, 3, 1)
    expect("how often the fittest of 5 wins 6000 tournaments of 3 (rounded)", got, 0.5, cause)
    got = wins_of_the_best(tournament, Trial, 5, 1, 2)
    expect("how often the fittest of 5 wins 6000 tournaments of 1 (rounded)", got, 0.2, cause)


@graded("other populations, other samples", points=0.5, hidden=True)
def test_tournament_hidden(tournament, Trial):
    rng = draw("tournament")
    about = "The fittest wins a tournament too often or too seldom; read section 5 again."
    for size, sample_size in ((6, 5), (10, 5), (4, 4), (2, 1)):
        seed = int(rng.integers(10**6))
        want = round(1 - (1 - 1 / size) ** sample_size, 1)
        expect_hidden(wins_of_the_best(tournament, Trial, size, sample_size, seed), want, about)


@graded("exactly the budget is spent, every trial is recorded, the seed repeats it", points=0.5)
def test_budget_public(evolutionary_search, SearchSpace):
    got = record(evolutionary_search, SearchSpace, CHOICES, 20, 6, 0)
    call = "of a search with budget=20 and population_size=6"
    spent = "the random ones at the start count too, and each trial is assessed once."
    expect(f"evaluations {call}", got["evaluations"], 20, spent)
    expect(f"trials in the history {call}", got["trials"], 20, spent)
    order = "append every trial to the history in the order in which it was made."
    expect(f"is the history in the order of the evaluations, {call}", got["in order"], True, order)
    expect(f"is each fitness right in the history {call}", got["with their fitness"], True, order)
    chance = "make one generator, rng = np.random.default_rng(rng), and pass it to everything."
    expect(f"does seed 0 repeat the history {call}", got["the same seed repeats"], True, chance)
    expect(f"does seed 1 give the same {call}", got["another seed repeats"], False, chance)
    expect(
        "evaluations of a search with budget=4 and population_size=6",
        record(evolutionary_search, SearchSpace, CHOICES, 4, 6, 0)["evaluations"],
        4,
        "the budget may end before the first population is complete.",
    )


@graded("other budgets; architectures that come again", points=0.5, hidden=True)
def test_budget_hidden(evolutionary_search, SearchSpace):
    rng = draw("budget")
    about = "The budget, the history or its repetition is off; read section 5 again."
    for choices, size in ((CHOICES, 5), (TINY, 4), (CHOICES, 50)):
        budget, seed = int(rng.integers(25, 45)), int(rng.integers(10**6))
        want = {"evaluations": budget, "trials": budget, "in order": True}
        want |= {"with their fitness": True, "the same seed repeats": True}
        got = record(evolutionary_search, SearchSpace, choices, budget, size, seed)
        expect_hidden(got, {**want, "another seed repeats": False}, about)


@graded("a child is the mutation of the tournament's winner", points=0.5)
def test_selection_public(evolutionary_search, SearchSpace):
    got = family(evolutionary_search, SearchSpace, CHOICES, 30, 4, True, 0)
    expect(
        "the numbers of genes in which a child differs from the fittest member alive, when each "
        "trial is fitter than all before it (population_size=4, sample_size=100, 26 children)",
        got["from the best"],
        [1],
        "the parent wins tournament(population, sample_size, rng), and the child is its mutation. "
        "Children that are drawn from the whole space are random search, whatever it is called.",
    )


@graded("the winner is the parent, in other searches", points=0.5, hidden=True)
def test_selection_hidden(evolutionary_search, SearchSpace):
    rng = draw("selection")
    about = "Children are not the mutations of the tournament's winner; read section 5 again."
    for size in (2, 3):
        budget, seed = int(rng.integers(15, 30)), int(rng.integers(10**6))
        got = family(evolutionary_search, SearchSpace, CHOICES, budget, size, True, seed)
        expect_hidden(got, {"children": budget - size, "from the best": [1]}, about)


@graded("the oldest leaves, even if it is the best", points=0.5)
def test_aging_public(evolutionary_search, SearchSpace):
    cause = (
        "who leaves is decided by age, not by fitness: the population is always the last "
        "population_size trials of the history."
    )
    call = "the numbers of genes in which a child differs from"
    got = family(evolutionary_search, SearchSpace, CHOICES, 25, 1, False, 0)
    expect(f"{call} the trial before it, with population_size=1", got["from the best"], [1], cause)
    got = family(evolutionary_search, SearchSpace, CHOICES, 25, 3, False, 0)
    expect(
        f"{call} the third trial before it, when each trial is worse than all before it "
        "(population_size=3, sample_size=100)",
        got["from the best"],
        [1],
        cause,
    )


@graded("the oldest leaves, in other searches", points=0.5, hidden=True)
def test_aging_hidden(evolutionary_search, SearchSpace):
    rng = draw("aging")
    about = "Parents are not always among the last members of the history; read section 5 again."
    for size in (1, 2, 4):
        budget, seed = int(rng.integers(15, 30)), int(rng.integers(10**6))
        got = family(evolutionary_search, SearchSpace, CHOICES, budget, size, False, seed)
        expect_hidden(got, {"children": budget - size, "from the best": [1]}, about)


@graded("two parents when, and only when, crossover is asked for", points=0.5)
def test_crossover_public(evolutionary_search, SearchSpace):
    both = "the child of two parents is the mutation of their crossover: cross first, then mutate."
    got = mixtures(evolutionary_search, SearchSpace, CHOICES, 0.0, 0)
    call = "in 35 children with crossover_rate=0"
    one = "without crossover a child is the mutation of one parent."
    new = got["most new layers in a child"]
    expect(f"the most layers that no member alive has, {call}", new, 1, one)
    expect(f"do some have two parents, {call}", got["some have two parents"], False, one)
    got = mixtures(evolutionary_search, SearchSpace, CHOICES, 1.0, 0)
    call = "in 35 children with crossover_rate=1"
    new = got["most new layers in a child"]
    expect(f"the most layers that no member alive has, {call}", new, 1, both)
    expect(
        f"do some have two parents, {call}",
        got["some have two parents"],
        True,
        "with probability crossover_rate hold a second tournament and cross its winner with the "
        "first: rng.random() < crossover_rate.",
    )


@graded("crossover in other searches", points=0.5, hidden=True)
def test_crossover_hidden(evolutionary_search, SearchSpace):
    rng = draw("crossover")
    about = "crossover_rate is not obeyed, or its children are not mutated; read section 5 again."
    for rate in (0.0, 0.5, 1.0):
        seed = int(rng.integers(10**6))
        want = {"most new layers in a child": 1, "some have two parents": rate > 0}
        got = mixtures(evolutionary_search, SearchSpace, CHOICES, rate, seed)
        expect_hidden(got, want, about)
