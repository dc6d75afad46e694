"""You use 0.25 for every activation function; that is the sigmoid's steepest slope only."""


def attenuation_bound(activation, depth, gain=1.0):
    return (gain * 0.25) ** depth
