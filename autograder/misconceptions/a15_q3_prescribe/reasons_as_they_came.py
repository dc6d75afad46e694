"""You list the reasons in the order in which they were found; the row's order is asked for."""


def prescribe(findings: Iterable[str], design: Mapping[str, Any]) -> list[dict[str, Any]]:
    treatments, settled = [], set()
    for row in treatment_table():
        answered = [finding for finding in findings if finding in row["findings"]]
        aspect, value = row["aspect"], row["value"]
        if not answered or design["hidden_layers"] < row["from_layers"] or aspect in settled:
            continue
        settled.add(aspect)
        if design.get(aspect) != value:
            treatments.append(
                {"aspect": aspect, "value": value, "topic": row["topic"], "findings": answered}
            )
    return treatments
