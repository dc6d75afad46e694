"""a05_q1_fans: how many weights meet in one output, and how many outputs one input has."""

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a05_q1_fans"
section = "1. Count the wires"
outcome, co, po, part = "LO-2", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"


@graded("a dense kernel, and the 1 x 1 convolution that is the same layer", points=0.5)
def test_dense_public(compute_fans):
    cause = "a dense kernel is (inputs, outputs) in Keras, in this order."
    expect("compute_fans((64, 32))", compute_fans((64, 32)), (64, 32), cause)
    cause = "a 1 x 1 convolution is one and the same dense layer at every pixel."
    expect("compute_fans((1, 1, 64, 32))", compute_fans((1, 1, 64, 32)), (64, 32), cause)


@graded("dense kernels of other sizes", points=0.5, hidden=True)
def test_dense_hidden(compute_fans):
    n_in, n_out = (int(n) for n in draw("dense").integers((10, 60), (50, 99)))
    about = "The fans of a dense kernel are off; read section 1 again."
    expect_hidden(compute_fans((n_in, n_out)), (n_in, n_out), about)
    expect_hidden(compute_fans((1, n_in, n_out)), (n_in, n_out), about)


@graded("every position under a convolution kernel counts", points=0.5)
def test_convolution_public(compute_fans):
    expect(
        "compute_fans((3, 5, 16, 16))",
        compute_fans((3, 5, 16, 16)),
        (240, 240),  # 15 positions of 16 channels, there and back
        "one output sums over 3 * 5 positions of 16 channels each, and one input is part of "
        "3 * 5 positions of 16 channels.",
    )


@graded("convolutions in one, two and three dimensions", points=0.5, hidden=True)
def test_convolution_hidden(compute_fans):
    rng = draw("convolution")
    about = "The fans of a convolution kernel are off; read section 1 again."
    for dimensions in (1, 2, 3):
        window = [int(n) for n in rng.integers(2, 6, size=dimensions)]
        channels = [int(n) for n in rng.integers((6, 20), (19, 40))]
        positions = 1
        for n in window:
            positions *= n
        want = [positions * n for n in channels]
        expect_hidden(list(compute_fans((*window, *channels))), want, about)


@graded("a vector has two equal fans", points=0.5)
def test_vector_public(compute_fans):
    cause = "a vector (n,) has the fans (n, n), a single number () has (1, 1)."
    expect("compute_fans((7,))", compute_fans((7,)), (7, 7), cause)
    expect("compute_fans(())", compute_fans(()), (1, 1), cause)


@graded("vectors of other lengths", points=0.5, hidden=True)
def test_vector_hidden(compute_fans):
    n = int(draw("vector").integers(2, 500))
    about = "The fans of a vector or of a single number are off; read section 1 again."
    expect_hidden(compute_fans((n,)), (n, n), about)
    expect_hidden(compute_fans(()), (1, 1), about)
