"""From the description of an architecture to a Keras model."""

from __future__ import annotations

import keras

from solutions.nas.space import SearchSpace


def build_model(architecture: tuple, space: SearchSpace, seed: int = 0) -> keras.Sequential:
    """Build the network: every hidden layer as described, then ``space.outputs`` linear units.

    Each layer is ``Dense(units, activation)``, followed by ``Dropout(rate)`` where the rate is
    positive, the first layer like all others. The outputs are logits. (The lecture's
    ``build_model_from_architecture``, which leaves out the first dropout.)

    Args:
        architecture: layers (units, activation, dropout_rate), from input to output.
        space: gives ``input_width`` and ``outputs``.
        seed: seed of the initial kernels (Glorot uniform) and the dropout masks: two models built
            with the same seed start from the same weights. Defaults to 0.

    Returns:
        A built ``keras.Sequential`` model from (n, input_width) to (n, outputs).

    Raises:
        ValueError: if the architecture has no layer.

    Example:
        >>> space = SearchSpace(input_width=4, outputs=3)
        >>> model = build_model([(8, "relu", 0.2)], space)
        >>> [type(layer).__name__ for layer in model.layers], model.count_params()
        (['Dense', 'Dropout', 'Dense'], 67)
    """
    if len(architecture) == 0:
        raise ValueError("architecture must have at least one layer. Received: none.")
    # BEGIN SOLUTION
    seeds = iter(range(1000 * seed, 1000 * (seed + 1)))  # one for each layer: none is shared
    model = keras.Sequential([keras.Input((space.input_width,))])
    for units, activation, rate in architecture:
        kernel_initializer = keras.initializers.GlorotUniform(seed=next(seeds))
        model.add(keras.layers.Dense(units, activation, kernel_initializer=kernel_initializer))
        if rate > 0:
            model.add(keras.layers.Dropout(rate, seed=next(seeds)))
    kernel_initializer = keras.initializers.GlorotUniform(seed=next(seeds))
    model.add(keras.layers.Dense(space.outputs, kernel_initializer=kernel_initializer))
    return model
    # END SOLUTION


def count_parameters(architecture: tuple, space: SearchSpace) -> int:
    """Return the number of weights and biases without building the model.

    n = sum over consecutive widths of (fan_in + 1) * fan_out

    Args:
        architecture: layers (units, activation, dropout_rate).
        space: gives ``input_width`` and ``outputs``.

    Returns:
        The number of trainable parameters.

    Example:
        >>> count_parameters([(8, "relu", 0.2)], SearchSpace(4, 3))  # 5 * 8 + 9 * 3
        67
    """
    # BEGIN SOLUTION
    widths = [space.input_width, *(layer[0] for layer in architecture), space.outputs]
    return sum((widths[i] + 1) * widths[i + 1] for i in range(len(widths) - 1))
    # END SOLUTION
