"""You add the gradient from the top at every block; each shortcut adds what arrives at its own block."""


def backpropagate(gradient, branch_jacobians, shortcut=True):
    g = np.asarray(gradient, dtype="float64")
    gradients = [g]
    for jacobian in reversed(branch_jacobians):
        below = gradients[0] @ np.asarray(jacobian)
        gradients.insert(0, below + g if shortcut else below)
    return gradients
