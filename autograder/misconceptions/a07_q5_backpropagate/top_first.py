"""You return the list from the top down; g_0, the gradient at the input, comes first."""


def backpropagate(gradient, branch_jacobians, shortcut=True):
    g = np.asarray(gradient, dtype="float64")
    gradients = [g]
    for jacobian in reversed(branch_jacobians):
        g = g @ np.asarray(jacobian) + (g if shortcut else 0)
        gradients.append(g)
    return gradients
