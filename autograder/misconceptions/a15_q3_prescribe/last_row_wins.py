"""You let a later row overrule an earlier one; the table stands in order of importance."""


def prescribe(findings: Iterable[str], design: Mapping[str, Any]) -> list[dict[str, Any]]:
    present = set(findings)
    treatments, settled = [], set()
    for row in treatment_table():
        answered = [finding for finding in row["findings"] if finding in present]
        aspect, value = row["aspect"], row["value"]
        if not answered or design["hidden_layers"] < row["from_layers"] or aspect in settled:
            continue
        treatments = [t for t in treatments if t["aspect"] != aspect]
        if design.get(aspect) == value:
            settled.add(aspect)
        else:
            treatments.append(
                {"aspect": aspect, "value": value, "topic": row["topic"], "findings": answered}
            )
    return treatments
