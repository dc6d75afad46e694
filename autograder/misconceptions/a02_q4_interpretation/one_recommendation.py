"""You recommend something for the first finding only; each finding has its own remedy."""


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
    findings = find_problems(metrics)
    severities = list(findings.values())
    status = "critical" if "critical" in severities else "warning" if findings else "healthy"
    recommendations = [advice[name] for name in findings][:1]
    return {"status": status, "findings": findings, "recommendations": recommendations}
