"""a15_q3_prescribe: what the findings call for, once each, and nothing else."""

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a15_q3_prescribe"
section = "3. Prescribe"
outcome, co, po, part = "LO-5", ["CO-4", "CO-5"], ["PO-2", "PO-3"], "practical"


def design(**changes):
    """Return a design of four layers with everything at its simplest, but for what is said."""
    simplest = {
        "hidden_layers": 4,
        "width": 32,
        "activation": "sigmoid",
        "initializer": "glorot_uniform",
        "normalization": None,
        "residual": False,
        "optimizer": "sgd",
        "learning_rate": 0.1,
        "clip_norm": None,
        "schedule": None,
    }
    return {**simplest, **changes}


def chosen(prescription, aspect=None):
    """Return [aspect, value] of each treatment, or only the values of one aspect."""
    is_list = isinstance(prescription, (list, tuple))
    if not is_list or not all(isinstance(row, dict) for row in prescription):
        return prescription
    rows = [[row.get("aspect"), row.get("value")] for row in prescription]
    return rows if aspect is None else [value for name, value in rows if name == aspect]


@graded("a row applies if one of its findings is present, in the table's order", points=0.5)
def test_calls_public(prescribe):
    cause = "one finding of a row is enough; go through the table from the top, not the findings."
    expect(
        "aspects and values of prescribe(['stalled'], ...)",
        chosen(prescribe(["stalled"], design())),
        [["optimizer", "adam"], ["learning_rate", 0.001]],
        f"only the rows with 'stalled' in their findings: {cause}",
    )
    expect(
        "aspects and values of prescribe({'restless': 0.5, 'exploding': 300}, ...)",
        chosen(prescribe({"restless": 0.5, "exploding": 300.0}, design())),
        [["initializer", "matched"], ["clip_norm", 1.0], ["schedule", "cosine"]],
        cause,
    )
    expect(
        "prescribe([], ...)",
        chosen(prescribe([], design())),
        [],
        "who is healthy gets nothing.",
    )


@graded("other findings", points=0.5, hidden=True)
def test_calls_hidden(prescribe):
    width = int(draw("calls").integers(8, 64))
    about = "The rows that apply, or their order, are off; read section 3 again."
    relu, leaky = ["activation", "relu"], ["activation", "leaky_relu"]
    matched, layer = ["initializer", "matched"], ["normalization", "layer"]
    clip, cosine = ["clip_norm", 1.0], ["schedule", "cosine"]
    adam, rate = ["optimizer", "adam"], ["learning_rate", 0.001]
    for findings, want in (
        (["fading"], [matched, layer]),
        (["saturated"], [relu, matched, layer]),
        (["restless", "dead"], [leaky, cosine]),
        (["restless", "vanishing"], [relu, matched, layer, cosine]),
        (["stalled", "exploding"], [matched, clip, adam, rate]),
    ):
        got = chosen(prescribe(dict.fromkeys(findings, 0.5), design(width=width)))
        expect_hidden(got, want, about)
        expect_hidden(chosen(prescribe([], design(width=width))), [], about)


@graded("topic and reasons: those findings of the row that are present", points=0.5)
def test_reasons_public(prescribe):
    got = prescribe(["fading", "exploding"], design(normalization="layer"))
    cause = (
        "a treatment's findings are those of its row that are present, in the row's order; the "
        "others were never found."
    )
    expect(
        "prescribe(['fading', 'exploding'], four layers, normalized already)",
        got,
        [
            {
                "aspect": "initializer",
                "value": "matched",
                "topic": "a05",
                "findings": ["exploding", "fading"],
            },
            {"aspect": "clip_norm", "value": 1.0, "topic": "a08", "findings": ["exploding"]},
        ],
        cause,
    )


@graded("other reasons", points=0.5, hidden=True)
def test_reasons_hidden(prescribe):
    depth = int(draw("reasons").integers(9, 20))
    about = "The topic or the findings of a treatment are off; read section 3 again."
    got = prescribe(["saturated", "vanishing", "restless"], design(hidden_layers=depth))
    both = ["vanishing", "saturated"]
    want = [
        {"aspect": "activation", "topic": "a04", "findings": both},
        {"aspect": "initializer", "topic": "a05", "findings": both},
        {"aspect": "normalization", "topic": "a06", "findings": both},
        {"aspect": "residual", "topic": "a07", "findings": ["vanishing"]},
        {"aspect": "schedule", "topic": "a10", "findings": ["restless"]},
    ]
    expect_hidden(got, want, about)


@graded("one treatment for an aspect: the first row that applies", points=0.5)
def test_once_public(prescribe):
    cause = "a row that applies settles its aspect: no later row may treat the same aspect."
    expect(
        "activations in prescribe(['dead', 'vanishing'], ...)",
        chosen(prescribe(["dead", "vanishing"], design()), "activation"),
        ["leaky_relu"],
        cause,
    )
    expect(
        "learning rates in prescribe(['stalled', 'non_finite'], ...)",
        chosen(prescribe(["stalled", "non_finite"], design()), "learning_rate"),
        [0.001],
        cause,
    )


@graded("the same with other findings", points=0.5, hidden=True)
def test_once_hidden(prescribe):
    rate = float(draw("once").uniform(0.2, 0.5))
    about = "An aspect is treated twice, or by the wrong row; read section 3 again."
    got = prescribe(["dead", "saturated"], design(learning_rate=rate))
    expect_hidden(chosen(got, "activation"), ["leaky_relu"], about)
    got = prescribe(["stalled", "non_finite", "dead", "saturated"], design(learning_rate=rate))
    expect_hidden(chosen(got, "learning_rate"), [0.001], about)
    expect_hidden(chosen(got, "activation"), ["leaky_relu"], about)


@graded("what the design has already is not prescribed, and settles the aspect", points=0.5)
def test_in_place_public(prescribe):
    expect(
        "aspects and values of prescribe(['saturated'], a design with relu and 'matched')",
        chosen(prescribe(["saturated"], design(activation="relu", initializer="matched"))),
        [["normalization", "layer"]],
        "a treatment that is in place already changes nothing: leave it out.",
    )
    expect(
        "activations in prescribe(['dead', 'vanishing'], a design with leaky_relu)",
        chosen(prescribe(["dead", "vanishing"], design(activation="leaky_relu")), "activation"),
        [],
        "the leaky row applied, so the aspect is settled although nothing is to be changed; the "
        "next row must not replace leaky_relu by relu.",
    )
    expect(
        "learning rates in prescribe(['stalled', 'non_finite'], a design with rate 0.001)",
        chosen(prescribe(["stalled", "non_finite"], design(learning_rate=0.001)), "learning_rate"),
        [],
        "0.001 is in place, so the aspect is settled; the row with 0.05 comes too late.",
    )


@graded("other things in place", points=0.5, hidden=True)
def test_in_place_hidden(prescribe):
    width = int(draw("in_place").integers(8, 64))
    about = "A treatment that is in place already is not handled; read section 3 again."
    had = design(width=width, normalization="layer", activation="relu")
    expect_hidden(chosen(prescribe(["saturated"], had)), [["initializer", "matched"]], about)
    had = design(width=width, activation="leaky_relu", learning_rate=0.001)
    got = prescribe(["dead", "saturated", "stalled", "non_finite"], had)
    want = [["initializer", "matched"], ["normalization", "layer"], ["clip_norm", 1.0],
            ["optimizer", "adam"]]  # fmt: skip
    expect_hidden(sorted(chosen(got)), sorted(want), about)


@graded("residual connections from eight hidden layers on", points=0.5)
def test_depth_public(prescribe):
    cause = "the row asks for from_layers hidden layers OR MORE: 8 is enough, 7 is not."
    for layers, want in ((8, [True]), (7, []), (20, [True])):
        expect(
            f"residual in prescribe(['fading'], a design of {layers} hidden layers)",
            chosen(prescribe(["fading"], design(hidden_layers=layers)), "residual"),
            want,
            cause,
        )


@graded("other depths", points=0.5, hidden=True)
def test_depth_hidden(prescribe):
    rng = draw("depth")
    about = "Residual connections are not prescribed by depth; read section 3 again."
    depths = [1, 7, 8, int(rng.integers(2, 7)), int(rng.integers(9, 30))]
    for layers in depths:
        got = chosen(prescribe(["vanishing"], design(hidden_layers=layers)), "residual")
        expect_hidden(got, [True] if layers >= 8 else [], about)
