"""Plain NumPy, all three by themselves; the gradient is an array."""


def l1_penalty(w, l1):
    w = np.asarray(w, dtype="float64")
    return float(l1 * np.abs(w).sum()), l1 * ((w > 0) * 1.0 - (w < 0))


def l2_penalty(w, l2):
    w = np.asarray(w, dtype="float64")
    return l2 * float(np.vdot(w, w)), l2 * (w + w)


def elastic_net_penalty(w, l1, l2):
    w = np.asarray(w, dtype="float64")
    value = l1 * np.sum(np.abs(w)) + l2 * np.sum(w**2)
    return value, l1 * np.sign(w) + 2 * l2 * w
