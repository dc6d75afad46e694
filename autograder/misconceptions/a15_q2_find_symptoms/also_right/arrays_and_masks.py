"""NumPy arrays and masks; the findings come from a list of rows."""


def find_symptoms(signs, losses=()):
    norms = np.array([norm if norm is not None else 0 for norm in signs["gradient_norms"]], float)
    signal, losses = np.array(signs["signal"], float), np.array(losses, float)
    bad = sum(int(np.count_nonzero(~np.isfinite(part))) for part in (norms, signal, losses))
    norms, signal, losses = (part[np.isfinite(part)] for part in (norms, signal, losses))
    found = {}
    if bad > 0:
        found["non_finite"] = bad
    if norms.size:
        top = norms.max()
        share = norms[0] / top if top != 0 else 0.0
        if top > 100:
            found["exploding"] = top
        if share < 0.001:
            found["vanishing"] = share
    if signal.size:
        share = signal[-1] / signal[0] if signal[0] != 0 else 0.0
        if share < 0.01:
            found["fading"] = share
    for key in ("saturated", "dead"):
        worst = max([*signs[key], 0.0])
        if worst > 0.5:
            found[key] = worst
    if losses.size < 2:
        return found
    progress = losses[-1] / losses[0]
    if progress <= 0.95:
        ups = np.count_nonzero(losses[1:] > losses[:-1])
        if 3 * ups > losses.size - 1:
            found["restless"] = ups / (losses.size - 1)
    elif not found:
        found["stalled"] = progress
    return found
