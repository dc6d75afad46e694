"""You report an exploding gradient as large as well; the two rows exclude each other."""


def find_problems(metrics):
    largest = metrics["max_gradient"]
    vanished = metrics["vanished_layers"] >= 1
    table = [
        ("non_finite", "critical", metrics["non_finite_layers"] >= 1),
        ("all_vanished", "critical", largest < 1e-5),
        ("vanished", "critical", vanished),
        ("weak", "warning", metrics["weak_layers"] >= 2 and not vanished),
        ("exploding", "critical", largest > 100),
        ("large", "warning", largest > 10),
        ("wide_spread", "warning", gradient_spread(metrics) > 1e4),
        ("missing", "warning", metrics["missing_layers"] >= 1),
    ]
    return {name: severity for name, severity, applies in table if applies}
