"""You return after the first treatment; a prescription may have several."""


def treat(design: Mapping[str, Any], prescription: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    unknown = [t["aspect"] for t in prescription if t["aspect"] not in design]
    if unknown:
        raise ValueError(
            f"a treatment must name an aspect of the design, one of {list(design)}. "
            f"Received: {unknown}."
        )
    new = dict(design)
    for t in prescription:
        new[t["aspect"]] = t["value"]
        return new
    return new
