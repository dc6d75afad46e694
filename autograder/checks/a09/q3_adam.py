"""a09_q3_adam: Algorithm 1 of Kingma and Ba, epsilon added to the root of the corrected v."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a09_q3_adam"
section = "3. Both, and a corrected start: Adam"
outcome, co, po, part = "LO-4", ["CO-2", "CO-4"], ["PO-1", "PO-3"], "practical"

SETTLED = 30  # steps after which betas of 0.5 and less have forgotten the start


def moves(optimizer, gradients):
    """Return where each gradient takes a parameter that stands at 0."""
    return [optimizer.update([tensor(0.0)], [tensor(g)])[0] for g in gradients]


def by_weighted_means(gradients, lr, beta1, beta2, epsilon=1e-8):
    """Return the same moves: a corrected moment is a mean with weights that fade with age."""
    want = []
    for k in range(len(gradients)):
        past, age = np.asarray(gradients)[: k + 1], np.arange(k, -1.0, -1.0)
        m_hat = np.average(past, weights=beta1**age)
        v_hat = np.average(past**2, weights=beta2**age)
        want.append(-lr * m_hat / (np.sqrt(v_hat) + epsilon))
    return want


@graded("steps: both moments, both corrected, on gradients that change size and sign", points=1)
def test_steps_public(Adam):
    for g in (5.0, -0.1):
        expect(
            f"Adam(0.1): the first update of a parameter at 0, gradient {g:g}",
            moves(Adam(0.1), [g]),
            [-0.1 * np.sign(g)],
            "m_hat = m / (1 - beta1**t), v_hat = v / (1 - beta2**t): the first step is one "
            "learning rate long whatever the size of the gradient.",
        )
    # m = 2, 0.5, 1.25;   m_hat = 4, 2/3, 10/7;   v = 12, 3.75, 3.9375;   v_hat = 16, 4, 4
    expect(
        "Adam(0.21, beta1=0.5, beta2=0.25): updates of a parameter at 0, gradients 4, -1, 2",
        moves(Adam(0.21, beta1=0.5, beta2=0.25), [4.0, -1.0, 2.0]),
        [-0.21, -0.07, -0.15],
        "m averages g with beta1, v averages g**2 with beta2, both start at zero; self.t is the "
        "power in the correction, and is counted for you.",
    )


@graded("steps: other betas, more gradients", points=1, hidden=True)
def test_steps_hidden(Adam):
    rng = draw("steps")
    beta1, beta2 = float(rng.uniform(0.3, 0.6)), float(rng.uniform(0.75, 0.99))
    gradients = rng.uniform(0.5, 2.0, size=7) * [1, -8, 0.1, 30, -1, 5, 0.02]
    about = "The steps of Adam are off; read section 3 again."
    got = moves(Adam(0.3, beta1, beta2), gradients)
    expect_hidden(got, by_weighted_means(gradients, 0.3, beta1, beta2), about, rtol=1e-4)


@graded("epsilon is added to the root of the corrected second moment", points=0.5)
def test_epsilon_public(Adam):
    expect(
        "Adam(1.0, beta1=0.5, beta2=0.75, epsilon=1.0): a parameter at 0, gradient 3",
        moves(Adam(1.0, beta1=0.5, beta2=0.75, epsilon=1.0), [3.0]),
        [-0.75],  # m_hat = 3, v_hat = 9: 3 / (sqrt(9) + 1)
        "the denominator is (sqrt(v_hat) + epsilon); 0.949 has epsilon under the root, "
        "0.6 has it beside the root of the uncorrected v.",
    )


@graded("other large epsilons", points=0.5, hidden=True)
def test_epsilon_hidden(Adam):
    g, epsilon = draw("epsilon").uniform(0.5, 3.0, size=2)
    about = "Epsilon is not where Algorithm 1 has it; read section 3 again."
    got = moves(Adam(1.0, 0.5, 0.75, float(epsilon)), [g])
    expect_hidden(got, [-g / (g + epsilon)], about, rtol=1e-4)


@graded("zero: at first it moves nothing, later the memory goes on", points=0.5)
def test_zero_public(Adam):
    expect(
        "Adam(): a parameter at 7, gradient 0, before any other",
        Adam().update([tensor([7.0])], [tensor([0.0])]),
        [[7.0]],
        "0 / 0 is NaN: epsilon belongs into the denominator, (sqrt(v_hat) + epsilon) in brackets.",
    )
    expect(
        f"Adam(0.3, beta1=0.5, beta2=0.25): a parameter at 0, gradient 0 after {SETTLED} of 1",
        moves(Adam(0.3, beta1=0.5, beta2=0.25), [1.0] * SETTLED + [0.0])[-1],
        -0.3,  # m = 0.5, v = 0.25
        "a gradient of 0 is a gradient: the moments fade, and what is left of m still moves w.",
    )


@graded("zero: other parameters, other memories", points=0.5, hidden=True)
def test_zero_hidden(Adam):
    rng = draw("zero")
    w, betas = rng.uniform(1, 9, size=(2, 3)), rng.uniform(0.2, 0.5, size=2)
    about = "Gradients of zero are not handled; read section 3 again."
    expect_hidden(Adam(0.5).update([tensor(w)], [tensor(np.zeros((2, 3)))]), [w], about)
    got = moves(Adam(0.5, *map(float, betas)), [1.0] * SETTLED + [0.0])[-1]
    expect_hidden(got, -0.5 * betas[0] / np.sqrt(betas[1]), about, rtol=1e-4)


@graded("each element and each parameter has moments of its own", points=0.5)
def test_parameters_public(Adam):
    adam = Adam(0.5, beta1=0.5, beta2=0.25)
    for _ in range(SETTLED):
        got = adam.update(
            [tensor([1.0, 1.0]), tensor([5.0, 5.0])], [tensor([2.0, -100.0]), tensor([0.01, 3.0])]
        )
    expect(
        "Adam(0.5, beta1=0.5, beta2=0.25): parameters [1, 1], [5, 5] and always the gradients "
        "[2, -100], [0.01, 3]",
        got,
        [[0.5, 1.5], [4.5, 4.5]],  # one learning rate each, against the gradient
        "keep the moments by the index of the parameter, self.m[i] and self.v[i], and sum over "
        "nothing.",
    )


@graded("more elements, more parameters", points=0.5, hidden=True)
def test_parameters_hidden(Adam):
    rng = draw("parameters")
    w = rng.normal(size=(3, 2, 3))
    g = rng.choice([-1, 1], size=w.shape) * 10 ** rng.uniform(-1, 2, size=w.shape)
    adam = Adam(0.5, beta1=0.4, beta2=0.5)
    for _ in range(SETTLED):
        got = adam.update([tensor(one) for one in w], [tensor(one) for one in g])
    about = "Elements or parameters do not have moments each; read section 3 again."
    expect_hidden(got, list(w - 0.5 * np.sign(g)), about, rtol=1e-4, atol=1e-5)
