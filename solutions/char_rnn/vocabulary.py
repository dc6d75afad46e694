"""Characters to integers and back, and a text cut into windows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def vocabulary(text: str) -> list[str]:
    """Return the different characters of a text, sorted.

    Args:
        text: at least one character.

    Returns:
        A list of one-character strings; the number of a character is its place in it.

    Raises:
        ValueError: if the text is empty.

    Example:
        >>> vocabulary("abba!")
        ['!', 'a', 'b']
    """
    if not text:
        raise ValueError("text must hold at least one character. Received: an empty text.")
    # BEGIN SOLUTION
    return sorted(set(text))
    # END SOLUTION


def encode(text: str, characters: Sequence[str]) -> np.ndarray:
    """Return the number of every character.

    Args:
        text: the text.
        characters: the vocabulary.

    Returns:
        Integer array (int32) of shape (len(text),).

    Raises:
        ValueError: if the text has a character that the vocabulary has not.

    Example:
        >>> encode("bad", ["a", "b", "c", "d"]).tolist()
        [1, 0, 3]
    """
    unknown = sorted(set(text) - set(characters))
    if unknown:
        raise ValueError(f"text must consist of known characters. Received: {unknown}.")
    # BEGIN SOLUTION
    number = {character: i for i, character in enumerate(characters)}
    return np.array([number[character] for character in text], dtype="int32")
    # END SOLUTION


def check_ids(ids: Sequence[int], classes: int) -> np.ndarray:
    """Return character numbers as an array; refuse numbers that stand for no character.

    Args:
        ids: integers in 0 ... classes - 1, any shape.
        classes: size of the vocabulary.

    Returns:
        Integer array of the same shape.

    Raises:
        ValueError: if a number is out of range; -1 would silently be read as the last character.

    Example:
        >>> check_ids([0, 2], classes=3).tolist()
        [0, 2]
    """
    ids = np.asarray(ids)
    if ids.size and not 0 <= ids.min() <= ids.max() < classes:
        raise ValueError(
            f"characters must be numbered from 0 to {classes - 1}. "
            f"Received: numbers from {ids.min()} to {ids.max()}."
        )
    return ids


def decode(ids: Sequence[int], characters: Sequence[str]) -> str:
    """Return the text of these numbers.

    Args:
        ids: integers in 0 ... len(characters) - 1.
        characters: the vocabulary.

    Returns:
        A string.

    Raises:
        ValueError: if a number is out of range.

    Example:
        >>> decode([1, 0, 3], ["a", "b", "c", "d"])
        'bad'
    """
    ids = check_ids(ids, len(characters))
    # BEGIN SOLUTION
    return "".join(characters[i] for i in ids)
    # END SOLUTION


def windows(ids: np.ndarray, length: int, stride: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Cut a text into windows, each with the same window one character later.

    Window k starts at character ``k * stride``; targets[k, t] is the character that follows
    inputs[k, t]. A rest that does not fill a window is left out.

    Args:
        ids: encoded text, shape (T,).
        length: characters of a window, at least 1, below T.
        stride: characters between the starts of two windows, at least 1. Defaults to 1.

    Returns:
        Inputs and targets, both of shape ((T - 1 - length) // stride + 1, length).

    Raises:
        ValueError: if ``length`` or ``stride`` is out of range.

    Example:
        >>> inputs, targets = windows(np.arange(6), length=3, stride=2)
        >>> inputs.tolist(), targets.tolist()
        ([[0, 1, 2], [2, 3, 4]], [[1, 2, 3], [3, 4, 5]])
    """
    if stride < 1 or not 1 <= length < len(ids):
        raise ValueError(
            "stride must be at least 1, and length from 1 to one less than the text has. "
            f"Received: length={length}, stride={stride}, {len(ids)} characters."
        )
    # BEGIN SOLUTION
    starts = np.arange(0, len(ids) - length, stride)
    index = starts[:, None] + np.arange(length)  # (windows, length)
    return ids[index], ids[index + 1]
    # END SOLUTION
