"""In NumPy."""


def causal_mask(length):
    return np.tril(np.ones((length, length), dtype=bool))


def padding_mask(lengths, max_length):
    return np.arange(max_length)[None, None] < np.asarray(lengths).reshape(-1, 1, 1)
