"""Lists what students read when a public check fails, to be read as a student would."""

from __future__ import annotations

from autograder.matrix import Matrix


def as_data(found: list[Matrix]) -> list[dict]:
    """Return each message of a public case, and which answers of the catalogue bring it up."""
    made = []
    for matrix in found:
        for case in matrix.check.cases:
            if case.hidden:
                continue
            said: dict[str, list[str]] = {}
            for row in matrix.rows:
                if row.kind == "misconception" and case.function in row.failed:
                    said.setdefault(row.failed[case.function].strip(), []).append(row.answer)
            messages = [{"answers": names, "message": text} for text, names in said.items()]
            token = matrix.check.token
            made.append({"token": token, "case": case.sentence, "messages": messages})
    return made


def as_text(found: list[Matrix]) -> str:
    """Return the messages as text, question by question."""
    lines, token = [], None
    for entry in as_data(found):
        if entry["token"] != token:
            token = entry["token"]
            lines += ["", token, "=" * len(token)]
        lines += ["", f"public check: {entry['case']}"]
        for message in entry["messages"]:
            lines.append(f"  given to: {', '.join(message['answers'])}")
            lines += [f"    {line}" for line in message["message"].splitlines()]
        if not entry["messages"]:
            lines.append("  no answer of the catalogue fails it")
    return "\n".join(lines).strip()
