"""You clip the input to avoid the overflow, so beyond the limit every slope is the one at the limit."""


def sigmoid(x):
    x = np.clip(as_floating(x), -15, 15)
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    x = np.clip(as_floating(x), -15, 15)
    return sigmoid(x) * sigmoid(-x)
