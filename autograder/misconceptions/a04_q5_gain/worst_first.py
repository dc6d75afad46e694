"""You return the worst function first; best first means the smallest |log(gain)| at the start of the list."""


def mean_squared_derivative(df):
    return gaussian_mean(lambda z: df(z) ** 2)


def gradient_gain(f, df):
    return mean_squared_derivative(df) / gaussian_mean(lambda z: f(z) ** 2)


def rank_by_preservation(gains):
    return sorted(gains, key=lambda name: abs(np.log(gains[name])), reverse=True)
