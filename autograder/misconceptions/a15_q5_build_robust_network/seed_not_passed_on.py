"""You do not pass the seed on, so every network starts from the same weights."""


def build_robust_network(
    design: Mapping[str, Any],
    prescription: Sequence[Mapping[str, Any]],
    inputs: int = 64,
    outputs: int = 10,
    seed: int = 0,
) -> keras.Model:
    check_design(design)
    return build_network(treat(design, prescription), inputs, outputs)
