"""The network: embedding, one recurrent layer, logits."""

from __future__ import annotations

import keras


def build_char_model(
    kind: str, classes: int, units: int = 96, embedding: int = 16, seed: int = 0
) -> keras.Sequential:
    """Return a network that gives, at each position, logits for the next character.

    ``Embedding``, then ``LSTM`` or ``GRU`` over all positions (state zero at the start of each
    sequence), then ``Dense`` without activation.

    Args:
        kind: ``"lstm"`` or ``"gru"``.
        classes: size of the vocabulary, positive.
        units: size of the state. Defaults to 96.
        embedding: size of a character's vector. Defaults to 16.
        seed: seed of the initial weights, one number for each random initializer counting up.
            Defaults to 0.

    Returns:
        A built model from integers (batch, length) to (batch, length, classes), any length.

    Raises:
        ValueError: if ``kind`` is unknown or a number is not positive.

    Example:
        >>> build_char_model("gru", classes=30).output_shape
        (None, None, 30)
    """
    cells = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if kind not in cells:
        raise ValueError(f"kind must be one of {list(cells)}. Received: kind={kind!r}.")
    if min(classes, units, embedding) < 1:
        raise ValueError(
            "classes, units and embedding must be positive. "
            f"Received: classes={classes}, units={units}, embedding={embedding}."
        )
    start = keras.initializers
    # BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(classes, embedding, start.RandomUniform(seed=seed)),
            cells[kind](
                units,
                return_sequences=True,
                kernel_initializer=start.GlorotUniform(seed=seed + 1),
                recurrent_initializer=start.Orthogonal(seed=seed + 2),
            ),
            keras.layers.Dense(classes, kernel_initializer=start.GlorotUniform(seed=seed + 3)),
        ]
    )
    # END SOLUTION
