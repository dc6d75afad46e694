"""You add the number 1 to the gradient; the shortcut adds the gradient itself, g I = g."""


def backpropagate(gradient, branch_jacobians, shortcut=True):
    g = np.asarray(gradient, dtype="float64")
    gradients = [g]
    for jacobian in reversed(branch_jacobians):
        g = g @ np.asarray(jacobian) + 1 if shortcut else g @ np.asarray(jacobian)
        gradients.insert(0, g)
    return gradients
