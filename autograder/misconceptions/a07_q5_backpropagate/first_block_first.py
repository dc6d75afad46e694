"""You begin with the first block; a gradient comes from the top, so the last block is the first that it meets."""


def backpropagate(gradient, branch_jacobians, shortcut=True):
    g = np.asarray(gradient, dtype="float64")
    gradients = [g]
    for jacobian in branch_jacobians:
        g = g @ np.asarray(jacobian) + (g if shortcut else 0)
        gradients.insert(0, g)
    return gradients
