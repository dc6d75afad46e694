"""The part of the stack above a block first, by recursion."""


def backpropagate(gradient, branch_jacobians, shortcut=True):
    if len(branch_jacobians) == 0:
        return [np.asarray(gradient, dtype="float64")]
    first, *rest = branch_jacobians
    above = backpropagate(gradient, rest, shortcut)
    return [np.asarray(first).T @ above[0] + shortcut * above[0], *above]
