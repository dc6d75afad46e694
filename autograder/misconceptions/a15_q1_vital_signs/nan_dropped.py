"""You leave out what is not finite, so a broken layer looks healthy; let NaN be seen."""


def signal_strength(a) -> float:
    a = check_activations(a)
    a = np.where(np.isfinite(a), a, np.nan)
    return float(np.sqrt(np.nanmean(np.nanvar(a, axis=0))))
