"""a10_q5_plateau: a small state machine that watches a metric."""

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a10_q5_plateau"
section = "5. Only when it is needed"
outcome, co, po, part = "LO-4", ["CO-2", "CO-3"], ["PO-3", "PO-4"], "practical"


def rates(ReduceOnPlateau, metrics, **settings):
    """Return the rate after each metric; a reduction halves it."""
    plateau = ReduceOnPlateau(1.0, factor=0.5, **settings)
    return [plateau.update(metric) for metric in metrics]


def by_events(bad, patience, cooldown):
    """Return the rates for epochs that are bad or not, counting the runs of bad ones."""
    rate, found, run, rest_until = 1.0, [], 0, -1
    for epoch, is_bad in enumerate(bad):
        if not is_bad:
            run = 0
        elif epoch > rest_until:
            run += 1
        if run == patience:
            rate, run, rest_until = rate / 2, 0, epoch + cooldown
        found.append(rate)
    return found


@graded("patience counts bad epochs in a row, and starts again after a reduction", points=0.5)
def test_patience_public(ReduceOnPlateau):
    expect(
        "rates after metrics 3, 4, 3, 2, 5, 5 with patience=2, factor=0.5",
        rates(ReduceOnPlateau, [3.0, 4.0, 3.0, 2.0, 5.0, 5.0], patience=2),
        [1.0, 1.0, 0.5, 0.5, 0.5, 0.25],
        "4 and 3 are no improvements on the best, 3; the patience-th bad epoch in a row reduces.",
    )
    expect(
        "rates after metrics 3, 4, 2, 4, 4, 1 with patience=2, factor=0.5",
        rates(ReduceOnPlateau, [3.0, 4.0, 2.0, 4.0, 4.0, 1.0], patience=2),
        [1.0, 1.0, 1.0, 1.0, 0.5, 0.5],
        "an improvement sets `waited` back to 0.",
    )
    expect(
        "rates after metrics 3, 4, 4, 4, 4, 4 with patience=2, factor=0.5",
        rates(ReduceOnPlateau, [3.0, 4.0, 4.0, 4.0, 4.0, 4.0], patience=2),
        [1.0, 1.0, 0.5, 0.5, 0.25, 0.25],
        "a reduction sets `waited` back to 0.",
    )


@graded("other trainings", points=0.5, hidden=True)
def test_patience_hidden(ReduceOnPlateau):
    rng = draw("patience")
    patience = int(rng.integers(2, 4))
    bad = [False, True, False, *[True] * (patience - 1), False]
    bad += [*(rng.random(30) < 0.7).tolist(), *[True] * 5]
    best, metrics = 100.0, []
    for is_bad in bad:
        best -= 0 if is_bad else 1
        metrics.append(best + (0.5 * float(rng.random()) if is_bad else 0.0))
    about = "Epochs are not counted as they should be; read section 5 again."
    got = rates(ReduceOnPlateau, metrics, patience=patience)
    expect_hidden(got, by_events(bad, patience, 0), about, rtol=1e-4)


@graded(
    "an improvement is measured against the best, and must be larger than min_delta", points=0.5
)
def test_improvement_public(ReduceOnPlateau):
    expect(
        "rates after metrics 5, 4.75, 4.5 with patience=1, min_delta=0.25, factor=0.5",
        rates(ReduceOnPlateau, [5.0, 4.75, 4.5], patience=1, min_delta=0.25),
        [1.0, 0.5, 0.5],  # 4.75 is not less than 5 - 0.25, 4.5 is
        "compare with best - min_delta, and move `best` only when there is an improvement.",
    )
    expect(
        "rates after metrics 5, 7, 6 with patience=2, factor=0.5",
        rates(ReduceOnPlateau, [5.0, 7.0, 6.0], patience=2),
        [1.0, 1.0, 0.5],
        "6 is better than the epoch before, but not than the best so far, 5.",
    )


@graded("other improvements, large and small", points=0.5, hidden=True)
def test_improvement_hidden(ReduceOnPlateau):
    size = float(draw("improvement").uniform(0.5, 2))
    start = 10 * size
    about = "Improvements are not recognised as they should be; read section 5 again."
    # never more than min_delta at once, but together: best stays until the sum is enough
    metrics = [start - share * size for share in (0.0, 0.4, 0.8, 1.2)]
    got = rates(ReduceOnPlateau, metrics, patience=3, min_delta=size)
    expect_hidden(got, [1.0] * 4, about)
    got = rates(ReduceOnPlateau, metrics, patience=2, min_delta=size)
    expect_hidden(got, [1.0, 1.0, 0.5, 0.5], about)
    metrics = [start, start + 3 * size, start + 2 * size, start + size]
    got = rates(ReduceOnPlateau, metrics, patience=3, min_delta=size / 2)
    expect_hidden(got, [1.0, 1.0, 1.0, 0.5], about)


@graded("after a reduction the machine rests for cooldown epochs", points=0.5)
def test_rest_public(ReduceOnPlateau):
    expect(
        "rates after six metrics of 1 with patience=1, cooldown=2, factor=0.5",
        rates(ReduceOnPlateau, [1.0] * 6, patience=1, cooldown=2),
        [1.0, 0.5, 0.5, 0.5, 0.25, 0.25],
        "the two epochs after a reduction are not counted, the third is again.",
    )
    expect(
        "rates after metrics 9, 9, 5, 5, 5 with patience=1, cooldown=2, factor=0.5",
        rates(ReduceOnPlateau, [9.0, 9.0, 5.0, 5.0, 5.0], patience=1, cooldown=2),
        [1.0, 0.5, 0.5, 0.5, 0.25],
        "an improvement during a rest is one of its epochs, and moves `best`.",
    )


@graded("other rests", points=0.5, hidden=True)
def test_rest_hidden(ReduceOnPlateau):
    rng = draw("rest")
    patience, cooldown = int(rng.integers(1, 3)), int(rng.integers(2, 5))
    about = "The rest after a reduction is off; read section 5 again."
    got = rates(ReduceOnPlateau, [4.0] * 20, patience=patience, cooldown=cooldown)
    bad = [False] + [True] * 19
    expect_hidden(got, by_events(bad, patience, cooldown), about, rtol=1e-4)
    bad = [False] + [True] * patience + [False] + [True] * 12
    metrics = [9.0] * (1 + patience) + [5.0] * 13
    got = rates(ReduceOnPlateau, metrics, patience=patience, cooldown=cooldown)
    expect_hidden(got, by_events(bad, patience, cooldown), about, rtol=1e-4)


@graded("NaN is never an improvement", points=0.5)
def test_nan_public(ReduceOnPlateau):
    nan = float("nan")
    cause = (
        "ask `metric < best - min_delta`, which NaN answers with no; "
        "`not metric >= ...` and min(...) let it in."
    )
    expect(
        "rates after metrics NaN, NaN, NaN with patience=2, factor=0.5",
        rates(ReduceOnPlateau, [nan] * 3, patience=2),
        [1.0, 0.5, 0.5],
        cause,
    )
    plateau = ReduceOnPlateau(1.0, factor=0.5, patience=3)
    for metric in (5.0, nan, 4.0, nan):
        plateau.update(metric)
    expect("best after metrics 5, NaN, 4, NaN", plateau.best, 4.0, cause)


@graded("NaN anywhere in a training", points=0.5, hidden=True)
def test_nan_hidden(ReduceOnPlateau):
    rng, nan = draw("nan"), float("nan")
    patience = int(rng.integers(2, 5))
    about = "NaN is not handled; read section 5 again."
    metrics = [6.0] + [nan] * patience + [5.0] + [nan] * patience
    bad = [metric != metric for metric in metrics]
    got = rates(ReduceOnPlateau, metrics, patience=patience)
    expect_hidden(got, by_events(bad, patience, 0), about, rtol=1e-4)


@graded("the rate never goes below min_rate", points=0.5)
def test_lowest_public(ReduceOnPlateau):
    expect(
        "rates after six metrics of 1 with patience=1, min_rate=0.2, factor=0.5",
        rates(ReduceOnPlateau, [1.0] * 6, patience=1, min_rate=0.2),
        [1.0, 0.5, 0.25, 0.2, 0.2, 0.2],
        "0.125 would be below: the larger of rate * factor and min_rate.",
    )


@graded("other lowest rates", points=0.5, hidden=True)
def test_lowest_hidden(ReduceOnPlateau):
    lowest = float(draw("lowest").uniform(0.13, 0.24))
    about = "The lowest rate is not kept; read section 5 again."
    got = rates(ReduceOnPlateau, [2.0] * 7, patience=1, min_rate=lowest)
    expect_hidden(got, [1.0, 0.5, 0.25] + [lowest] * 4, about, rtol=1e-4)
