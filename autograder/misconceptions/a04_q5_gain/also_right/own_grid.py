"""A trapezoid rule of its own; the ranking by max(g, 1 / g), in a loop."""


def own_mean(g):
    z = np.linspace(-9, 9, 60_002)
    return np.trapezoid(g(z) * np.exp(-(z**2) / 2), z) / np.sqrt(2 * np.pi)


def mean_squared_derivative(df):
    return np.float32(own_mean(lambda z: np.square(df(z))))


def gradient_gain(f, df):
    return np.float32(own_mean(lambda z: df(z) ** 2) / own_mean(lambda z: f(z) ** 2))


def rank_by_preservation(gains):
    left, order = dict(gains), []
    while left:
        best = min(left, key=lambda name: max(left[name], 1 / left[name]))
        order.append(best)
        del left[best]
    return tuple(order)
