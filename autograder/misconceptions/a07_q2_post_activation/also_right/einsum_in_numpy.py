"""NumPy, with einsum and a mask in place of a ReLU."""


def post_activation_block(x, w1, b1, w2, b2, w_s=None):
    x, w1, b1, w2, b2 = (np.asarray(value) for value in (x, w1, b1, w2, b2))
    z = np.einsum("...d,dk->...k", x, w1) + b1
    total = np.einsum("...k,ku->...u", z * (z > 0), w2) + b2
    total += x if w_s is None else np.einsum("...d,du->...u", x, np.asarray(w_s))
    return total * (total > 0)
