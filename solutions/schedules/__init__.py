"""Learning rate schedules: large steps while far away, small steps to settle.

Theory of operation. Gradient descent with a constant rate stops improving where the noise of its
batches, times the rate, throws it about as far as the gradient pulls it. A smaller rate settles
lower but takes longer to get there. A schedule is a function from the step to the rate that has
both. The conventions, the same for all:

  * Steps count from 0 and are optimizer updates, not epochs: the first update uses rate(0).
  * A schedule is defined for every step; each docstring says what happens after the last.
  * Warm-up reaches the peak at step ``warmup_steps``; the wrapped schedule starts there, at its own
    step 0.

    step decay              initial * factor^floor(step / drop_every)
    exponential decay       initial * factor^(step / decay_steps)
    cosine annealing        minimum + (initial - minimum) / 2 * (1 + cos(pi * step / decay_steps))
    cosine, warm restarts   the same curve again and again, over cycles that may grow
    linear warm-up          start + (peak - start) * step / warmup_steps, then another schedule

These are known before training starts. Reduction on a plateau is not: it is a small state machine
that watches a metric.

decay.py, cosine.py and warmup.py hold the functions; keras_schedules.py the same as objects that a
Keras optimizer takes and saves; plateau.py the state machine, callback.py the same for ``fit``;
demo.py draws them and races them on the track of race.py.
"""

from solutions.schedules.callback import PlateauCallback
from solutions.schedules.cosine import (
    check_minimum,
    cosine_annealing,
    cosine_warm_restarts,
    cycle_position,
)
from solutions.schedules.decay import (
    check_factor,
    check_schedule,
    exponential_decay,
    step_decay,
)
from solutions.schedules.keras_schedules import (
    CosineAnnealing,
    CosineWarmRestarts,
    ExponentialDecay,
    StepDecay,
    WarmUp,
)
from solutions.schedules.plateau import ReduceOnPlateau
from solutions.schedules.warmup import linear_warmup

__all__ = [
    "CosineAnnealing",
    "CosineWarmRestarts",
    "ExponentialDecay",
    "PlateauCallback",
    "ReduceOnPlateau",
    "StepDecay",
    "WarmUp",
    "check_factor",
    "check_minimum",
    "check_schedule",
    "cosine_annealing",
    "cosine_warm_restarts",
    "cycle_position",
    "exponential_decay",
    "linear_warmup",
    "step_decay",
]
