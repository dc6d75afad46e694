"""Each side with its own formula on its own entries; the slope by the symmetry 1 - s(x) = s(-x)."""


def sigmoid(x):
    x = as_floating(x)
    flat = x.reshape(-1)
    result = np.zeros_like(flat)
    positive = flat >= 0
    result[positive] = 1 / (1 + np.exp(-flat[positive]))
    grown = np.exp(flat[~positive])
    result[~positive] = grown / (1 + grown)
    return result.reshape(x.shape)


def sigmoid_derivative(x):
    return sigmoid(x) * sigmoid(-as_floating(x))
