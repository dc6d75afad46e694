"""a13_q6_gradient_reach: how strongly the last output depends on each time step."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a13_q6_gradient_reach"
section = "6. How far back does a gradient reach?"
outcome, co, po, part = "LO-1", ["CO-4", "CO-5"], ["PO-2", "PO-4"], "analysis"


@probe
def reach(gradient_reach, x, mix, project, power=1):
    """Return the reach in y[t] = sum over s of mix[t][s] * x[s]**power, projected; None: y = 1."""
    import numpy as np
    import tensorflow as tf

    x = tf.constant(np.asarray(x, "float32"))

    def model(x):
        if mix is None:
            return tf.ones(x.shape)
        mixed = tf.einsum("ts,bsi->bti", tf.constant(np.asarray(mix, "float32")), x**power)
        return tf.einsum("bti,io->bto", mixed, tf.constant(np.asarray(project, "float32")))

    return np.asarray(gradient_reach(model, x))


@graded("only the last output counts; the first time step comes first", points=0.5)
def test_last_public(gradient_reach):
    # h_t = h_{t-1} / 2 + x_t, written out: d h_3 / d x_t is 1/4, 1/2, 1
    expect(
        "gradient_reach of h_t = h_{t-1} / 2 + x_t over 3 steps, one sequence of width 1",
        reach(
            gradient_reach,
            [[[1.0], [1.0], [1.0]]],
            [[1.0, 0.0, 0.0], [0.5, 1.0, 0.0], [0.25, 0.5, 1.0]],
            [[1.0]],
        ),
        [0.25, 0.5, 1.0],
        "watch x, then take the gradient of model(x)[:, -1] only; entry t belongs to the input at "
        "t. All zeros: the tape does not watch x. 1.75 in front: all outputs are in the gradient.",
        rtol=1e-4,
    )


@graded("other recurrences, longer sequences", points=0.5, hidden=True)
def test_last_hidden(gradient_reach):
    rng = draw("last")
    length = int(rng.integers(4, 7))
    mix = np.tril(rng.uniform(0.5, 2, size=(length, length)))
    about = "The reach of a recurrence is off; read section 6 again."
    got = reach(gradient_reach, rng.normal(size=(2, length, 1)).tolist(), mix.tolist(), [[1.0]])
    expect_hidden(got, mix[-1], about, rtol=1e-3)


@graded("the components of the output: all entries of the Jacobian", points=0.5)
def test_components_public(gradient_reach):
    # y = [3 x, -4 x] of the last step: a Jacobian of 3 and -4, its norm is 5
    expect(
        "gradient_reach of y_t = [3 x_t, -4 x_t], two steps of width 1",
        reach(gradient_reach, [[[1.0], [1.0]]], [[0.0, 0.0], [0.0, 1.0]], [[3.0, -4.0]]),
        [0.0, 5.0],
        "1 comes out if the components of the output are summed before the gradient: take one "
        "gradient for each component, and add up the squares of all their entries. 25: no root.",
        rtol=1e-4,
    )


@graded("wider inputs and outputs", points=0.5, hidden=True)
def test_components_hidden(gradient_reach):
    rng = draw("components")
    project = rng.normal(size=(int(rng.integers(2, 4)), int(rng.integers(3, 5))))
    mix = np.zeros((4, 4))
    mix[-1] = rng.uniform(0.5, 2, size=4)
    x = rng.normal(size=(2, 4, len(project)))
    about = "The reach is off where the output has several components; read section 6 again."
    got = reach(gradient_reach, x.tolist(), mix.tolist(), project.tolist())
    expect_hidden(got, mix[-1] * np.sqrt(np.sum(project**2)), about, rtol=1e-3)


@graded("first the norm of each sequence, then the mean", points=0.5)
def test_batch_public(gradient_reach):
    # y_2 = x_1^2 + 2 x_2^2: |2 x_1| is 6 and 2, |4 x_2| is 4 and 8
    expect(
        "gradient_reach of y_2 = x_1^2 + 2 x_2^2, sequences [3, 1] and [-1, -2]",
        reach(
            gradient_reach,
            [[[3.0], [1.0]], [[-1.0], [-2.0]]],
            [[0.0, 0.0], [1.0, 2.0]],
            [[1.0]],
            power=2,
        ),
        [4.0, 6.0],
        "2 and 2 come out if the gradients are averaged before the norm (+6 and -2 cancel), 8 and "
        "12 if the norms are added up and not averaged.",
        rtol=1e-4,
    )


@graded("larger batches", points=0.5, hidden=True)
def test_batch_hidden(gradient_reach):
    rng = draw("batch")
    x, mix = rng.normal(size=(int(rng.integers(3, 6)), 3, 1)), np.zeros((3, 3))
    mix[-1] = rng.uniform(0.5, 2, size=3)
    about = "The mean over the batch is off; read section 6 again."
    got = reach(gradient_reach, x.tolist(), mix.tolist(), [[1.0]], power=2)
    expect_hidden(got, np.mean(np.abs(2 * mix[-1] * x[..., 0]), axis=0), about, rtol=1e-3)


@graded("an output that does not depend on the input has reach 0", points=0.5)
def test_none_public(gradient_reach):
    expect(
        "gradient_reach of an output that is always 1, three steps",
        reach(gradient_reach, [[[1.0], [2.0], [3.0]]], None, None),
        [0.0, 0.0, 0.0],
        "the tape answers None where nothing depends: unconnected_gradients='zero' makes it zeros.",
    )


@graded("no dependence, other shapes", points=0.5, hidden=True)
def test_none_hidden(gradient_reach):
    batch, length, width = (int(n) for n in draw("none").integers(2, 5, size=3))
    about = "An output that does not depend on the input is not handled; read section 6 again."
    got = reach(gradient_reach, np.ones((batch, length, width)).tolist(), None, None)
    expect_hidden(got, np.zeros(length), about)
