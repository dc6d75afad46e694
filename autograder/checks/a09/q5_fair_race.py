"""a09_q5_fair_race: steps to a target, each optimizer at its own best rate."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a09_q5_fair_race"
section = "5. A fair race"
outcome, co, po, part = "LO-4", ["CO-4", "CO-5"], ["PO-2", "PO-4"], "analysis"

NAN = float("nan")


@probe
def study(convergence_study, losses, rates, target):
    """Run a study on prepared losses, by name and rate; count how often one optimizer ran."""
    runs = []

    class Prepared:
        def __init__(self, name, learning_rate):
            self.name, self.lr = name, learning_rate

    def maker(name):
        return lambda learning_rate: Prepared(name, learning_rate)

    def losses_of(optimizer):
        runs.append(optimizer)
        return losses[optimizer.name][rates.index(optimizer.lr)]

    best = convergence_study({name: maker(name) for name in losses}, rates, losses_of, target)
    most = max((sum(other is one for other in runs) for one in runs), default=0)
    return {"best": best, "most runs of one optimizer": most}


def falling(steps, length):
    """Return losses that are first below 1 after ``steps`` steps."""
    return [9.0 - k / length if k < steps else 0.5 - k / length / 4 for k in range(length)]


@graded("the first time that the loss is at most the target", points=0.5)
def test_steps_public(steps_to_reach):
    cause = "count the entries before the first one that is <= target; entry 0 is before any step."
    call = "steps_to_reach([8, 4, 2, 3, 1], target=2)"
    expect(call, steps_to_reach([8.0, 4.0, 2.0, 3.0, 1.0], 2.0), 2, cause)
    call = "steps_to_reach([8, 4, 2, 3, 1], target=10)"
    expect(call, steps_to_reach([8.0, 4.0, 2.0, 3.0, 1.0], 10.0), 0, cause)


@graded("other losses, other targets", points=0.5, hidden=True)
def test_steps_hidden(steps_to_reach):
    rng = draw("steps")
    about = "The number of steps is off; read section 5 again."
    for first in rng.integers(2, 7, size=3):
        losses = np.concatenate([rng.uniform(3, 9, first), [2.5], rng.uniform(0, 9, 4)])
        expect_hidden(steps_to_reach(losses.tolist(), 2.5), int(first), about)


@graded("a run that never arrives gives None; NaN reaches nothing", points=0.5)
def test_never_public(steps_to_reach):
    expect(
        "steps_to_reach([8, 4, 2], target=1)",
        steps_to_reach([8.0, 4.0, 2.0], 1.0),
        None,
        "np.argmax of a condition that is true nowhere is 0; look first whether any entry is true.",
    )
    expect(
        "steps_to_reach([8, NaN, 4, NaN], target=5)",
        steps_to_reach([8.0, NAN, 4.0, NAN], 5.0),
        2,
        "NaN <= 5 is False, and so is NaN > 5: ask whether the loss IS small enough.",
    )


@graded("other runs that never arrive", points=0.5, hidden=True)
def test_never_hidden(steps_to_reach):
    losses = draw("never").uniform(2, 9, size=6).tolist()
    about = "A run that never arrives, or one with NaN, is not handled; read section 5 again."
    for lost in (losses, [*losses[:3], NAN, NAN], [float("inf"), NAN]):
        expect_hidden(steps_to_reach(lost, 1.0), None, about)


@graded("each optimizer gets the rate with which it needs the fewest steps", points=0.5)
def test_best_public(convergence_study):
    losses = {
        "A": ([8.0, 4.0, 2.0, 0.9, 0.1], [8.0, 2.0, 0.9, 0.8, 0.8]),  # 3 steps, 2 steps
        "B": ([8.0, 0.9, 0.8, 0.7, 0.7], [8.0, 7.0, 6.0, 2.0, 0.2]),  # 1 step, 4 steps
        "C": ([8.0, 2.0, 0.9, 0.8, 0.8], [8.0, 7.0, 0.5, 0.3, 0.1]),  # 2 steps, 2 steps
    }
    expect(
        "the study of A, B and C, which need 3, 1, 2 steps at a rate of 0.1 and 2, 4, 2 at 1.0",
        study(convergence_study, losses, [0.1, 1.0], 1.0)["best"],
        {"A": (1.0, 2), "B": (0.1, 1), "C": (0.1, 2)},
        "for each name by itself: the fewest steps to the target, not the lowest loss in the end; "
        "on a tie the first rate.",
    )


@graded("more optimizers, more rates", points=0.5, hidden=True)
def test_best_hidden(convergence_study):
    rng = draw("best")
    needed = {name: rng.permutation(np.arange(2, 6)) for name in ("one", "two", "three")}
    losses = {name: [falling(int(n), 8) for n in counts] for name, counts in needed.items()}
    for name, counts in needed.items():  # the fewest steps end at the highest loss
        losses[name][int(np.argmin(counts))][-1] = 0.9
    rates = [0.01, 0.1, 0.5, 2.0]
    want = {name: (rates[int(np.argmin(counts))], 2) for name, counts in needed.items()}
    about = "The best rate of an optimizer is off; read section 5 again."
    expect_hidden(study(convergence_study, losses, rates, 1.0)["best"], want, about)


@graded("rates that never arrive do not count; none at all gives (None, None)", points=0.5)
def test_unreached_public(convergence_study):
    losses = {
        "A": ([8.0, 7.0, 7.0], [8.0, 7.0, 0.5]),
        "B": ([8.0, 7.0, 6.0], [8.0, 64.0, 512.0]),
    }
    expect(
        "the study of A, which arrives at a rate of 1.0 only, in 2 steps, and B, which never does",
        study(convergence_study, losses, [0.1, 1.0], 1.0)["best"],
        {"A": (1.0, 2), "B": (None, None)},
        "leave out the rates whose number of steps is None before you take the smallest.",
    )


@graded("other optimizers that never arrive", points=0.5, hidden=True)
def test_unreached_hidden(convergence_study):
    lucky = int(draw("unreached").integers(0, 3))
    never, some = [9.0] * 6, falling(3, 6)
    losses = {"all": [never] * 3, "but one": [some if k == lucky else never for k in range(3)]}
    rates = [0.1, 0.2, 0.4]
    want = {"all": (None, None), "but one": (rates[lucky], 3)}
    about = "An optimizer that does not arrive is not handled; read section 5 again."
    expect_hidden(study(convergence_study, losses, rates, 1.0)["best"], want, about)


@graded("every run has a new optimizer", points=0.5)
def test_fresh_public(convergence_study):
    losses = {"A": [[8.0, 2.0, 0.5, 0.5], [8.0, 2.0, 2.0, 0.5], [8.0, 7.0, 7.0, 0.5]]}
    expect(
        "how often one and the same optimizer was run, in a study of three rates",
        study(convergence_study, losses, [0.1, 0.2, 0.3], 1.0)["most runs of one optimizer"],
        1,
        "an optimizer remembers velocities and moments: call makers[name](rate) for every run.",
    )


@graded("every run has a new optimizer, with more of them", points=0.5, hidden=True)
def test_fresh_hidden(convergence_study):
    count = int(draw("fresh").integers(3, 7))
    losses = {name: [falling(2, 4)] * count for name in ("one", "two")}
    rates = [0.1 * (k + 1) for k in range(count)]
    about = "An optimizer is used for more than one run; read section 5 again."
    got = study(convergence_study, losses, rates, 1.0)["most runs of one optimizer"]
    expect_hidden(got, 1, about)
