"""You leave out the gradient that was passed in; for L blocks there are L + 1 places, and it belongs to the last."""


def backpropagate(gradient, branch_jacobians, shortcut=True):
    g = np.asarray(gradient, dtype="float64")
    gradients = []
    for jacobian in reversed(branch_jacobians):
        g = g @ np.asarray(jacobian) + (g if shortcut else 0)
        gradients.insert(0, g)
    return gradients
