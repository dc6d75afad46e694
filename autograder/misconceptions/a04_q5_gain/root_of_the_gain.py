"""You take the root of the quotient; that is what happens to the norm, and the gain is defined for its square."""


def mean_squared_derivative(df):
    return gaussian_mean(lambda z: df(z) ** 2)


def gradient_gain(f, df):
    return math.sqrt(mean_squared_derivative(df) / gaussian_mean(lambda z: f(z) ** 2))


def rank_by_preservation(gains):
    return sorted(gains, key=lambda name: abs(np.log(gains[name])))
