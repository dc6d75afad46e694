"""You put the largest gain first, but above 1 a gradient explodes; the best gain is the one closest to 1."""


def mean_squared_derivative(df):
    return gaussian_mean(lambda z: df(z) ** 2)


def gradient_gain(f, df):
    return mean_squared_derivative(df) / gaussian_mean(lambda z: f(z) ** 2)


def rank_by_preservation(gains):
    return sorted(gains, key=gains.get, reverse=True)
