"""You rank by |gain - 1|, which lets no vanishing function be farther away than 1; half is as bad as double, so take the logarithm."""


def mean_squared_derivative(df):
    return gaussian_mean(lambda z: df(z) ** 2)


def gradient_gain(f, df):
    return mean_squared_derivative(df) / gaussian_mean(lambda z: f(z) ** 2)


def rank_by_preservation(gains):
    return sorted(gains, key=lambda name: abs(gains[name] - 1))
