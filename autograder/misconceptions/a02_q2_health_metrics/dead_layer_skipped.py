"""You skip a norm of 0 as if it were missing; it is the layer that learns least of all."""


def health_metrics(norms):
    measured = [norm for norm in norms if norm is None or norm]
    finite = [norm for norm in measured if norm is not None and math.isfinite(norm)]
    some = finite or [math.nan]
    return {
        "min_gradient": float(np.min(some)),
        "max_gradient": float(np.max(some)),
        "mean_gradient": float(np.mean(some)),
        "std_gradient": float(np.std(some)),
        "vanished_layers": sum(norm < 1e-6 for norm in finite),
        "weak_layers": sum(norm < 1e-4 for norm in finite),
        "layers": len(norms),
        "non_finite_layers": sum(n is not None and not math.isfinite(n) for n in norms),
        "missing_layers": list(norms).count(None),
    }
