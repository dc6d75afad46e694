"""You read the two numbers as one strength and a share of L1; here they are two strengths, each for one penalty."""


def elastic_net_penalty(w, l1, l2):
    share = l1 / (l1 + l2)
    value_1, gradient_1 = l1_penalty(w, l1 * share)
    value_2, gradient_2 = l2_penalty(w, l2 * (1 - share))
    return value_1 + value_2, gradient_1 + gradient_2
