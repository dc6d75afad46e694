"""a05_q2_variances: three answers to the question how large a weight may be."""

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a05_q2_variances"
section = "2. How large may a weight be?"
outcome, co, po, part = "LO-2", ["CO-1", "CO-2"], ["PO-1", "PO-2"], "practical"


@graded("LeCun: forwards, linear units", points=0.5)
def test_lecun_public(lecun_variance):
    cause = "n independent terms have n times the variance of one: a weight gets 1 / n of it."
    expect("lecun_variance(25)", lecun_variance(25), 0.04, cause)


@graded("LeCun for other fans", points=0.5, hidden=True)
def test_lecun_hidden(lecun_variance):
    n = int(draw("lecun").integers(3, 900))
    about = "LeCun's variance does not keep a linear signal; read section 2 again."
    expect_hidden(lecun_variance(n) * n, 1.0, about)


@graded("He: rectifiers, with any slope", points=0.5)
def test_he_public(he_variance):
    cause = "ReLU passes half of the mean square, so the variance doubles; the weights do not."
    expect("he_variance(8)", he_variance(8), 0.25, cause)
    cause = "a slope a on the negative side saves a^2 of the other half: (1 + a^2) / 2 passes."
    expect("he_variance(8, negative_slope=0.5)", he_variance(8, negative_slope=0.5), 0.2, cause)
    cause = "with slope 1 nothing is cut off: the layer is linear, and 1 / 8 is enough."
    expect("he_variance(8, negative_slope=1.0)", he_variance(8, negative_slope=1.0), 0.125, cause)


@graded("He for other fans and slopes", points=0.5, hidden=True)
def test_he_hidden(he_variance):
    rng = draw("he")
    n, slope = int(rng.integers(3, 900)), float(rng.uniform(0.2, 0.8))
    about = "He's variance does not keep the signal of a rectifier; read section 2 again."
    expect_hidden(he_variance(n) * n, 2.0, about)
    expect_hidden(he_variance(n, negative_slope=slope) * n * (1 + slope**2), 2.0, about)


@graded("Glorot: between forwards and backwards", points=0.5)
def test_glorot_public(glorot_variance):
    cause = "two over the sum of the fans: the harmonic mean of 1/100 and 1/400, no other mean."
    expect("glorot_variance(100, 400)", glorot_variance(100, 400), 0.004, cause)
    cause = "where both passes want 1/50, so does Glorot."
    expect("glorot_variance(50, 50)", glorot_variance(50, 50), 0.02, cause)


@graded("Glorot for other fans", points=0.5, hidden=True)
def test_glorot_hidden(glorot_variance):
    a, b = (int(n) for n in draw("glorot").integers((3, 300), (100, 900)))
    about = "Glorot's variance is off where the two fans differ; read section 2 again."
    expect_hidden(glorot_variance(a, b) * (a + b), 2.0, about)
    expect_hidden(glorot_variance(b, a) * (a + b), 2.0, about)
