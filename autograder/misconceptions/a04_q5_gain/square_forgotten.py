"""You average the size of the slope without squaring it, but the gain is about the squared norm of the gradient."""


def mean_squared_derivative(df):
    return gaussian_mean(lambda z: abs(df(z)))


def gradient_gain(f, df):
    return mean_squared_derivative(df) / gaussian_mean(lambda z: f(z) ** 2)


def rank_by_preservation(gains):
    return sorted(gains, key=lambda name: abs(np.log(gains[name])))
