"""You divide by the variance of f(z) instead of its mean square; a constant output is carried by the weights too."""


def mean_squared_derivative(df):
    return gaussian_mean(lambda z: df(z) ** 2)


def gradient_gain(f, df):
    mean = gaussian_mean(f)
    return mean_squared_derivative(df) / gaussian_mean(lambda z: (f(z) - mean) ** 2)


def rank_by_preservation(gains):
    return sorted(gains, key=lambda name: abs(np.log(gains[name])))
