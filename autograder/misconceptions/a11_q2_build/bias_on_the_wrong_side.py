"""You count one bias for each unit that a step starts from; it is the units of the next layer that have them."""


def count_parameters(architecture, space):
    widths = [space.input_width, *(layer[0] for layer in architecture), space.outputs]
    return sum(widths[i] * (widths[i + 1] + 1) for i in range(len(widths) - 1))
