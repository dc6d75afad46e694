"""a03_q5_detector: watches one training, step by step."""

import math
from itertools import pairwise

from autograder.kit import draw, expect, expect_hidden, graded, parts, probe

OK_FORMAT = False
name = "a03_q5_detector"
section = "5. The detector"
outcome, co, po, part = "LO-1", ["CO-2", "CO-5"], ["PO-3", "PO-4"], "practical"

FIELDS = ("step", "norm", "severity", "growth", "early_warning")


def watch(detector, norms, *fields):
    """Let a detector observe norms; return these fields of what it returned, one list each."""
    rows = []
    for norm in norms:
        seen = parts(f"observe({norm})", detector.observe(norm), FIELDS)
        rows.append(dict(zip(FIELDS, seen, strict=True)))
    return [[row[field] for row in rows] for field in fields]


@probe
def check_models(GradientExplosionDetector, weights, x, y, loss=None):
    """Check y = w x on one batch for each w, with one detector; return verdicts, norms, history."""
    import keras
    import numpy as np

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    detector = GradientExplosionDetector(threshold=100.0)
    x, y = np.array(x, "float32")[:, None], np.array(y, "float32")[:, None]
    options = {} if loss is None else {"loss": loss}
    verdicts, norms = [], []
    for weight in weights:
        model.set_weights([np.array([[weight]])])
        is_explosion, norm = detector.check_explosion(model, x, y, **options)
        verdicts.append(bool(is_explosion))
        norms.append(float(norm))
    history = [getattr(seen, "norm", None) for seen in detector.history]
    return {"verdicts": verdicts, "norms": norms, "history": history}


@graded("step, norm and severity are recorded, from step 0 on, again after a reset", points=0.5)
def test_record_public(GradientExplosionDetector):
    detector = GradientExplosionDetector(threshold=100.0)
    got = watch(detector, [2.0, 50.0, 500.0], "step", "norm", "severity")
    expect(
        "steps, norms and severities returned by observe(2), observe(50), observe(500)",
        got,
        [[0, 1, 2], [2.0, 50.0, 500.0], [0, 1, 2]],
        "Observation(step, norm, severity, growth, early_warning), in this order; the step is the "
        "number of observations before this one.",
    )
    cause = "append every observation to self.history, exploded or not."
    got = [parts("an entry of history", seen, FIELDS)[1] for seen in detector.history]
    expect("the norms in history after these", got, [2.0, 50.0, 500.0], cause)
    detector.reset()
    got = watch(detector, [7.0], "step", "norm")
    cause = "after reset the history is empty, and its length is the step."
    expect("step and norm of observe(7) after reset()", got, [[0], [7.0]], cause)


@graded("records of other sequences and thresholds", points=0.5, hidden=True)
def test_record_hidden(GradientExplosionDetector):
    rng = draw("record")
    threshold = float(rng.uniform(5.0, 50.0))
    levels = rng.integers(0, 4, size=6).tolist()
    norms = [threshold * (0.05, 0.5, 5.0, 500.0)[level] for level in levels]
    detector = GradientExplosionDetector(threshold=threshold)
    about = "The observations or the history are off; read section 5 again."
    for _ in range(2):
        got = watch(detector, norms, "step", "norm", "severity")
        expect_hidden(got, [list(range(6)), norms, levels], about)
        got = [parts(about, seen, FIELDS)[1] for seen in detector.history]
        expect_hidden(got, norms, about)
        detector.reset()


@graded("the growth includes the norm of this step", points=0.5)
def test_growth_public(GradientExplosionDetector):
    got = watch(GradientExplosionDetector(window=3), [1.0, 2.0, 4.0], "growth")
    expect(
        "growth at the norms 1, 2, 4 with window=3",
        got,
        [[math.nan, math.nan, 2.0]],
        "growth_rate of all norms so far, this one the last, with self.window.",
    )


@graded("the growth in longer sequences", points=0.5, hidden=True)
def test_growth_hidden(GradientExplosionDetector):
    norms = draw("growth").uniform(1.0, 9.0, size=6).tolist()
    want = [math.nan, *(after / before for before, after in pairwise(norms))]
    about = "The growth in the observations is off; read section 5 again."
    got = watch(GradientExplosionDetector(window=2), norms, "growth")
    expect_hidden(got, [want], about)


@graded("an early warning looks as far as the horizon, and ends with the explosion", points=0.5)
def test_warning_public(GradientExplosionDetector):
    detector = GradientExplosionDetector(threshold=100.0, window=2, horizon=3.0)
    # from 3 it takes 3.2 steps to 100, from 9 only 2.2; 243 is over it
    expect(
        "early_warning at the norms 1, 3, 9, 27, 81, 243 (threshold 100, window 2, horizon 3)",
        watch(detector, [1.0, 3.0, 9.0, 27.0, 81.0, 243.0], "early_warning"),
        [[False, False, True, True, True, False]],
        "warn if the severity is below EXPLOSION and at most horizon steps are left. The level "
        "WARNING is another thing: 9 is NORMAL, and on its way.",
    )


@graded("other rates and horizons", points=0.5, hidden=True)
def test_warning_hidden(GradientExplosionDetector):
    rng = draw("warning")
    rate, horizon = float(rng.uniform(2.5, 4.0)), int(rng.integers(3, 5))
    norms = [100.0 * rate**k for k in (-6.5, -5.5, -4.5, -3.5, -2.5, -1.5, -0.5, 0.5)]
    left = [6.5, 5.5, 4.5, 3.5, 2.5, 1.5, 0.5, -0.5]
    detector = GradientExplosionDetector(threshold=100.0, window=2, horizon=float(horizon))
    about = "The early warnings are not where they should be; read section 5 again."
    want = [0 < steps <= horizon for steps in left]
    expect_hidden(watch(detector, norms, "early_warning"), [want], about)


@graded("slow growth is noise: no warning below min_growth", points=0.5)
def test_noise_public(GradientExplosionDetector):
    norms = [16.0, 24.0, 36.0, 54.0]  # 1.5 a step; 54 has 1.5 steps left
    for min_growth, want in ((1.6, False), (1.4, True)):
        detector = GradientExplosionDetector(threshold=100.0, window=2, min_growth=min_growth)
        expect(
            f"early_warning at the last of the norms 16, 24, 36, 54 with min_growth={min_growth}",
            watch(detector, norms, "early_warning")[0][-1],
            want,
            "warn only if the growth, 1.5 here, is at least self.min_growth.",
        )


@graded("slow and fast growth, other numbers", points=0.5, hidden=True)
def test_noise_hidden(GradientExplosionDetector):
    rate = float(draw("noise").uniform(1.2, 1.8))
    about = "min_growth is not obeyed; read section 5 again."
    norms = [90.0 * rate**k for k in (-4, -3, -2, -1, 0)]
    for min_growth, want in ((rate + 0.05, False), (rate - 0.05, True)):
        detector = GradientExplosionDetector(window=2, min_growth=min_growth)
        expect_hidden(watch(detector, norms, "early_warning")[0][-1], want, about)


@graded("check_explosion measures the model on the batch, and remembers", points=0.5)
def test_model_public(GradientExplosionDetector):
    got = check_models(GradientExplosionDetector, [3.0, 1.0], [1.0, 2.0], [0.0, 0.0])
    # mean of (w x)^2 has the slope 2 w mean(x^2) = 2 w * 2.5
    call = "y = w x on x = 1, 2 with targets 0, for w = 3 and then w = 1"
    cause = "the loss is the mean over the batch; return (is_explosion, norm)."
    expect(f"the norms that check_explosion returns for {call}", got["norms"], [15.0, 5.0], cause)
    cause = "check_explosion hands its norm to self.observe, which remembers it."
    expect(f"the norms in history after it, for {call}", got["history"], [15.0, 5.0], cause)


@graded("other batches and another loss", points=0.5, hidden=True)
def test_model_hidden(GradientExplosionDetector):
    x = draw("model").uniform(0.5, 2.0, size=5)
    about = "check_explosion measures something else or forgets it; read section 5 again."
    got = check_models(GradientExplosionDetector, [2.0], x.tolist(), [0.0] * 5)
    want = [4.0 * float((x**2).mean())]  # d/dw mean (w x)^2 at w = 2
    expect_hidden([got["norms"], got["history"]], [want, want], about, rtol=1e-4)
    loss = "mean_absolute_error"
    got = check_models(GradientExplosionDetector, [2.0], x.tolist(), [0.0] * 5, loss)
    want = [float(x.mean())]  # d/dw mean |w x|
    expect_hidden([got["norms"], got["history"]], [want, want], about, rtol=1e-4)


@graded("the verdict: above the threshold, or not a number at all", points=0.5)
def test_verdict_public(GradientExplosionDetector):
    got = check_models(GradientExplosionDetector, [60.0, 40.0, math.nan], [1.0], [0.0])
    expect(
        "is_explosion for gradient norms 120, 80 and NaN (threshold 100)",
        got["verdicts"],
        [True, False, True],
        "nan > 100 is False: return the observation's is_explosion, which knows about NaN.",
    )


@graded("verdicts on other models", points=0.5, hidden=True)
def test_verdict_hidden(GradientExplosionDetector):
    calm, wild = draw("verdict").uniform([5.0, 55.0], [45.0, 500.0]).tolist()
    about = "check_explosion gives a wrong verdict; read section 5 again."
    weights = [calm, math.nan, -wild, math.inf, -calm]
    got = check_models(GradientExplosionDetector, weights, [1.0], [0.0])
    expect_hidden(got["verdicts"], [False, True, True, True, False], about)
