"""You count the gain once; every layer has weights, so it belongs under the power."""


def attenuation_bound(activation, depth, gain=1.0):
    return gain * max_derivative(activation) ** depth
