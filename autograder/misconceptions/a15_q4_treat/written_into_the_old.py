"""You write into the design that was diagnosed; without it there is no before and after."""


def treat(design: Mapping[str, Any], prescription: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    unknown = [t["aspect"] for t in prescription if t["aspect"] not in design]
    if unknown:
        raise ValueError(
            f"a treatment must name an aspect of the design, one of {list(design)}. "
            f"Received: {unknown}."
        )
    for t in prescription:
        design[t["aspect"]] = t["value"]
    return design
