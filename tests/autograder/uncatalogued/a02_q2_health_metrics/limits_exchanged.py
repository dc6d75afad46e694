"""The limits for vanished and weak are exchanged."""


def health_metrics(norms):
    measured = [norm for norm in norms if norm is not None]
    finite = [norm for norm in measured if math.isfinite(norm)]
    some = finite or [math.nan]
    return {
        "min_gradient": float(np.min(some)),
        "max_gradient": float(np.max(some)),
        "mean_gradient": float(np.mean(some)),
        "std_gradient": float(np.std(some)),
        "vanished_layers": sum(norm < 1e-4 for norm in finite),
        "weak_layers": sum(norm < 1e-6 for norm in finite),
        "layers": len(norms),
        "non_finite_layers": len(measured) - len(finite),
        "missing_layers": len(norms) - len(measured),
    }
