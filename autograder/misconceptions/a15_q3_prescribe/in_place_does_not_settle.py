"""You settle an aspect only where something changes; a later row then undoes what is right."""


def prescribe(findings: Iterable[str], design: Mapping[str, Any]) -> list[dict[str, Any]]:
    present = set(findings)
    treatments, settled = [], set()
    for row in treatment_table():
        answered = [finding for finding in row["findings"] if finding in present]
        aspect, value = row["aspect"], row["value"]
        if not answered or design["hidden_layers"] < row["from_layers"] or aspect in settled:
            continue
        if design.get(aspect) != value:
            settled.add(aspect)
            treatments.append(
                {"aspect": aspect, "value": value, "topic": row["topic"], "findings": answered}
            )
    return treatments
