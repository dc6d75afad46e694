"""One array of L + 1 rows, filled from the bottom row up."""


def backpropagate(gradient, branch_jacobians, shortcut=True):
    identity = np.eye(len(gradient)) if shortcut else np.zeros((len(gradient), len(gradient)))
    rows = np.zeros((len(branch_jacobians) + 1, len(gradient)))
    rows[-1] = gradient
    for block in range(len(branch_jacobians), 0, -1):
        rows[block - 1] = rows[block] @ (identity + branch_jacobians[block - 1])
    return rows
