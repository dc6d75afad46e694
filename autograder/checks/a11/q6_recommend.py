"""a11_q6_recommend: what a search has to show, and what to build."""

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a11_q6_recommend"
section = "6. Which one do you build?"
outcome, co, po, part = "LO-5", ["CO-4", "CO-5"], ["PO-2", "PO-4"], "analysis"


@probe
def board(leaderboard, Trial, history, count):
    """Return the leaderboard as [architecture, fitness]."""
    trials = [Trial(*entry) for entry in history]
    return [list(trial) for trial in leaderboard(trials, count)]


@probe
def recommended(recommend, Trial, SearchSpace, ends, history, tolerance):
    """Return the recommended trial as [widths of its layers, fitness].

    ``history`` holds [widths, fitness], ``ends`` the input width and the outputs.
    """
    trials = [Trial(tuple((units, "relu", 0.0) for units in w), fit) for w, fit in history]
    architecture, fitness = recommend(trials, SearchSpace(*ends), tolerance)
    return [[layer[0] for layer in architecture], fitness]


def size(widths, ends):
    """Return the number of weights and biases of a network."""
    total, inputs = 0, ends[0]
    for outputs in [*widths, ends[1]]:
        total, inputs = total + inputs * outputs + outputs, outputs
    return total


@graded("the best come first, among equals the first tried", points=0.5)
def test_ranking_public(leaderboard, Trial):
    history = [["A", 0.5], ["B", 0.9], ["C", 0.7], ["D", 0.7], ["E", 0.8]]
    expect(
        "leaderboard of A 0.5, B 0.9, C 0.7, D 0.7, E 0.8 with count=4",
        board(leaderboard, Trial, history, 4),
        [["B", 0.9], ["E", 0.8], ["C", 0.7], ["D", 0.7]],
        "sort by falling fitness with sorted(..., reverse=True), which leaves equals in their "
        "order; a list that is sorted upwards and turned round has them backwards.",
    )


@graded("other histories, other counts", points=0.5, hidden=True)
def test_ranking_hidden(leaderboard, Trial):
    rng = draw("ranking")
    about = "The trials are not ranked by fitness, or too many come; read section 6 again."
    levels = rng.permutation([0.2, 0.4, 0.4, 0.6, 0.6, 0.6, 0.8]).tolist()
    history = [[f"N{k}", level] for k, level in enumerate(levels)]
    # the order of the history decides among equals
    order = sorted(range(7), key=lambda k: (-levels[k], k))
    for count in (3, 5, 20):
        want = [history[k] for k in order][:count]
        expect_hidden(board(leaderboard, Trial, history, count), want, about)


@graded("every architecture once, with its best fitness", points=0.5)
def test_once_public(leaderboard, Trial):
    history = [["A", 0.9], ["B", 0.6], ["A", 0.7], ["B", 0.8], ["C", 0.5]]
    expect(
        "leaderboard of A 0.9, B 0.6, A 0.7, B 0.8, C 0.5 with count=3",
        board(leaderboard, Trial, history, 3),
        [["A", 0.9], ["B", 0.8], ["C", 0.5]],
        "walk through the ranked trials and keep the first one of each architecture; cut to count "
        "after that, or the leaders' repetitions take the places.",
    )


@graded("other repetitions", points=0.5, hidden=True)
def test_once_hidden(leaderboard, Trial):
    rng = draw("once")
    about = "An architecture appears twice, or not with its best; read section 6 again."
    values = rng.permutation(20)[:12] / 32
    history = [["XYZW"[k % 4], float(value)] for k, value in enumerate(values)]
    best = {name: max(f for n, f in history if n == name) for name in "XYZW"}
    want = sorted(([n, f] for n, f in best.items()), key=lambda entry: -entry[1])
    for count in (2, 4):
        expect_hidden(board(leaderboard, Trial, history, count), want[:count], about)


@graded("of those close to the best, the one with the fewest parameters", points=0.5)
def test_smallest_public(recommend, Trial, SearchSpace):
    cause = (
        "keep the trials with fitness >= best - tolerance, and among them take the smallest "
        "count_parameters(architecture, space): neither layers nor units are its measure."
    )
    call = "recommended of the hidden widths and fitnesses"
    history = [[[64, 64], 0.95], [[16, 16], 0.94], [[40], 0.93], [[4], 0.5]]
    # parameters for 4 inputs and 3 outputs: 4675, 403, 323, 35
    expect(
        f"{call} 64 > 64: 0.95, 16 > 16: 0.94, 40: 0.93, 4: 0.5, tolerance 0.0625",
        recommended(recommend, Trial, SearchSpace, [4, 3], history, 0.0625),
        [[40], 0.93],
        cause,
    )
    history = [[[64], 0.95], [[24], 0.93], [[8, 8], 0.94]]  # 515, 195, 139 parameters
    expect(
        f"{call} 64: 0.95, 24: 0.93, 8 > 8: 0.94, tolerance 0.0625",
        recommended(recommend, Trial, SearchSpace, [4, 3], history, 0.0625),
        [[8, 8], 0.94],
        cause,
    )


@graded("other searches, other inputs and outputs", points=0.5, hidden=True)
def test_smallest_hidden(recommend, Trial, SearchSpace):
    rng = draw("smallest")
    about = "The smallest of those close to the best is not recommended; read section 6 again."
    for _ in range(4):
        ends = [int(rng.integers(2, 60)), int(rng.integers(2, 9))]
        deep = [[int(w) for w in rng.integers(3, 40, size=depth)] for depth in (1, 2, 2, 3, 4)]
        history = [[w, 0.875 + k / 64] for k, w in enumerate(deep)]
        history += [[[2], 0.5], [[60, 60, 60], 0.9375]]
        close = [entry for entry in history if entry[1] > 0.6]
        want = min(close, key=lambda entry: (size(entry[0], ends), -entry[1]))
        got = recommended(recommend, Trial, SearchSpace, ends, history, 0.1875)
        expect_hidden(got, want, about)


@graded("the limit belongs to it; of equally small ones the fittest", points=0.5)
def test_limit_public(recommend, Trial, SearchSpace):
    call = "recommended of the hidden widths and fitnesses"
    history = [[[32], 0.5], [[8], 0.3125], [[4], 0.125]]
    expect(
        f"{call} 32: 0.5, 8: 0.3125, 4: 0.125, tolerance 0.25",
        recommended(recommend, Trial, SearchSpace, [4, 3], history, 0.25),
        [[8], 0.3125],  # 0.5 - 0.25 = 0.25 is the limit; 0.5 * 0.75 = 0.375 is not
        "the tolerance is a difference of two fitnesses, not a share of the best.",
    )
    history = [[[32], 0.75], [[8], 0.5], [[4], 0.25]]
    expect(
        f"{call} 32: 0.75, 8: 0.5, 4: 0.25, tolerance 0.25",
        recommended(recommend, Trial, SearchSpace, [4, 3], history, 0.25),
        [[8], 0.5],  # 0.75 - 0.25 = 0.5, which is still close
        "0.5 is not more than 0.25 below 0.75: what lies on the limit is close enough.",
    )
    history = [[[32], 0.75], [[8], 0.5], [[8], 0.625]]
    expect(
        f"{call} 32: 0.75, 8: 0.5, 8: 0.625, tolerance 0.25",
        recommended(recommend, Trial, SearchSpace, [4, 3], history, 0.25),
        [[8], 0.625],
        "among equally small ones compare the fitness: a key (size, -fitness) does it.",
    )


@graded("other limits, other equals", points=0.5, hidden=True)
def test_limit_hidden(recommend, Trial, SearchSpace):
    rng = draw("limit")
    about = "A trial on the limit, or of equal size, is treated wrongly; read section 6 again."
    width = int(rng.integers(5, 20))
    for tolerance in (0.0, 0.125, 0.5):
        history = [[[3 * width], 0.75], [[width], 0.75 - tolerance], [[2], 0.125]]
        got = recommended(recommend, Trial, SearchSpace, [6, 2], history, tolerance)
        expect_hidden(got, [[width], 0.75 - tolerance], about)
    levels = [float(level) for level in rng.permutation([0.5, 0.5625, 0.625, 0.6875])]
    history = [[[3 * width], 0.75], *([[width], level] for level in levels)]
    got = recommended(recommend, Trial, SearchSpace, [6, 2], history, 0.25)
    expect_hidden(got, [[width], 0.6875], about)
