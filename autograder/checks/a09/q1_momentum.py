"""a09_q1_momentum: a velocity that gathers gradients and forgets."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a09_q1_momentum"
section = "1. Inertia: momentum"
outcome, co, po, part = "LO-4", ["CO-2", "CO-4"], ["PO-1", "PO-3"], "practical"


def moves(optimizer, gradients):
    """Return where each gradient takes a parameter that stands at 0."""
    return [optimizer.update([tensor(0.0)], [tensor(g)])[0] for g in gradients]


@graded("steps: the velocity is beta times the old one plus rate times gradient", points=1)
def test_steps_public(Momentum):
    # v = 0.8, then 0.4 - 0.2 = 0.2, then 0.1 + 0.6 = 0.7
    expect(
        "Momentum(0.1, beta=0.5): three updates of a parameter at 0, gradients 8, -2, 6",
        moves(Momentum(0.1, beta=0.5), [8.0, -2.0, 6.0]),
        [-0.8, -0.2, -0.7],
        "v = beta * old v + lr * g, without a factor (1 - beta); store it; then w - v.",
    )
    # |v| = |lr g| / (1 + beta) = 1.5 / 1.5
    expect(
        "Momentum(1.5, beta=0.5): the 30th update with gradients +1, -1, +1, ...",
        moves(Momentum(1.5, beta=0.5), [1.0, -1.0] * 15)[-1],
        1.0,
        "the same rule in every step; a gradient that turns needs no rule of its own.",
    )


@graded("steps: other rates, betas and gradients", points=1, hidden=True)
def test_steps_hidden(Momentum):
    rng = draw("steps")
    lr, beta = rng.uniform(0.05, 0.5), rng.uniform(0.3, 0.95)
    gradients = rng.uniform(0.5, 2.0, size=8) * [1, 8, -3, 0.1, -20, 5, 5, -1]
    velocity = [lr * gradients[: k + 1] @ beta ** np.arange(k, -1.0, -1.0) for k in range(8)]
    about = "The steps of Momentum are off; read section 1 again."
    got = moves(Momentum(float(lr), float(beta)), gradients)
    expect_hidden(got, [-v for v in velocity], about, rtol=1e-4, atol=1e-5)


@graded("a new rate leaves the velocity as it is", points=0.5)
def test_rate_public(Momentum):
    optimizer = Momentum(1.0, beta=0.5)
    first = moves(optimizer, [4.0])  # v = 4
    optimizer.lr = 0.25
    expect(
        "Momentum(1.0, beta=0.5): gradients 4, 4, with lr = 0.25 set between them",
        first + moves(optimizer, [4.0]),
        [-4.0, -3.0],  # 0.5 * 4 + 0.25 * 4
        "the rate belongs inside: v gathers lr * g; do not multiply the whole velocity by it.",
    )


@graded("other rates that change on the way", points=0.5, hidden=True)
def test_rate_hidden(Momentum):
    rates = draw("rate").uniform(0.1, 1.0, size=4)
    optimizer = Momentum(float(rates[0]), beta=0.8)
    about = "A learning rate that changes on the way is not handled; read section 1 again."
    velocity = 0.0
    for lr in rates:
        optimizer.lr = float(lr)
        velocity = 0.8 * velocity + lr * 2.0
        expect_hidden(moves(optimizer, [2.0]), [-velocity], about, rtol=1e-4)


@graded("each parameter has a velocity of its own", points=0.5)
def test_parameters_public(Momentum):
    optimizer = Momentum(1.0, beta=0.5)
    for _ in range(2):
        got = optimizer.update(
            [tensor([1.0, 1.0]), tensor([5.0, 5.0])], [tensor([2.0, 0.0]), tensor([0.0, 4.0])]
        )
    expect(
        "Momentum(1.0, beta=0.5): two parameters, second update with [2, 0] and [0, 4]",
        got,
        [[-2.0, 1.0], [5.0, -1.0]],  # v = [3, 0] and [0, 6]
        "keep the velocity by the index of the parameter, self.v[i].",
    )


@graded("velocities of more parameters", points=0.5, hidden=True)
def test_parameters_hidden(Momentum):
    rng = draw("parameters")
    w, g = rng.normal(size=(2, 3, 4))
    optimizer = Momentum(0.5, beta=0.9)
    for _ in range(2):
        got = optimizer.update([tensor(one) for one in w], [tensor(one) for one in g])
    about = "Several parameters get in each other's way; read section 1 again."
    expect_hidden(got, list(w - 0.5 * 1.9 * g), about, rtol=1e-4, atol=1e-5)
