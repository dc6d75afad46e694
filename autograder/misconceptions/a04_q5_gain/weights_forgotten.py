"""You take the mean squared slope for the gain; the weights that keep the signal divide it by the mean square of f."""


def mean_squared_derivative(df):
    return gaussian_mean(lambda z: df(z) ** 2)


def gradient_gain(f, df):
    return mean_squared_derivative(df)


def rank_by_preservation(gains):
    return sorted(gains, key=lambda name: abs(np.log(gains[name])))
