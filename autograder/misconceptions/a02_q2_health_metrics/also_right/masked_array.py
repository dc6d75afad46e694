"""NumPy with masks instead of lists."""


def health_metrics(norms):
    values = np.array([np.nan if norm is None else norm for norm in norms], dtype="float64")
    missing = np.array([norm is None for norm in norms])
    finite = np.isfinite(values)
    kept = values[finite] if finite.any() else np.array([np.nan])
    mean = kept.sum() / kept.size
    return {
        "layers": values.size,
        "missing_layers": np.count_nonzero(missing),
        "non_finite_layers": np.count_nonzero(~finite & ~missing),
        "vanished_layers": np.count_nonzero(values[finite] < 1e-6),
        "weak_layers": np.count_nonzero(values[finite] < 1e-4),
        "min_gradient": kept.min(),
        "max_gradient": kept.max(),
        "mean_gradient": mean,
        "std_gradient": np.sqrt(np.mean((kept - mean) ** 2)),
    }
