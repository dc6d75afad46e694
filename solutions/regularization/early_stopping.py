"""Early stopping as a small state machine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


class EarlyStopping:
    """Watch a validation loss, keep the best weights, say when to stop.

    An epoch improves if loss < best_loss - min_delta; then it becomes the best, and ``wait`` is 0.
    Any other epoch, one with a NaN loss included, adds 1 to ``wait``. When ``wait`` reaches
    ``patience`` the machine stops, for good: later updates change nothing and return True.

    Args:
        patience: epochs without improvement that are allowed, at least 1.
        min_delta: smallest fall of the loss that counts, 0 or more. Defaults to 0.

    Attributes:
        best_loss: the lowest loss so far, infinity before the first.
        best_epoch: its epoch, counted from 0; -1 before the first.
        best_weights: copies of the weights of that epoch; one without weights leaves them as they
            are, ``None`` before the first.
        epoch: number of epochs seen; ``update`` counts it.
        wait: epochs since the last improvement.
        stopped: whether it has stopped.

    Raises:
        ValueError: if ``patience`` is less than 1 or ``min_delta`` is negative.

    Example:
        >>> stopping = EarlyStopping(patience=2)
        >>> [stopping.update(loss) for loss in (1.0, 0.8, 0.9, 0.85)]
        [False, False, False, True]
        >>> stopping.best_loss, stopping.best_epoch
        (0.8, 1)

    Reference:
        Goodfellow, Bengio, Courville, "Deep Learning", 2016, Algorithm 7.1.
    """

    def __init__(self, patience: int, min_delta: float = 0.0):
        if not patience >= 1 or not min_delta >= 0:
            raise ValueError(
                "patience must be at least 1 and min_delta 0 or more. "
                f"Received: patience={patience}, min_delta={min_delta}."
            )
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best_epoch = -1
        self.best_weights = None
        self.epoch = 0
        self.wait = 0
        self.stopped = False

    def update(self, loss: float, weights: Sequence[np.ndarray] | None = None) -> bool:
        """Take the validation loss of one epoch and return whether training should stop.

        Args:
            loss: the loss on data that is not trained on; NaN is no improvement.
            weights: arrays, tensors or variables. They are copied if the epoch is the best so far:
                training may change them afterwards. Defaults to ``None``: nothing is kept.

        Returns:
            True once ``patience`` epochs in a row brought no improvement, and ever after.
        """
        # BEGIN SOLUTION
        if self.stopped:
            return True
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch, self.wait = float(loss), self.epoch, 0
            if weights is not None:
                self.best_weights = [np.array(weight) for weight in weights]
        else:
            self.wait += 1
        self.epoch += 1
        self.stopped = self.wait >= self.patience
        return self.stopped
        # END SOLUTION
