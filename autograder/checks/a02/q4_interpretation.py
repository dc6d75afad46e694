"""a02_q4_interpretation: one table of thresholds, and a verdict that follows from it."""

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a02_q4_interpretation"
section = "4. From numbers to a verdict"
outcome, co, po, part = "LO-1", ["CO-4", "CO-5"], ["PO-2", "PO-4"], "analysis"


def report(least=0.1, most=0.5, vanished=0, weak=0, non_finite=0, missing=0):
    """Return the metrics of a network of nine layers that is healthy but for what is said."""
    return {
        "min_gradient": least,
        "max_gradient": most,
        "mean_gradient": (least + most) / 2,
        "std_gradient": (most - least) / 2,
        "vanished_layers": vanished,
        "weak_layers": weak,
        "layers": 9,
        "non_finite_layers": non_finite,
        "missing_layers": missing,
    }


def pairs(findings):
    """Return findings as sorted pairs, so that one too many is a fault as well."""
    return sorted(findings.items()) if isinstance(findings, dict) else findings


@graded("the table: vanished and weak layers", points=0.5)
def test_low_public(find_problems):
    expect(
        "find_problems of 1 vanished among 3 weak layers",
        pairs(find_problems(report(8e-7, 5e-3, vanished=1, weak=3))),
        [("vanished", "critical")],
        "one vanished layer is critical; the weak ones are then not told a second time.",
    )
    expect(
        "find_problems of 2 weak layers",
        pairs(find_problems(report(5e-5, 5e-3, weak=2))),
        [("weak", "warning")],
        "two weak layers are a warning; 'more than 2' stands in the lecture's code, not its guide.",
    )
    expect(
        "find_problems of 1 weak layer",
        pairs(find_problems(report(5e-5, 5e-3, weak=1))),
        [],
        "one weak layer is acceptable.",
    )
    expect(
        "find_problems where the largest norm is 9e-6 and all 9 layers are weak",
        pairs(find_problems(report(5e-6, 9e-6, weak=9))),
        [("all_vanished", "critical"), ("weak", "warning")],
        "if even the largest norm is below 1e-5, no layer learns: all_vanished, critical.",
    )


@graded("the same rows of the table, other numbers", points=0.5, hidden=True)
def test_low_hidden(find_problems):
    rng = draw("low")
    about = "The rows on vanished and weak layers are off; read section 4 again."
    weak = int(rng.integers(2, 9))
    got = find_problems(report(5e-5, float(rng.uniform(1e-3, 0.1)), weak=weak))
    expect_hidden(pairs(got), [("weak", "warning")], about)
    expect_hidden(pairs(find_problems(report(5e-5, 5e-3, weak=1))), [], about)
    vanished = int(rng.integers(1, 5))
    got = find_problems(report(9e-7, 5e-3, vanished=vanished, weak=vanished + 2))
    expect_hidden(pairs(got), [("vanished", "critical")], about)
    got = find_problems(report(1e-8, 9.9e-6, vanished=vanished, weak=9))
    expect_hidden(pairs(got), [("all_vanished", "critical"), ("vanished", "critical")], about)


@graded("the table: large and exploding gradients", points=0.5)
def test_high_public(find_problems):
    for most, want in (
        (10.0, []),
        (10.5, [("large", "warning")]),
        (100.0, [("large", "warning")]),
        (100.5, [("exploding", "critical")]),
    ):
        expect(
            f"find_problems where the largest norm is {most}",
            pairs(find_problems(report(0.2, most))),
            want,
            "exploding: above 100. large: above 10, up to and including 100. Never both.",
        )


@graded("the same rows of the table, other norms", points=0.5, hidden=True)
def test_high_hidden(find_problems):
    rng = draw("high")
    about = "The rows on large and exploding gradients are off; read section 4 again."
    got = find_problems(report(0.5, float(rng.uniform(11, 99))))
    expect_hidden(pairs(got), [("large", "warning")], about)
    got = find_problems(report(0.5, float(rng.uniform(101, 2000))))
    expect_hidden(pairs(got), [("exploding", "critical")], about)
    expect_hidden(pairs(find_problems(report(0.5, float(rng.uniform(2, 9.9))))), [], about)


@graded("the spread, also of a dead layer, and its limit of 10,000", points=0.5)
def test_spread_public(gradient_spread, find_problems):
    cause = "max / min; for a dead layer (min 0) it is Inf, and 1 where all layers are dead."
    for least, most, want in ((0.5, 2.0, 4.0), (0.0, 2.0, float("inf")), (0.0, 0.0, 1.0)):
        call = f"gradient_spread of norms from {least} to {most}"
        expect(call, gradient_spread(report(least, most)), want, cause)
    expect(
        "find_problems where the norms go from 5e-4 to 9 (spread 18,000)",
        pairs(find_problems(report(5e-4, 9.0))),
        [("wide_spread", "warning")],
        "the guide warns above 10,000; 100,000 stands in the lecture's code.",
    )
    expect(
        "find_problems where one layer is dead and the largest norm is 2",
        pairs(find_problems(report(0.0, 2.0, vanished=1, weak=1))),
        [("vanished", "critical"), ("wide_spread", "warning")],
        "a dead layer is vanished, and an infinite spread is above 10,000.",
    )


@graded("spread of other norms", points=0.5, hidden=True)
def test_spread_hidden(gradient_spread, find_problems):
    least = float(draw("spread").uniform(2e-4, 5e-4))
    about = "The spread, or the row on it, is off; read section 4 again."
    for most, wide in ((least * 9_000, False), (least * 12_000, True), (least * 19_000, True)):
        expect_hidden(gradient_spread(report(least, most)), most / least, about)
        want = [("wide_spread", "warning")] if wide else []
        expect_hidden(pairs(find_problems(report(least, most))), want, about)
    expect_hidden(gradient_spread(report(0.0, least)), float("inf"), about)
    expect_hidden(gradient_spread(report(0.0, 0.0)), 1.0, about)


@graded("layers whose norm is no number, or missing", points=0.5)
def test_no_number_public(find_problems):
    expect(
        "find_problems of 1 layer with NaN, all others healthy",
        pairs(find_problems(report(non_finite=1))),
        [("non_finite", "critical")],
        "NaN > 100 is False: NaN and Inf need a row of their own, and it is critical.",
    )
    nan = float("nan")
    expect(
        "find_problems where all 9 layers have NaN",
        pairs(find_problems(report(nan, nan, non_finite=9))),
        [("non_finite", "critical")],
        "min and max are then NaN as well; no other row applies to NaN.",
    )
    expect(
        "find_problems of 1 missing layer",
        pairs(find_problems(report(missing=1))),
        [("missing", "warning")],
        "a layer that the loss does not reach is a warning: it may be meant so.",
    )


@graded("several layers without a number", points=0.5, hidden=True)
def test_no_number_hidden(find_problems):
    lost, missing = (int(n) for n in draw("no_number").integers(2, 5, size=2))
    about = "Layers with NaN, Inf or None are not handled; read section 4 again."
    want = [("missing", "warning"), ("non_finite", "critical")]
    got = find_problems(report(non_finite=lost, missing=missing))
    expect_hidden(pairs(got), want, about)


@graded("the worst finding gives the status, each finding one recommendation", points=0.5)
def test_status_public(interpret_gradient_health):
    # in the order of the table: weak, exploding, wide_spread
    got = interpret_gradient_health(report(5e-5, 200.0, weak=3))
    clip = "Clip by the global norm and check the scale of the initial weights."
    want = {
        "status": "critical",
        "recommendations": [
            "Check initialization and activations; consider normalization.",
            clip,
            "Layers learn at very different speeds: normalize, or add residuals.",
        ],
    }
    expect(
        "interpret_gradient_health of 3 weak layers and a largest norm of 200",
        got,
        want,
        "critical if any finding is, wherever it stands; then advice[name] for each finding.",
    )
    expect(
        "interpret_gradient_health where one layer is missing",
        interpret_gradient_health(report(missing=1)),
        {
            "status": "warning",
            "findings": {"missing": "warning"},
            "recommendations": [
                "The loss does not depend on some layers: check how they are connected."
            ],
        },
        "findings, none of them critical: warning.",
    )
    expect(
        "interpret_gradient_health of a healthy network",
        interpret_gradient_health(report()),
        {"status": "healthy", "findings": {}, "recommendations": []},
        "no finding: healthy, and nothing to recommend.",
    )


@graded("status and recommendations of other reports", points=0.5, hidden=True)
def test_status_hidden(interpret_gradient_health):
    some = int(draw("status").integers(1, 4))
    about = (
        "The status or the recommendations do not follow from the findings; read section 4 again."
    )
    got = interpret_gradient_health(report(8e-7, 5e-3, vanished=1, weak=1, missing=some))
    want = {
        "status": "critical",
        "findings": {"vanished": "critical", "missing": "warning"},
        "recommendations": [
            "Use ReLU-like activations with He initialization, or residual connections.",
            "The loss does not depend on some layers: check how they are connected.",
        ],
    }
    expect_hidden(got, want, about)
    got = interpret_gradient_health(report(5e-5, 8.0, weak=some + 2, missing=some))
    names = ["weak", "wide_spread", "missing"]
    expect_hidden(got, {"status": "warning", "findings": dict.fromkeys(names, "warning")}, about)
