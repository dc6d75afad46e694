"""One loop over the norms, in plain Python."""


def health_metrics(norms):
    counts = {"vanished_layers": 0, "weak_layers": 0, "layers": 0}
    counts |= {"non_finite_layers": 0, "missing_layers": 0}
    kept = []
    for norm in norms:
        counts["layers"] += 1
        if norm is None:
            counts["missing_layers"] += 1
        elif math.isnan(norm) or math.isinf(norm):
            counts["non_finite_layers"] += 1
        else:
            kept.append(norm)
            counts["vanished_layers"] += norm < 1e-6
            counts["weak_layers"] += norm < 1e-4
    if not kept:
        kept = [float("nan")]
    mean = math.fsum(kept) / len(kept)
    std = math.sqrt(math.fsum((norm - mean) ** 2 for norm in kept) / len(kept))
    sizes = {"min_gradient": min(kept), "max_gradient": max(kept)}
    return {**counts, **sizes, "mean_gradient": mean, "std_gradient": std}
