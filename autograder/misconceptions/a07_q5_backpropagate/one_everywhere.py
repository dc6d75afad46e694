"""You add a plain 1 to the Jacobian, which NumPy adds to every entry; the 1 of a residual block is the identity matrix."""


def backpropagate(gradient, branch_jacobians, shortcut=True):
    g = np.asarray(gradient, dtype="float64")
    gradients = [g]
    for jacobian in reversed(branch_jacobians):
        g = g @ (np.asarray(jacobian) + 1) if shortcut else g @ np.asarray(jacobian)
        gradients.insert(0, g)
    return gradients
