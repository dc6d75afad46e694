"""You give L1 the strength of L2 and the other way round."""


def elastic_net_penalty(w, l1, l2):
    value_1, gradient_1 = l1_penalty(w, l2)
    value_2, gradient_2 = l2_penalty(w, l1)
    return value_1 + value_2, gradient_1 + gradient_2
