"""You stop at the last hidden layer; the step to the outputs has parameters too."""


def count_parameters(architecture, space):
    widths = [space.input_width, *(layer[0] for layer in architecture)]
    return sum((widths[i] + 1) * widths[i + 1] for i in range(len(widths) - 1))
