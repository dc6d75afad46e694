"""You build the design as it was; the prescription has to be applied first."""


def build_robust_network(
    design: Mapping[str, Any],
    prescription: Sequence[Mapping[str, Any]],
    inputs: int = 64,
    outputs: int = 10,
    seed: int = 0,
) -> keras.Model:
    check_design(design)
    return build_network(design, inputs, outputs, seed)
