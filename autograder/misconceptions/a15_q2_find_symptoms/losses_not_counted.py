"""You look for NaN in the gradients and the signal, but not in the losses."""


def find_symptoms(
    signs: Mapping[str, Sequence[float | None]], losses: Sequence[float] = ()
) -> dict[str, float]:
    norms = [0.0 if norm is None else norm for norm in signs["gradient_norms"]]
    signal, losses = list(signs["signal"]), list(losses)
    broken = sum(not math.isfinite(value) for value in norms + signal)
    norms, signal, losses = (
        [value for value in values if math.isfinite(value)] for values in (norms, signal, losses)
    )

    def ratio(part: float, whole: float) -> float:
        return part / whole if whole else 0.0

    findings = {"non_finite": float(broken)} if broken else {}
    if norms and max(norms) > 100:
        findings["exploding"] = float(max(norms))
    if norms and ratio(norms[0], max(norms)) < 1e-3:
        findings["vanishing"] = float(ratio(norms[0], max(norms)))
    if signal and ratio(signal[-1], signal[0]) < 1e-2:
        findings["fading"] = float(ratio(signal[-1], signal[0]))
    for name in ("saturated", "dead"):
        if max(signs[name], default=0) > 0.5:
            findings[name] = float(max(signs[name]))
    if len(losses) >= 2:
        fell = losses[-1] <= 0.95 * losses[0]
        rises = float(np.mean(np.diff(losses) > 0))
        if fell and rises > 1 / 3:
            findings["restless"] = rises
        if not fell and not findings:
            findings["stalled"] = float(losses[-1] / losses[0])
    return findings
