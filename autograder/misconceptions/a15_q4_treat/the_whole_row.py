"""You store the whole treatment; only its value belongs in the design."""


def treat(design: Mapping[str, Any], prescription: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    unknown = [t["aspect"] for t in prescription if t["aspect"] not in design]
    if unknown:
        raise ValueError(
            f"a treatment must name an aspect of the design, one of {list(design)}. "
            f"Received: {unknown}."
        )
    return {**design, **{t["aspect"]: t for t in prescription}}
