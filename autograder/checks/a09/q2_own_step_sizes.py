"""a09_q2_own_step_sizes: AdaGrad's sum of squares, RMSprop's average of them."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a09_q2_own_step_sizes"
section = "2. Gears: a step size for each weight"
outcome, co, po, part = "LO-4", ["CO-2", "CO-4"], ["PO-1", "PO-3"], "practical"


def moves(optimizer, gradients):
    """Return where each gradient takes a parameter that stands at 0."""
    return [optimizer.update([tensor(0.0)], [tensor(g)])[0] for g in gradients]


@graded("AdaGrad divides by the root of the sum of all squares", points=0.5)
def test_adagrad_public(AdaGrad):
    expect(
        "AdaGrad(6.5): three updates of a parameter at 0, gradients 3, -4, 12",
        moves(AdaGrad(6.5), [3.0, -4.0, 12.0]),
        [-6.5, 5.2, -6.0],  # v = 9, 25, 169: 6.5 times 3/3, 4/5, 12/13
        "v = old v + g**2, which never shrinks; the step is lr * g over the root of the new v.",
    )


@graded("AdaGrad on other gradients", points=0.5, hidden=True)
def test_adagrad_hidden(AdaGrad):
    gradients = draw("adagrad").uniform(0.5, 2.0, size=6) * [1, -8, 0.1, 30, -1, 5]
    want = -0.7 * gradients / np.sqrt(np.cumsum(gradients**2))
    about = "The steps of AdaGrad are off; read section 2 again."
    expect_hidden(moves(AdaGrad(0.7), gradients), list(want), about, rtol=1e-4)


@graded("RMSprop divides by the root of a moving average of squares", points=0.5)
def test_rmsprop_public(RMSprop):
    # v = 0.36 * 25 = 9, then 0.64 * 9 + 0.36 * 9 = 9, then 5.76 + 20.25 = 5.1 squared
    expect(
        "RMSprop(0.51, rho=0.64): three updates of a parameter at 0, gradients 5, -3, 7.5",
        moves(RMSprop(0.51, rho=0.64), [5.0, -3.0, 7.5]),
        [-0.85, 0.51, -0.75],  # 0.51 times 5/3, 3/3, 7.5/5.1
        "v = rho * old v + (1 - rho) * g**2: rho keeps the old, 1 - rho takes in the new; "
        "nothing else is corrected.",
    )


@graded("RMSprop on other gradients", points=0.5, hidden=True)
def test_rmsprop_hidden(RMSprop):
    rng = draw("rmsprop")
    rho = rng.uniform(0.6, 0.95)
    gradients = rng.uniform(0.5, 2.0, size=6) * [1, -8, 0.1, 30, -1, 5]
    v = [(1 - rho) * gradients[: k + 1] ** 2 @ rho ** np.arange(k, -1.0, -1.0) for k in range(6)]
    about = "The steps of RMSprop are off; read section 2 again."
    got = moves(RMSprop(0.7, rho=float(rho)), gradients)
    expect_hidden(got, list(-0.7 * gradients / np.sqrt(v)), about, rtol=1e-4)


@graded("epsilon is added after the root; a gradient of zero moves nothing", points=0.5)
def test_epsilon_public(AdaGrad, RMSprop):
    cause = "the denominator is (sqrt(v) + epsilon), in brackets."
    expect(
        "AdaGrad(1.0, epsilon=1.0): a parameter at 0, gradient 3",
        moves(AdaGrad(1.0, epsilon=1.0), [3.0]),
        [-0.75],  # 3 / (sqrt(9) + 1)
        cause,
    )
    expect(
        "RMSprop(1.0, rho=0.75, epsilon=3.0): a parameter at 0, gradient 4",
        moves(RMSprop(1.0, rho=0.75, epsilon=3.0), [4.0]),
        [-0.8],  # 4 / (sqrt(0.25 * 16) + 3)
        cause,
    )
    for call, optimizer in (("AdaGrad()", AdaGrad()), ("RMSprop()", RMSprop())):
        got = optimizer.update([tensor([7.0])], [tensor([0.0])])
        expect(f"{call}: a parameter at 7, gradient 0", got, [[7.0]], f"0 / 0 is NaN: {cause}")


@graded("other epsilons, other zeros", points=0.5, hidden=True)
def test_epsilon_hidden(AdaGrad, RMSprop):
    g, epsilon = draw("epsilon").uniform(0.5, 3.0, size=2)
    about = "Epsilon or a gradient of zero is not handled; read section 2 again."
    got = moves(AdaGrad(1.0, epsilon=float(epsilon)), [0.0, g])
    expect_hidden(got, [0.0, -g / (g + epsilon)], about, rtol=1e-4)
    got = moves(RMSprop(1.0, rho=0.36, epsilon=float(epsilon)), [0.0, g])
    expect_hidden(got, [0.0, -g / (0.8 * g + epsilon)], about, rtol=1e-4)


@graded("each element and each parameter has a size of its own", points=0.5)
def test_elements_public(AdaGrad, RMSprop):
    w = [tensor([1.0, 1.0]), tensor([5.0, 5.0])]
    g = [tensor([2.0, -100.0]), tensor([0.01, 3.0])]
    cause = "tf.square works element by element; sum over nothing, and keep v by index, self.v[i]."
    for call, optimizer in (
        ("AdaGrad(0.5)", AdaGrad(0.5)),
        ("RMSprop(0.4, rho=0.36)", RMSprop(0.4, rho=0.36)),  # 0.4 / sqrt(1 - 0.36) = 0.5
    ):
        # in the first step every element moves by 0.5, whatever the size of its gradient
        want = [[0.5, 1.5], [4.5, 4.5]]
        about = f"{call}: parameters [1, 1], [5, 5], gradients [2, -100], [0.01, 3]"
        expect(about, optimizer.update(w, g), want, cause)


@graded("more elements, more parameters", points=0.5, hidden=True)
def test_elements_hidden(AdaGrad, RMSprop):
    rng = draw("elements")
    w = rng.normal(size=(2, 2, 3))
    g = rng.choice([-1, 1], size=w.shape) * 10 ** rng.uniform(-1, 2, size=w.shape)
    about = "Elements or parameters do not have a size each; read section 2 again."
    for optimizer in (AdaGrad(0.5), RMSprop(0.4, rho=0.36)):
        got = optimizer.update([tensor(one) for one in w], [tensor(one) for one in g])
        expect_hidden(got, list(w - 0.5 * np.sign(g)), about, rtol=1e-4, atol=1e-5)
