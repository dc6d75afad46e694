"""Filters the rows that are called for, takes the first for each aspect, drops what is there."""


def prescribe(findings, design):
    def is_called_for(row):
        return bool(set(row["findings"]) & set(findings)) and row["from_layers"] <= layers

    layers, first = design["hidden_layers"], {}
    for row in filter(is_called_for, treatment_table()):
        first.setdefault(row["aspect"], row)
    return [
        {
            "aspect": name,
            "value": row["value"],
            "topic": row["topic"],
            "findings": tuple(f for f in row["findings"] if f in findings),
        }
        for name, row in first.items()
        if row["value"] != design[name]
    ]
