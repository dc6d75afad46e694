"""a15_q2_find_symptoms: one table of lines, and which of them are crossed."""

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a15_q2_find_symptoms"
section = "2. From numbers to findings"
outcome, co, po, part = "LO-1", ["CO-4", "CO-5"], ["PO-2", "PO-4"], "analysis"

NAN, INF = float("nan"), float("inf")


def signs(norms=(0.5, 0.6, 0.7), signal=(1.0, 0.9), saturated=(0.0, 0.1), dead=(0.1, 0.0)):
    """Return the signs of a network that is healthy but for what is said."""
    return {
        "gradient_norms": list(norms),
        "signal": list(signal),
        "saturated": list(saturated),
        "dead": list(dead),
    }


def pairs(findings):
    """Return findings as sorted pairs, so that one too many is a fault as well."""
    return sorted(findings.items()) if isinstance(findings, dict) else f"no dict: {findings!r}"


@graded("exploding and vanishing gradients", points=0.5)
def test_gradients_public(find_symptoms):
    small = "small in all layers is a matter of scale: vanishing is the ratio of first to largest."
    for norms, want, cause in (
        ([1.0, 250.0], [("exploding", 250.0)], "the largest norm is over 100; it is the number."),
        (
            [0.01, 50.0, 2.0],
            [("vanishing", 2e-4)],  # 0.01 / 50
            "vanishing: the first norm beside the LARGEST, wherever that is.",
        ),
        (
            [0.03, 300.0],
            [("exploding", 300.0), ("vanishing", 1e-4)],
            "one finding does not exclude the other.",
        ),
        ([5e-4, 6e-4], [], small),
        ([0.5, 1e-5, 0.4], [], "vanishing looks at the first layer, not at the smallest norm."),
    ):
        got = find_symptoms(signs(norms))
        expect(f"findings where the gradient norms are {norms}", pairs(got), want, cause)


@graded("other gradient norms", points=0.5, hidden=True)
def test_gradients_hidden(find_symptoms):
    rng = draw("gradients")
    about = "The rows on exploding and vanishing gradients are off; read section 2 again."
    large = float(rng.uniform(150, 900))
    got = find_symptoms(signs([0.9, large, 3.0]))
    expect_hidden(pairs(got), [("exploding", large)], about)
    first, largest = float(rng.uniform(0.005, 0.009)), float(rng.uniform(20, 40))
    got = find_symptoms(signs([first, 1e-6, largest, 0.4]))
    expect_hidden(pairs(got), [("vanishing", first / largest)], about)
    scale = float(rng.uniform(1e-5, 1e-4))
    expect_hidden(pairs(find_symptoms(signs([scale, 1e-4 * scale, 2 * scale]))), [], about)


@graded("fading signal, saturated and dead layers", points=0.5)
def test_forward_public(find_symptoms):
    for changes, want, cause in (
        ({"signal": [2.0, 0.5, 0.01]}, [("fading", 0.005)], "fading: last signal / first signal."),
        ({"signal": [2.0, 1e-3, 0.5]}, [], "fading compares the last layer with the first."),
        (
            {"saturated": [0.1, 0.75, 0.0]},
            [("saturated", 0.75)],
            "one saturated layer is enough: take the largest share, not the mean.",
        ),
        (
            {"dead": [0.7, 0.9, 0.2], "saturated": [0.6, 0.0, 0.0]},
            [("dead", 0.9), ("saturated", 0.6)],
            "one layer is enough, and the largest share is the number.",
        ),
    ):
        got = find_symptoms(signs(**changes))
        expect(f"findings of a healthy network, but {changes}", pairs(got), want, cause)


@graded("other signals and shares", points=0.5, hidden=True)
def test_forward_hidden(find_symptoms):
    rng = draw("forward")
    about = "The rows on fading, saturated and dead are off; read section 2 again."
    first, last = float(rng.uniform(2, 4)), float(rng.uniform(0.005, 0.01))
    got = find_symptoms(signs(signal=[first, 0.7, last]))
    expect_hidden(pairs(got), [("fading", last / first)], about)
    expect_hidden(pairs(find_symptoms(signs(signal=[first, last, 0.7]))), [], about)
    for name in ("saturated", "dead"):
        share = float(rng.uniform(0.6, 0.95))
        got = find_symptoms(signs(**{name: [0.0, share, 0.02, 0.01]}))
        expect_hidden(pairs(got), [(name, share)], about)


@graded("restless and stalled losses", points=0.5)
def test_losses_public(find_symptoms):
    cause = "stalled: the last loss is over 0.95 times the first, and nothing else explains it."
    rise = "restless: the loss fell over all, yet it rose in over a third of the steps."
    for losses, dead, want, why in (
        ([2.0, 1.98], 0.0, [("stalled", 0.99)], cause),
        ([4.0, 3.0, 3.5], 0.0, [("restless", 0.5)], rise),
        ([2.0, 2.125, 2.0], 0.0, [("stalled", 1.0)], f"{rise} This one did not fall. {cause}"),
        ([2.0, 3.0], 0.9, [("dead", 0.9)], cause),
        ([2.0], 0.0, [], "one loss is nothing to compare: no row on losses applies."),
    ):
        got = find_symptoms(signs(dead=[dead]), losses)
        call = f"findings with the largest dead share {dead} and losses {losses}"
        expect(call, pairs(got), want, why)


@graded("other losses", points=0.5, hidden=True)
def test_losses_hidden(find_symptoms):
    rng = draw("losses")
    about = "The rows on restless and stalled are off; read section 2 again."
    start = float(rng.uniform(2, 3))
    got = find_symptoms(signs(), [start, 0.99 * start, 0.98 * start])
    expect_hidden(pairs(got), [("stalled", 0.98)], about)
    losses = [start, 0.5 * start, 0.6 * start, 0.4 * start, 0.7 * start]
    expect_hidden(pairs(find_symptoms(signs(), losses)), [("restless", 0.5)], about)
    losses = [start, 1.2 * start, 1.1 * start, 1.3 * start]
    expect_hidden(pairs(find_symptoms(signs(), losses)), [("stalled", 1.3)], about)
    got = find_symptoms(signs(saturated=[0.8]), losses)
    expect_hidden(pairs(got), [("saturated", 0.8)], about)
    expect_hidden(pairs(find_symptoms(signs(), [start])), [], about)


@graded("NaN and Inf are a finding, and do not hide the others", points=0.5)
def test_non_finite_public(find_symptoms):
    cause = (
        "NaN > 100 is False: count NaN and Inf first, in norms, signal and losses; then judge by "
        "the finite entries that are left."
    )
    for changes, losses, want in (
        ({"norms": [0.5, NAN, 0.5]}, [], [("non_finite", 1.0)]),
        ({"signal": [1.0, NAN]}, [2.0, 1.0, INF], [("non_finite", 2.0)]),
        ({"norms": [NAN, 1e-4, 0.5]}, [], [("non_finite", 1.0), ("vanishing", 2e-4)]),
        ({"norms": [2.0, INF, 150.0]}, [], [("exploding", 150.0), ("non_finite", 1.0)]),
    ):
        got = find_symptoms(signs(**changes), losses)
        call = f"findings of a healthy network, but {changes}, losses {losses}"
        expect(call, pairs(got), want, cause)


@graded("NaN and Inf in other places", points=0.5, hidden=True)
def test_non_finite_hidden(find_symptoms):
    rng = draw("non_finite")
    about = "NaN or Inf is not handled; read section 2 again."
    many = int(rng.integers(2, 5))
    got = find_symptoms(signs(norms=[0.5, *[NAN] * many, 0.5], signal=[INF, 1.0]))
    expect_hidden(pairs(got), [("non_finite", many + 1.0)], about)
    share = float(rng.uniform(0.6, 0.9))
    got = find_symptoms(signs(dead=[share], signal=[1.0, NAN]), [2.0, NAN])
    expect_hidden(pairs(got), [("dead", share), ("non_finite", 2.0)], about)
    got = find_symptoms(signs(norms=[1.0, 400.0, -INF]), [2.0, 1.0])
    expect_hidden(pairs(got), [("exploding", 400.0), ("non_finite", 1.0)], about)


@graded("None and 0 let nothing through; an empty list says nothing", points=0.5)
def test_nothing_public(find_symptoms):
    cause = "a norm of None counts as 0; a ratio with 0 below the line counts as 0."
    for changes, want in (
        ({"norms": [None, 2.0]}, [("vanishing", 0.0)]),
        ({"norms": [0.0, 0.0]}, [("vanishing", 0.0)]),
        ({"signal": [0.0, 0.0]}, [("fading", 0.0)]),
    ):
        got = find_symptoms(signs(**changes))
        expect(f"findings of a healthy network, but {changes}", pairs(got), want, cause)
    expect(
        "findings where every list is empty but the gradient norms",
        pairs(find_symptoms(signs(signal=[], saturated=[], dead=[]))),
        [],
        "a row that has nothing to compare does not apply: max(..., default=0) helps.",
    )


@graded("None and 0 in other places", points=0.5, hidden=True)
def test_nothing_hidden(find_symptoms):
    rng = draw("nothing")
    about = "None, 0 or an empty list is not handled; read section 2 again."
    share = float(rng.uniform(0.6, 0.9))
    got = find_symptoms(signs(norms=[None] * int(rng.integers(2, 5)), signal=[], saturated=[share]))
    expect_hidden(pairs(got), [("saturated", share), ("vanishing", 0.0)], about)
    got = find_symptoms(signs(norms=[None, 1.0, None, 0.5], dead=[]))
    expect_hidden(pairs(got), [("vanishing", 0.0)], about)
    got = find_symptoms(signs(norms=[0.7, None, 0.5], signal=[0.0, share]))
    expect_hidden(pairs(got), [("fading", 0.0)], about)


@graded("a value on its line is not over it", points=0.5)
def test_lines_public(find_symptoms):
    cause = "read > and < in the table as they stand: on the line is not over it."
    for changes, losses, want in (
        ({"norms": [1.0, 100.0]}, [], []),
        ({"norms": [1.0, 101.0]}, [], [("exploding", 101.0)]),
        ({"norms": [0.001, 1.0]}, [], []),
        ({"signal": [1.0, 0.01]}, [], []),
        ({"saturated": [0.5], "dead": [0.5]}, [], []),
        ({}, [1.0, 0.95], []),
        ({}, [4.0, 3.0, 2.0, 2.5], []),  # it rose in one of three steps
    ):
        got = find_symptoms(signs(**changes), losses)
        call = f"findings of a healthy network, but {changes}, losses {losses}"
        expect(call, pairs(got), want, cause)


@graded("the same lines at other scales", points=0.5, hidden=True)
def test_lines_hidden(find_symptoms):
    scale = 2.0 ** int(draw("lines").integers(-6, 6))  # a power of two: no rounding on the line
    about = "A value on its line counts as over it, or a line is elsewhere; read section 2 again."
    got = find_symptoms(signs([0.001 * scale, scale], [scale, 0.01 * scale]), [scale, 0.95 * scale])
    expect_hidden(pairs(got), [], about)
    got = find_symptoms(signs(dead=[0.5, 0.4]), [4 * scale, 3 * scale, 2 * scale, 2.5 * scale])
    expect_hidden(pairs(got), [], about)
    got = find_symptoms(signs([0.9, 99.0]), [scale, 0.94 * scale])
    expect_hidden(pairs(got), [], about)
    got = find_symptoms(signs([0.0009 * scale, scale], [scale, 0.009 * scale], [0.51], [0.51]))
    want = [("dead", 0.51), ("fading", 0.009), ("saturated", 0.51), ("vanishing", 0.0009)]
    expect_hidden(pairs(got), want, about)
