"""NumPy with one branch for each side, all three functions by themselves."""


def soft_threshold(w, threshold):
    w = np.asarray(w)
    return np.where(w > threshold, w - threshold, np.where(w < -threshold, w + threshold, 0.0))


def subgradient_step(w, gradient, learning_rate, l1):
    w, gradient = np.asarray(w), np.asarray(gradient)
    side = np.where(w > 0, 1.0, np.where(w < 0, -1.0, 0.0))
    return w - (learning_rate * gradient + learning_rate * l1 * side)


def proximal_step(w, gradient, learning_rate, l1):
    there, far = np.asarray(w) - learning_rate * np.asarray(gradient), learning_rate * l1
    return np.where(np.abs(there) <= far, 0.0, there - np.copysign(far, there))
