r"""Gradient clipping: a limit on the length of a step.

Theory of operation. A gradient says which way is down and how steep it is *here*. On a cliff of
the loss surface it is huge, and the step eta * g leaves the region in which it meant anything;
one such step can undo a training. Clipping keeps the step within a trust region of radius
eta * c, whatever the steepness:

    by value         g_k <- min(max(g_k, -c), c)           bends the direction
    by norm          g_i <- g_i c / max(||g_i||, c)        keeps it within each tensor
    by global norm   g   <- g   c / max(||g||, c)          keeps it altogether

c / max(||g||, c) is 1 for a short gradient and never divides by zero. How large c should be
depends on the network; ``AdaptiveGradientClipper`` reads it off the norms seen so far.

Clipping limits a step, it does not repair one: a NaN or an Inf stays what it is in the three
functions, and vanishing gradients are none of its business.

    clip.py       global_norm and the three functions
    adaptive.py   AdaptiveGradientClipper: the threshold is a percentile of the history
    train.py      train_with_clipping, and threshold_study which runs it per threshold
    demo.py       a run that diverges, rescued; thresholds compared; a spike among calm steps
"""

from solutions.clipping.adaptive import AdaptiveGradientClipper
from solutions.clipping.clip import (
    check_gradients,
    clip_by_global_norm,
    clip_by_norm,
    clip_by_value,
    global_norm,
)
from solutions.clipping.train import threshold_study, train_with_clipping

__all__ = [
    "AdaptiveGradientClipper",
    "check_gradients",
    "clip_by_global_norm",
    "clip_by_norm",
    "clip_by_value",
    "global_norm",
    "threshold_study",
    "train_with_clipping",
]
