"""You count the weights and not the biases; every unit has one."""


def count_parameters(architecture, space):
    widths = [space.input_width, *(layer[0] for layer in architecture), space.outputs]
    return sum(widths[i] * widths[i + 1] for i in range(len(widths) - 1))
