"""Perplexity, and what it is for models that know little."""

from __future__ import annotations

import numpy as np

from solutions.char_rnn.vocabulary import check_ids


def perplexity(logits: np.ndarray, targets: np.ndarray) -> float:
    r"""Return the perplexity of predictions: the exponential of their mean cross-entropy.

    .. math:: \exp\left(-\frac{1}{n} \sum_i \log p_i(y_i)\right), \qquad p = \mathrm{softmax}(z)

    Args:
        logits: shape (..., classes), floating.
        targets: integers in 0 ... classes - 1, shape (...), not empty.

    Returns:
        A Python float, at least 1; the number of classes for logits that are all equal. Computed in
        float64 from log-softmax with the largest logit taken off, so that nothing overflows.

    Raises:
        ValueError: if the shapes do not fit, there is nothing to predict, or a target is out of
            range.

    Example:
        >>> round(perplexity(np.zeros((3, 27)), np.array([0, 5, 26])), 6)
        27.0

    Reference:
        F. Jelinek, R. Mercer, L. Bahl, J. Baker, Perplexity: a measure of the difficulty of speech
        recognition tasks, 1977; there the power of 2 of an entropy in bits, the same number.
    """
    logits, targets = np.asarray(logits, dtype="float64"), np.asarray(targets)
    if logits.shape[:-1] != targets.shape or targets.size == 0:
        raise ValueError(
            "logits must have shape (..., classes) and targets (...), not empty. "
            f"Received: logits.shape={logits.shape}, targets.shape={targets.shape}."
        )
    check_ids(targets, logits.shape[-1])
    # BEGIN SOLUTION
    z = logits - logits.max(axis=-1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
    return float(np.exp(-np.take_along_axis(log_p, targets[..., None], axis=-1).mean()))
    # END SOLUTION


def unigram_perplexity(train: np.ndarray, test: np.ndarray, classes: int) -> float:
    r"""Return the perplexity of a text for a model that knows only frequencies.

    .. math:: p(c) = \frac{\mathrm{count}(c) + 1}{T + \mathrm{classes}}

    counted in the training text; the 1 keeps a character that never occurred possible.

    Args:
        train: encoded training text, shape (T,).
        test: encoded text to predict, shape (n,), n >= 1.
        classes: size of the vocabulary.

    Returns:
        A Python float, at least 1.

    Raises:
        ValueError: if there is nothing to predict, or a character is out of range.

    Example:
        >>> round(unigram_perplexity(np.array([0, 0, 1]), np.array([0]), classes=2), 4)  # 5 / 3
        1.6667
    """
    if len(test) == 0:
        raise ValueError("test must hold at least one character. Received: none.")
    train, test = check_ids(train, classes), check_ids(test, classes)
    # BEGIN SOLUTION
    p = (np.bincount(train, minlength=classes) + 1) / (len(train) + classes)
    return float(np.exp(-np.log(p[test]).mean()))
    # END SOLUTION


def bigram_perplexity(train: np.ndarray, test: np.ndarray, classes: int) -> float:
    r"""Return the perplexity of a text for a model that knows the last character.

    .. math::
        p(b | a) = \frac{\mathrm{count}(a b) + 1}{\sum_c \mathrm{count}(a c) + \mathrm{classes}}

    Args:
        train: encoded training text, shape (T,), T >= 2.
        test: encoded text, shape (n,), n >= 2; characters 2 to n are predicted.
        classes: size of the vocabulary.

    Returns:
        A Python float, at least 1.

    Raises:
        ValueError: if a text has fewer than two characters, or one out of range.

    Example:
        >>> alternating = np.array([0, 1, 0, 1, 0, 1, 0])  # 3 times 01, 3 times 10
        >>> bigram_perplexity(alternating, np.array([0, 1, 0]), classes=2)  # (3 + 2) / (3 + 1)
        1.25
    """
    if min(len(train), len(test)) < 2:
        raise ValueError(
            "both texts must hold two or more characters. "
            f"Received: {len(train)} and {len(test)} characters."
        )
    train, test = check_ids(train, classes), check_ids(test, classes)
    # BEGIN SOLUTION
    counts = np.ones((classes, classes))
    np.add.at(counts, (train[:-1], train[1:]), 1)
    p = counts / counts.sum(axis=1, keepdims=True)
    return float(np.exp(-np.log(p[test[:-1], test[1:]]).mean()))
    # END SOLUTION
