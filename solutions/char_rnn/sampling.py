"""Writing: from logits to a character, from characters to a text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def tempered_probabilities(logits: np.ndarray, temperature: float) -> np.ndarray:
    r"""Return the probabilities at a temperature.

    .. math:: p = \mathrm{softmax}(z / \tau)

    Args:
        logits: shape (classes,), finite.
        temperature: tau, not negative. 1 is the model's own distribution; 0, the limit, puts all
            probability on the largest logit (the first of several).

    Returns:
        float64 array of shape (classes,), summing to 1.

    Raises:
        ValueError: if ``temperature`` is negative or ``logits`` is not of rank 1.

    Example:
        >>> tempered_probabilities(np.log([1.0, 3.0]), 0.5).round(6).tolist()  # 1 : 9
        [0.1, 0.9]
        >>> tempered_probabilities(np.array([2.0, 1.0]), 0).tolist()
        [1.0, 0.0]

    Reference:
        D. Ackley, G. Hinton, T. Sejnowski, A learning algorithm for Boltzmann machines, 1985:
        the Boltzmann distribution with energies -z.
    """
    if not temperature >= 0:
        raise ValueError(f"temperature must not be negative. Received: {temperature=}.")
    logits = np.asarray(logits, dtype="float64")
    if logits.ndim != 1 or len(logits) == 0:
        raise ValueError(f"logits must have shape (classes,). Received: shape {logits.shape}.")
    # BEGIN SOLUTION
    if temperature == 0:
        return np.eye(len(logits))[np.argmax(logits)]
    e = np.exp((logits - logits.max()) / temperature)
    return e / e.sum()
    # END SOLUTION


def sample(logits: np.ndarray, temperature: float, rng: np.random.Generator) -> int:
    """Draw one character.

    Args:
        logits: shape (classes,), finite.
        temperature: not negative, see ``tempered_probabilities``.
        rng: NumPy generator.

    Returns:
        The number of the character, a Python int.

    Raises:
        ValueError: as ``tempered_probabilities``.

    Example:
        >>> sample(np.array([0.0, 5.0, 1.0]), 0, np.random.default_rng(0))
        1
    """
    # BEGIN SOLUTION
    p = tempered_probabilities(logits, temperature)
    return int(rng.choice(len(p), p=p))
    # END SOLUTION


def generate(
    predict: Callable[[np.ndarray], np.ndarray],
    prompt: np.ndarray,
    length: int,
    temperature: float,
    rng: np.random.Generator,
    context: int = 64,
) -> np.ndarray:
    """Continue a text, one character at a time.

    Args:
        predict: from integers (1, n) to logits (1, n, classes); a Keras model will do.
        prompt: encoded start of the text, shape (m,), m >= 1.
        length: how many characters to add, not negative.
        temperature: not negative.
        rng: NumPy generator; one draw for each character.
        context: at most so many of the last characters are read for the next one. Defaults to 64.

    Returns:
        Integer array of shape (m + length,): the prompt and its continuation.

    Raises:
        ValueError: if the prompt is empty or a number is out of range.

    Example:
        >>> def next_is_the_same(ids):
        ...     return 9.0 * np.eye(3)[ids]
        >>> generate(next_is_the_same, np.array([2]), 3, 0, np.random.default_rng(0)).tolist()
        [2, 2, 2, 2]
    """
    if len(prompt) == 0 or length < 0 or context < 1:
        raise ValueError(
            "prompt must not be empty, length not negative, context at least 1. "
            f"Received: {len(prompt)} characters, length={length}, context={context}."
        )
    # BEGIN SOLUTION
    ids = list(prompt)
    for _ in range(length):
        logits = np.asarray(predict(np.array([ids[-context:]])))  # (1, n, classes)
        ids.append(sample(logits[0, -1], temperature, rng))
    return np.array(ids)
    # END SOLUTION
