"""You sort by log(gain) without its size, so the function with the smallest gain comes first, the worst of those that vanish."""


def mean_squared_derivative(df):
    return gaussian_mean(lambda z: df(z) ** 2)


def gradient_gain(f, df):
    return mean_squared_derivative(df) / gaussian_mean(lambda z: f(z) ** 2)


def rank_by_preservation(gains):
    return sorted(gains, key=lambda name: math.log(gains[name]))
