"""You average the slope first and square the result; the squared norm needs the mean of the squares."""


def mean_squared_derivative(df):
    return gaussian_mean(df) ** 2


def gradient_gain(f, df):
    return gaussian_mean(lambda z: df(z) ** 2) / gaussian_mean(lambda z: f(z) ** 2)


def rank_by_preservation(gains):
    return sorted(gains, key=lambda name: abs(np.log(gains[name])))
