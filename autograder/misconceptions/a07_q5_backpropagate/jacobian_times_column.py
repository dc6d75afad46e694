"""You multiply the Jacobian by a column, J g; a gradient is a row, and goes back as g J."""


def backpropagate(gradient, branch_jacobians, shortcut=True):
    g = np.asarray(gradient, dtype="float64")
    gradients = [g]
    for jacobian in reversed(branch_jacobians):
        g = np.asarray(jacobian) @ g + (g if shortcut else 0)
        gradients.insert(0, g)
    return gradients
