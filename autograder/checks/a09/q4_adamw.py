"""a09_q4_adamw: decay beside Adam's step, not through its moments."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a09_q4_adamw"
section = "4. Decay that keeps out of the gears: AdamW"
outcome, co, po, part = "LO-4", ["CO-2", "CO-4"], ["PO-1", "PO-3"], "practical"


def walk(optimizer, w, gradients):
    """Return the parameter after each update."""
    path = []
    for g in gradients:
        w = optimizer.update([tensor(w)], [tensor(g)])[0]
        path.append(w)
    return path


@graded("without a gradient the weight shrinks by rate times decay", points=0.5)
def test_decay_public(AdamW):
    expect(
        "AdamW(0.5, weight_decay=0.2): a parameter at 10, gradients 0, 0",
        walk(AdamW(0.5, weight_decay=0.2), 10.0, [0.0, 0.0]),
        [9.0, 8.1],  # times 1 - 0.5 * 0.2
        "subtract lr * weight_decay * w beside Adam's step; a pull that goes into the gradient is "
        "divided by the root of v_hat.",
    )


@graded("other rates, decays and weights", points=0.5, hidden=True)
def test_decay_hidden(AdamW):
    lr, decay, w = draw("decay").uniform(0.2, 0.9, size=3)
    about = "Decay without a gradient is off; read section 4 again."
    got = walk(AdamW(float(lr), weight_decay=float(decay)), w, [0.0] * 3)
    want = w * (1 - lr * decay) ** np.arange(1.0, 4.0)
    expect_hidden(got, list(want), about, rtol=1e-4)


@graded("the decay is that of the old weight", points=0.5)
def test_old_weight_public(AdamW):
    expect(
        "AdamW(0.5, weight_decay=0.2): a parameter at 10, gradients -1, -1",
        walk(AdamW(0.5, weight_decay=0.2), 10.0, [-1.0, -1.0]),
        [9.5, 9.05],  # 10 + 0.5 - 0.1 * 10, then 9.5 + 0.5 - 0.1 * 9.5
        "Adam's step and the decay both start from the old w; 9.45 decays what Adam has moved.",
    )


@graded("decay and gradient over more steps", points=0.5, hidden=True)
def test_old_weight_hidden(AdamW):
    rng = draw("old_weight")
    lr, decay = rng.uniform(0.3, 0.9, size=2)
    w, sign = rng.uniform(2, 5), float(rng.choice([-1, 1]))
    got = walk(AdamW(float(lr), weight_decay=float(decay)), w, [sign] * 4)
    want = []
    for _ in range(4):  # a constant gradient makes every step of Adam one learning rate long
        w = w - lr * sign - lr * decay * w
        want.append(w)
    about = "Decay together with a gradient is off; read section 4 again."
    expect_hidden(got, want, about, rtol=1e-4, atol=1e-5)


@graded("without decay it is Adam", points=0.5)
def test_adam_public(AdamW):
    # m_hat = 4, 2/3, 10/7 and v_hat = 16, 4, 4, as in section 3
    expect(
        "AdamW(0.21, beta1=0.5, beta2=0.25, weight_decay=0): a parameter at 1, gradients 4, -1, 2",
        walk(AdamW(0.21, beta1=0.5, beta2=0.25, weight_decay=0.0), 1.0, [4.0, -1.0, 2.0]),
        [0.79, 0.72, 0.57],
        "return super().step(i, w, g), called once, minus the decay.",
    )


@graded("without decay it is Adam, on other gradients", points=0.5, hidden=True)
def test_adam_hidden(AdamW):
    gradients = draw("adam").uniform(0.5, 2.0, size=6) * [1, -8, 0.1, 30, -1, 5]
    w, want = 1.0, []
    for k in range(6):
        past, age = gradients[: k + 1], np.arange(k, -1.0, -1.0)
        size = np.sqrt(np.average(past**2, weights=0.8**age))
        w = w - 0.3 * np.average(past, weights=0.6**age) / size
        want.append(w)
    about = "Adam's part of the step is off; read sections 3 and 4 again."
    got = walk(AdamW(0.3, 0.6, 0.8, weight_decay=0.0), 1.0, gradients)
    expect_hidden(got, want, about, rtol=1e-4, atol=1e-5)
