"""a15_q4_treat: a new design, and the old one as it was."""

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a15_q4_treat"
section = "4. Treat"
outcome, co, po, part = "LO-5", ["CO-2", "CO-4"], ["PO-3"], "practical"

RELU = {"aspect": "activation", "value": "relu", "topic": "a04", "findings": ["vanishing"]}
CLIP = {"aspect": "clip_norm", "value": 1.0, "topic": "a08", "findings": ["exploding"]}
PLAIN = {"aspect": "normalization", "value": None}


def old(**changes):
    """Return a small design."""
    return {
        "activation": "tanh",
        "clip_norm": None,
        "normalization": "batch",
        "width": 8,
        **changes,
    }


def pairs(design):
    """Return a design as sorted pairs, so that an aspect too many is a fault as well."""
    return sorted(design.items()) if isinstance(design, dict) else f"no dict: {design!r}"


@probe
def kept(treat, design, prescription):
    """Treat a design, then write into the result; return what the old one is after each."""
    new = treat(design, prescription)
    after_treatment = dict(design)
    new["width"] = -1
    return {"after treat": after_treatment, "after writing into the result": dict(design)}


@graded("every treated aspect has its new value", points=0.5)
def test_treated_public(treat):
    call = "treat({'activation': 'tanh', 'clip_norm': None, ...}, [activation: relu, clip_norm: 1])"
    cause = "put every treatment's value under its aspect: the value only, not the whole row."
    got = treat(old(), [RELU, CLIP])
    expect(f"the treated aspects of {call}", got, {"activation": "relu", "clip_norm": 1.0}, cause)
    got = treat(old(), [PLAIN])
    call = "treat({..., 'normalization': 'batch'}, [normalization: None])"
    expect(f"the treated aspect of {call}", got, {"normalization": None}, cause)


@graded("other treatments", points=0.5, hidden=True)
def test_treated_hidden(treat):
    rate = float(draw("treated").uniform(0.1, 0.9))
    about = "A treated aspect does not have its new value; read section 4 again."
    design = old(learning_rate=0.05, residual=False, schedule=None)
    items = {"schedule": "cosine", "residual": True, "learning_rate": rate, "normalization": None}
    got = treat(design, [{"aspect": a, "value": v} for a, v in items.items()])
    expect_hidden(got, items, about)


@graded("all other aspects stay, and none is added", points=0.5)
def test_others_public(treat):
    cause = "start from a copy of the whole design; what is not treated stays in it."
    expect(
        "all of treat({'activation': 'tanh', 'clip_norm': None, 'normalization': 'batch', "
        "'width': 8}, [activation: relu])",
        pairs(treat(old(), [RELU])),
        [("activation", "relu"), ("clip_norm", None), ("normalization", "batch"), ("width", 8)],
        cause,
    )


@graded("other designs", points=0.5, hidden=True)
def test_others_hidden(treat):
    width = int(draw("others").integers(16, 99))
    about = "An aspect that was not treated is lost or changed; read section 4 again."
    got = treat(old(width=width, residual=False), [CLIP])
    want = old(width=width, residual=False, clip_norm=1.0)
    expect_hidden(pairs(got), sorted(want.items()), about)


@graded("the old design stays as it was", points=0.5)
def test_old_public(treat):
    cause = "build a new dict, also if there is nothing to treat; do not write into `design`."
    for prescription, text in (([RELU, CLIP], "[activation: relu, clip_norm: 1]"), ([], "[]")):
        got = kept(treat, old(), prescription)
        for when in ("after treat", "after writing into the result"):
            call = f"the old design {when}, with the prescription {text}"
            expect(call, pairs(got[when]), sorted(old().items()), cause)


@graded("other old designs", points=0.5, hidden=True)
def test_old_hidden(treat):
    width = int(draw("old").integers(16, 99))
    about = "The old design is changed, or shared with the new one; read section 4 again."
    for prescription in ([PLAIN], [RELU, PLAIN], []):
        got = kept(treat, old(width=width), prescription)
        for when in ("after treat", "after writing into the result"):
            expect_hidden(pairs(got[when]), sorted(old(width=width).items()), about)
