"""Small real data sets, bundled with scikit-learn: standardised, split and seeded."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from sklearn import datasets
from sklearn.model_selection import train_test_split


class Split(NamedTuple):
    """Inputs ``x`` of shape (n, d), float32, zero mean and unit variance on the training part."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


_LOADERS = {
    "digits": datasets.load_digits,
    "iris": datasets.load_iris,
    "breast_cancer": datasets.load_breast_cancer,
}


def load(name: str, test_share: float = 0.25, seed: int = 0) -> Split:
    """Load a data set, split it by class and standardise it with the training statistics.

    Args:
        name: ``"digits"`` (1797 images of 8x8, 10 classes), ``"iris"`` (150 flowers, 4 features,
            3 classes) or ``"breast_cancer"`` (569 cases, 30 features, 2 classes).
        test_share: share of the examples that is held out, in (0, 1).
        seed: seed of the split.

    Returns:
        A ``Split``; labels are int32 of shape (n,). Features that never vary stay zero.

    Raises:
        ValueError: if ``name`` is not one of the three.

    Example:
        >>> load("iris").x_train.shape
        (112, 4)
    """
    if name not in _LOADERS:
        raise ValueError(f"name must be one of {sorted(_LOADERS)}. Received: name={name!r}.")
    x, y = _LOADERS[name](return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(
        x, y, test_size=test_share, random_state=seed, stratify=y
    )
    mean, std = x_train.mean(axis=0), x_train.std(axis=0)
    std[std == 0] = 1.0

    def standardise(part: np.ndarray) -> np.ndarray:
        return ((part - mean) / std).astype("float32")

    return Split(
        standardise(x_train), y_train.astype("int32"), standardise(x_test), y_test.astype("int32")
    )
