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
    # with betas of 0 Adam has no memory: its step is one learning rate against the gradient
    expect(
        "AdamW(0.5, beta1=0, beta2=0, weight_decay=0.2): a parameter at 10, gradients -1, -1",
        walk(AdamW(0.5, beta1=0.0, beta2=0.0, weight_decay=0.2), 10.0, [-1.0, -1.0]),
        [9.5, 9.05],  # 10 + 0.5 - 0.1 * 10, then 9.5 + 0.5 - 0.1 * 9.5
        "Adam's step and the decay both start from the old w; 9.45 decays what Adam has moved.",
    )


@graded("decay and gradient over more steps", points=0.5, hidden=True)
def test_old_weight_hidden(AdamW):
    rng = draw("old_weight")
    lr, decay = rng.uniform(0.3, 0.9, size=2)
    w, gradients = rng.uniform(2, 5), rng.choice([-1.0, 1.0], size=4)
    optimizer = AdamW(float(lr), beta1=0.0, beta2=0.0, weight_decay=float(decay))
    got = walk(optimizer, w, gradients)
    want = []
    for g in gradients:
        w = w - lr * g - lr * decay * w
        want.append(w)
    about = "Decay together with a gradient is off; read section 4 again."
    expect_hidden(got, want, about, rtol=1e-4, atol=1e-5)


@graded("without decay it is your Adam", points=0.5)
def test_adam_public(Adam, AdamW):
    gradients = [4.0, -1.0, 2.0]
    expect(
        "AdamW(0.21, beta1=0.5, beta2=0.25, weight_decay=0): a parameter at 1, gradients 4, -1, 2",
        walk(AdamW(0.21, beta1=0.5, beta2=0.25, weight_decay=0.0), 1.0, gradients),
        walk(Adam(0.21, beta1=0.5, beta2=0.25), 1.0, gradients),
        "without decay nothing but your Adam is left: super().step(i, w, g), called once.",
    )


@graded("without decay it is your Adam, on other gradients", points=0.5, hidden=True)
def test_adam_hidden(Adam, AdamW):
    gradients = draw("adam").uniform(0.5, 2.0, size=6) * [1, -8, 0.1, 30, -1, 5]
    about = "Adam's part of the step is off; read section 4 again."
    got = walk(AdamW(0.3, 0.6, 0.8, weight_decay=0.0), 1.0, gradients)
    expect_hidden(got, walk(Adam(0.3, 0.6, 0.8), 1.0, gradients), about, rtol=1e-4, atol=1e-5)
