"""A clipping threshold that is read off the norms of the steps before."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from solutions.clipping.clip import check_gradients, clip_by_global_norm, global_norm


class AdaptiveGradientClipper:
    r"""Clip the global norm at a percentile of the norms of the latest steps.

    .. math:: c_t = \mathrm{percentile}_p(\|g_{t-n}\|, \ldots, \|g_{t-1}\|)

    Three decisions, each with its reason:

    1. **The threshold comes from the steps before**; the current norm enters the history
       afterwards. Otherwise a spike lifts the limit that it is measured with: ten norms of 1 and
       a spike of 1000 have a 95th percentile of 500.5.
    2. **The norm before clipping enters the history.** Were it the clipped norm, no entry could
       exceed the threshold of its step, so the threshold would never follow gradients that
       rightly grow. The price: when more than (100 - p) % of the history are spikes, as one spike
       in a short history is, they lift the limit of the steps after them.
    3. **A non-finite norm never enters the history** (one NaN would make every percentile NaN).
       Its gradients are replaced by zeros and the step is counted in ``non_finite_steps``.

    Args:
        percentile: p, in (0, 100]. Defaults to 95.
        history_length: n, how many norms are remembered, at least 1. Defaults to 100.
        warm_up: how many norms must be known before anything is clipped, from 1 to
            ``history_length``. Defaults to 10.

    Attributes:
        history: the remembered norms, oldest first; it drops the oldest by itself.
        non_finite_steps: how many steps had a norm of Inf or NaN.

    Raises:
        ValueError: if an argument is out of its range.

    Example:
        >>> clipper = AdaptiveGradientClipper(percentile=50, warm_up=3)
        >>> for size in (1.0, 2.0, 3.0):
        ...     clipper.adaptive_clip([tf.constant([size])])[1]
        False
        False
        False
        >>> clipped, was_clipped = clipper.adaptive_clip([tf.constant([100.0])])
        >>> clipped[0].numpy().tolist(), was_clipped  # the median of 1, 2, 3
        ([2.0], True)

    Reference:
        Seetharaman et al., AutoClip: Adaptive Gradient Clipping for Source Separation Networks,
        2020, arXiv:2007.14469, which includes the current norm and keeps all of them.
    """

    def __init__(self, percentile: float = 95, history_length: int = 100, warm_up: int = 10):
        if not 0 < percentile <= 100:
            raise ValueError(f"percentile must be in (0, 100]. Received: percentile={percentile}.")
        if history_length < 1:
            raise ValueError(
                f"history_length must be at least 1. Received: history_length={history_length}."
            )
        if not 1 <= warm_up <= history_length:
            raise ValueError(
                f"warm_up must be from 1 to history_length={history_length}, or nothing is ever "
                f"clipped. Received: warm_up={warm_up}."
            )
        self.percentile = percentile
        self.warm_up = warm_up
        self.history: deque[float] = deque(maxlen=history_length)
        self.non_finite_steps = 0

    def threshold(self) -> float | None:
        """Return the percentile of the history, linearly interpolated as by ``np.percentile``.

        Returns:
            The threshold, or None while the history holds fewer than ``warm_up`` norms.
        """
        # BEGIN SOLUTION
        if len(self.history) < self.warm_up:
            return None
        return float(np.percentile(self.history, self.percentile))
        # END SOLUTION

    def adaptive_clip(self, gradients: Sequence[Any]) -> tuple[list[tf.Tensor | None], bool]:
        """Clip the global norm of one step at ``threshold()``, then remember the norm it had.

        Args:
            gradients: list of tensors or arrays. None entries stay None.

        Returns:
            ``(clipped, was_clipped)``. Unchanged, False: while ``threshold()`` is None or 0 (only
            zero gradients were seen, which says nothing about size) or the norm does not exceed
            it. Zeros, True: when the norm is Inf or NaN.

        Raises:
            TypeError: if ``gradients`` is not a list or a tuple, or not floating point.
            ValueError: if ``gradients`` is empty or holds nothing but None.
        """
        check_gradients(gradients)
        # BEGIN SOLUTION
        norm = float(global_norm(gradients))
        if not math.isfinite(norm):
            self.non_finite_steps += 1
            return [None if g is None else tf.zeros_like(g) for g in gradients], True
        threshold = self.threshold()
        self.history.append(norm)
        if not threshold or norm <= threshold:
            return [None if g is None else tf.convert_to_tensor(g) for g in gradients], False
        return clip_by_global_norm(gradients, threshold)[0], True
        # END SOLUTION
