"""You double the weights for ReLU; it is their variance that doubles."""


def he_variance(fan_in, negative_slope=0.0):
    return 4 / ((1 + negative_slope**2) * fan_in)
