"""You forget from_layers: residual connections are not worth their cost in a shallow network."""


def prescribe(findings: Iterable[str], design: Mapping[str, Any]) -> list[dict[str, Any]]:
    present = set(findings)
    treatments, settled = [], set()
    for row in treatment_table():
        answered = [finding for finding in row["findings"] if finding in present]
        aspect, value = row["aspect"], row["value"]
        if not answered or aspect in settled:
            continue
        settled.add(aspect)
        if design.get(aspect) != value:
            treatments.append(
                {"aspect": aspect, "value": value, "topic": row["topic"], "findings": answered}
            )
    return treatments
