"""You write the treatment into the design that was passed; the caller still needs the old one."""


def build_robust_network(
    design: Mapping[str, Any],
    prescription: Sequence[Mapping[str, Any]],
    inputs: int = 64,
    outputs: int = 10,
    seed: int = 0,
) -> keras.Model:
    check_design(design)
    for treatment in prescription:
        design[treatment["aspect"]] = treatment["value"]
    return build_network(design, inputs, outputs, seed)
