r"""Gradient health monitor: is every layer of this network being taught?

Theory of operation. A layer learns from dL/dW, so the norm of that gradient says how much it is
told. The monitor is a chain of four steps, each a function of the one before:

    model, batch --> norm per layer --> metrics --> findings --> status, recommendations
            layer_gradient_norms  health_metrics  find_problems  interpret_gradient_health

Only the first touches TensorFlow's tape. A layer counts once, by its kernel: a count over tensors
(kernel and bias) would report ten of something in a network of five layers.

The thresholds stand in one table (thresholds.py). They are rules of thumb for losses of the size of
1: the gradient of 1000 L is 1000 times that of L and teaches the same. A norm that is not finite is
the worst case and is never compared with a threshold, since NaN > 100 is False.

    statistics.py   gradient_statistics per tensor, layer_gradient_norms per layer
    health.py       health_metrics, and monitor_gradient_health from model to metrics
    thresholds.py   the table of thresholds, the only place of their numbers
    verdict.py      find_problems applies the table, interpret_gradient_health
    callback.py     GradientHealthMonitor: the same, while a model trains
    dashboard.py    the figures
    demo.py         sigmoid, ReLU and exploding networks, measured
"""

from solutions.monitor.callback import GradientHealthMonitor
from solutions.monitor.dashboard import dashboard, draw_layers
from solutions.monitor.health import health_metrics, monitor_gradient_health
from solutions.monitor.statistics import gradient_statistics, layer_gradient_norms, layer_name
from solutions.monitor.thresholds import Threshold
from solutions.monitor.verdict import (
    check_metrics,
    find_problems,
    gradient_spread,
    interpret_gradient_health,
)

__all__ = [
    "GradientHealthMonitor",
    "Threshold",
    "check_metrics",
    "dashboard",
    "draw_layers",
    "find_problems",
    "gradient_spread",
    "gradient_statistics",
    "health_metrics",
    "interpret_gradient_health",
    "layer_gradient_norms",
    "layer_name",
    "monitor_gradient_health",
]
