"""Exploding gradients: recognise them, grade them, and see them coming.

Theory of operation
-------------------
Each step of training yields one number, the global norm ||g|| = sqrt(sum_i ||g_i||^2) over all
gradients. The detector turns it into an ``Observation`` in three steps that know nothing of each
other:

1. ``severity``: the norm alone, against one threshold T (100 in the lecture). NORMAL <= T/10 <
   WARNING <= T < EXPLOSION <= 100 T < CRITICAL; NaN and infinity are OVERFLOW, the worst level.
   A plain ``norm > T`` is False for NaN, so it would call the worst explosion healthy.
2. ``growth_rate``: the trend, as the factor per step of a line through the last logarithms.
3. early warning: still below T, but growing, and at this rate above T within ``horizon`` steps.

Why norms grow at all: a linear layer with N(0, s^2) weights and n inputs multiplies the size of a
signal, forwards and backwards, by about s sqrt(n); L layers by its L-th power.

``severity.py``  the levels, in one table
``norm.py``      the global norm, in float64, so that finite gradients have a finite norm
``trend.py``     growth per step, and the steps that are left
``detector.py``  ``GradientExplosionDetector``: observe, history, check a model
``growth.py``    amplification by layers, predicted and measured
``demo.py``      the warning system on a network that explodes and on one that does not
"""

from solutions.explosion.detector import GradientExplosionDetector, Observation
from solutions.explosion.growth import explosion_growth, layer_gain, measured_growth
from solutions.explosion.norm import gradient_norm
from solutions.explosion.severity import Severity, severity
from solutions.explosion.trend import growth_rate, steps_to_threshold

__all__ = [
    "GradientExplosionDetector",
    "Observation",
    "Severity",
    "explosion_growth",
    "gradient_norm",
    "growth_rate",
    "layer_gain",
    "measured_growth",
    "severity",
    "steps_to_threshold",
]
