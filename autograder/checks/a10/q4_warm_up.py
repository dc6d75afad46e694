"""a10_q4_warm_up: a rise to the peak, then another schedule from its own start."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a10_q4_warm_up"
section = "4. Cold muscles: warm-up"
outcome, co, po, part = "LO-4", ["CO-2", "CO-3"], ["PO-3", "PO-4"], "practical"


@probe
def rates(WarmUp, values, warmup_steps, steps, start=0.0):
    """Return the rates of a warm-up to a schedule that gives these values, one after another."""
    import keras
    import numpy as np

    last = len(values) - 1
    schedule = keras.optimizers.schedules.PiecewiseConstantDecay(list(range(last)), values)
    warm = WarmUp(schedule, warmup_steps, start)
    return [float(np.asarray(warm(step))) for step in steps]


@probe
def compiled_moves(WarmUp, peak, warmup_steps, updates):
    """Return how far each update of a compiled SGD moves a weight whose gradient is 1."""
    import itertools

    import keras
    import tensorflow as tf

    schedule = keras.optimizers.schedules.ExponentialDecay(peak, 10, 1.0)  # a constant rate
    optimizer = keras.optimizers.SGD(WarmUp(schedule, warmup_steps))
    weight = keras.Variable(0.0)
    optimizer.build([weight])

    @tf.function(autograph=False)
    def update():
        optimizer.apply([tf.constant(1.0)], [weight])

    places = [0.0]
    for _ in range(updates):
        try:
            update()
        except (TypeError, ValueError, AttributeError) as error:
            return f"{type(error).__name__}: {error}"[:150]
        places.append(float(weight))
    return [before - after for before, after in itertools.pairwise(places)]


@graded("a straight line from start to the peak", points=0.5)
def test_rise_public(linear_warmup, WarmUp):
    cause = "the peak is reached AT warmup_steps, and the rise is from start, not from 0."
    expect(
        "linear_warmup([0, 1, 3, 4], 0.8, warmup_steps=4)",
        linear_warmup([0, 1, 3, 4], 0.8, warmup_steps=4),
        [0.0, 0.2, 0.6, 0.8],
        cause,
    )
    expect(
        "linear_warmup([0, 2, 4], 1.0, warmup_steps=4, start=0.5)",
        linear_warmup([0, 2, 4], 1.0, warmup_steps=4, start=0.5),
        [0.5, 0.75, 1.0],
        cause,
    )
    expect(
        "steps 0, 1, 2, 3 of WarmUp(schedule, 4, start=0.2), where the schedule begins with 1.0",
        rates(WarmUp, [1.0, 0.5], 4, [0, 1, 2, 3], 0.2),
        [0.2, 0.4, 0.6, 0.8],
        "WarmUp rises as linear_warmup does, from self.start to self.peak.",
    )


@graded("other rises, for arrays and single steps", points=0.5, hidden=True)
def test_rise_hidden(linear_warmup, WarmUp):
    rng = draw("rise")
    length, peak = int(rng.integers(5, 30)), float(rng.uniform(0.5, 2))
    start = peak * float(rng.uniform(0.1, 0.5))
    steps = rng.integers(0, length + 1, size=(2, 4))
    want = np.interp(steps, [0, length], [start, peak])
    about = "The rise of the rate is off; read section 4 again."
    expect_hidden(linear_warmup(steps, peak, length, start), want, about, rtol=1e-4)
    one = linear_warmup(int(steps[0, 0]), peak, length, start)
    expect_hidden(one, want[0, 0], about, rtol=1e-4)
    got = rates(WarmUp, [peak, peak / 2], length, list(range(length)), start)
    want = np.linspace(start, peak, length + 1)[:-1]
    expect_hidden(got, want.tolist(), about, rtol=1e-4)


@graded("linear_warmup by itself stays at the peak", points=0.5)
def test_after_public(linear_warmup):
    expect(
        "linear_warmup([5, 8, 400], 0.8, warmup_steps=4)",
        linear_warmup([5, 8, 400], 0.8, warmup_steps=4),
        [0.8, 0.8, 0.8],
        "let the progress step / warmup_steps end at 1 (tf.minimum).",
    )


@graded("other steps after the rise", points=0.5, hidden=True)
def test_after_hidden(linear_warmup):
    rng = draw("after")
    length, peak = int(rng.integers(5, 30)), float(rng.uniform(0.5, 2))
    steps = length + rng.integers(1, 5 * length, size=6)
    about = "The rate does not stay at the peak; read section 4 again."
    got = linear_warmup(steps, peak, length, peak / 4)
    expect_hidden(got, np.full(6, peak), about, rtol=1e-4)


@graded("the other schedule takes over at warmup_steps, from its own step 0", points=0.5)
def test_handover_public(WarmUp):
    expect(
        "steps 0, 2, 4, 5, 6, 7 of WarmUp(schedule, 4); the schedule gives 0.8, 0.5, 0.3, 0.1",
        rates(WarmUp, [0.8, 0.5, 0.3, 0.1], 4, [0, 2, 4, 5, 6, 7]),
        [0.0, 0.4, 0.8, 0.5, 0.3, 0.1],
        "after the rise call self.schedule with the steps since then, step - self.warmup_steps.",
    )


@graded("other schedules, other lengths", points=0.5, hidden=True)
def test_handover_hidden(WarmUp):
    rng = draw("handover")
    values = [1.0, *rng.uniform(0.1, 0.9, size=5).tolist()]
    length = int(rng.integers(3, 9))
    about = "The schedule after the warm-up is off; read section 4 again."
    got = rates(WarmUp, values, length, list(range(length, length + 6)))
    expect_hidden(got, values, about, rtol=1e-4)


@graded("a compiled training loop gets the rates, too", points=0.5)
def test_compiled_public(WarmUp):
    expect(
        "how far five updates of a compiled SGD move a weight with gradient 1, peak 0.4, 4 steps",
        compiled_moves(WarmUp, 0.4, 4, 5),
        [0.0, 0.1, 0.2, 0.3, 0.4],
        "in a compiled loop the step is a tensor without a value: no `if`, no int(), no float(); "
        "compute both rates and choose with tf.where.",
        rtol=1e-4,
    )


@graded("other compiled training loops", points=0.5, hidden=True)
def test_compiled_hidden(WarmUp):
    rng = draw("compiled")
    peak, length = float(rng.uniform(0.2, 2)), int(rng.integers(3, 7))
    about = "The schedule does not work in a compiled training loop; read section 4 again."
    got = compiled_moves(WarmUp, peak, length, length + 2)
    want = peak * np.minimum(np.arange(length + 2) / length, 1)
    expect_hidden(got, want.tolist(), about, rtol=1e-3, atol=1e-5)
