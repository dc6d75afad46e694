"""You return a percentage, a hundred times the fraction that was asked for."""


def attenuation_bound(activation, depth, gain=1.0):
    return 100 * (gain * max_derivative(activation)) ** depth
