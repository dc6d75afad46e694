"""Branches instead of a table; the worst severity by rank."""


def gradient_spread(metrics):
    top, bottom = metrics["max_gradient"], metrics["min_gradient"]
    if bottom > 0 or math.isnan(bottom):
        return top / bottom
    return float("inf") if top > 0 else 1.0


def find_problems(metrics):
    found = {}
    top = metrics["max_gradient"]
    if metrics["non_finite_layers"]:
        found["non_finite"] = "critical"
    if top < 1e-5:
        found["all_vanished"] = "critical"
    if metrics["vanished_layers"]:
        found["vanished"] = "critical"
    elif metrics["weak_layers"] > 1:
        found["weak"] = "warning"
    if top > 100:
        found["exploding"] = "critical"
    elif top > 10:
        found["large"] = "warning"
    if gradient_spread(metrics) > 10_000:
        found["wide_spread"] = "warning"
    if metrics["missing_layers"]:
        found["missing"] = "warning"
    return found


def interpret_gradient_health(metrics):
    advice = {
        "non_finite": "Stop: lower the learning rate, clip gradients, look for log(0) or 0 / 0.",
        "all_vanished": "No layer learns: does the loss depend on the output at all?",
        "vanished": "Use ReLU-like activations with He initialization, or residual connections.",
        "weak": "Check initialization and activations; consider normalization.",
        "exploding": "Clip by the global norm and check the scale of the initial weights.",
        "large": "Lower the learning rate or clip by the global norm.",
        "wide_spread": "Layers learn at very different speeds: normalize, or add residuals.",
        "missing": "The loss does not depend on some layers: check how they are connected.",
    }
    order = ("healthy", "warning", "critical")
    findings = find_problems(metrics)
    rank, recommendations = 0, []
    for name, severity in findings.items():
        rank = max(rank, order.index(severity))
        recommendations.append(advice[name])
    return {"status": order[rank], "findings": findings, "recommendations": recommendations}
