"""One example and one unit at a time, in NumPy."""


def pre_activation_block(x, w1, b1, w2, b2, w_s=None):
    x, w1, b1, w2, b2 = (np.asarray(value) for value in (x, w1, b1, w2, b2))
    y = np.zeros((*x.shape[:-1], len(b2)))
    for n in np.ndindex(x.shape[:-1]):
        row = x[n]
        a = [v if v > 0 else 0.0 for v in row]
        z = [max(np.dot(a, w1[:, j]) + b1[j], 0.0) for j in range(len(b1))]
        for m in range(len(b2)):
            page = row[m] if w_s is None else np.dot(row, np.asarray(w_s)[:, m])
            y[(*n, m)] = page + np.dot(z, w2[:, m]) + b2[m]
    return y
