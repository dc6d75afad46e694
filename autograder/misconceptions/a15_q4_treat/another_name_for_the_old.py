"""You copy only if there is something to treat; otherwise old and new are one and the same dict."""


def treat(design: Mapping[str, Any], prescription: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    unknown = [t["aspect"] for t in prescription if t["aspect"] not in design]
    if unknown:
        raise ValueError(
            f"a treatment must name an aspect of the design, one of {list(design)}. "
            f"Received: {unknown}."
        )
    if not prescription:
        return design
    return {**design, **{t["aspect"]: t["value"] for t in prescription}}
