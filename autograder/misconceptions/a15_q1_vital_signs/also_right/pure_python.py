"""Loops over columns and entries, with math and sums."""


def signal_strength(a):
    a = check_activations(a)
    total = 0.0
    for column in a.T.tolist():
        if not all(math.isfinite(value) for value in column):
            return math.nan
        mean = sum(column) / len(column)
        total += sum((value - mean) ** 2 for value in column) / len(column)
    return math.sqrt(total / a.shape[1])


def saturated_share(a, low=0.0, high=1.0, threshold=0.05):
    entries = check_activations(a).ravel().tolist()
    middle, radius = (low + high) / 2, (high - low) / 2
    stuck = [1 - ((value - middle) / radius) ** 2 < threshold for value in entries]
    return sum(stuck) / len(stuck)


def dead_share(a):
    columns = check_activations(a).T.tolist()
    return sum(not any(value != 0 for value in column) for column in columns) / len(columns)
