"""You always add the shortcut; with shortcut=False the stack is a plain product."""


def backpropagate(gradient, branch_jacobians, shortcut=True):
    g = np.asarray(gradient, dtype="float64")
    gradients = [g]
    for jacobian in reversed(branch_jacobians):
        g = g + g @ np.asarray(jacobian)
        gradients.insert(0, g)
    return gradients
