"""You warn of a spread above 100,000, as the lecture's code does; the table says 10,000."""


def find_problems(metrics):
    largest = metrics["max_gradient"]
    vanished = metrics["vanished_layers"] >= 1
    table = [
        ("non_finite", "critical", metrics["non_finite_layers"] >= 1),
        ("all_vanished", "critical", largest < 1e-5),
        ("vanished", "critical", vanished),
        ("weak", "warning", metrics["weak_layers"] >= 2 and not vanished),
        ("exploding", "critical", largest > 100),
        ("large", "warning", 10 < largest <= 100),
        ("wide_spread", "warning", gradient_spread(metrics) > 1e5),
        ("missing", "warning", metrics["missing_layers"] >= 1),
    ]
    return {name: severity for name, severity, applies in table if applies}
