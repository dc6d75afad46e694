"""You divide the wrong way round: the gain is the mean squared slope over the mean square of f."""


def mean_squared_derivative(df):
    return gaussian_mean(lambda z: df(z) ** 2)


def gradient_gain(f, df):
    return gaussian_mean(lambda z: f(z) ** 2) / mean_squared_derivative(df)


def rank_by_preservation(gains):
    return sorted(gains, key=lambda name: abs(np.log(gains[name])))
