"""Plain and residual networks with the same number of weight layers: 2 * blocks + 2."""

from __future__ import annotations

import keras

from solutions.residual.layers import ResidualBlock


def check_sizes(blocks: int, **widths: int) -> None:
    """Refuse a network that cannot be built.

    Args:
        blocks: number of blocks, not negative.
        **widths: numbers of units, each at least 1, by the name to use in messages.

    Raises:
        ValueError: if one of them is out of range.

    Example:
        >>> check_sizes(blocks=3, units=64)
    """
    if not blocks >= 0:
        raise ValueError(f"blocks must not be negative. Received: blocks={blocks}.")
    for name, width in widths.items():
        if not width >= 1:
            raise ValueError(f"{name} must be at least 1. Received: {name}={width}.")


def plain_network(
    blocks: int,
    units: int = 64,
    features: int = 64,
    classes: int = 10,
    kernel_initializer: str = "glorot_uniform",
) -> keras.Sequential:
    """Return a stack of dense ReLU layers, two in place of each residual block.

    Layers, in this order: ``stem`` (dense, ReLU); for i = 1, 2, ...: ``inner_i`` and ``block_i``
    (dense, ReLU, ``units`` wide), the two layers that a residual block would bridge; ``head``
    (dense, no activation).

    Args:
        blocks: number of pairs of layers, not negative.
        units: width of every hidden layer, at least 1. Defaults to 64.
        features: width of the input, at least 1. Defaults to 64.
        classes: number of logits, at least 1. Defaults to 10.
        kernel_initializer: name of a Keras initializer for every kernel. Defaults to
            "glorot_uniform".

    Returns:
        A built model from (batch, features) to (batch, classes) with 2 * blocks + 2 weight layers.

    Raises:
        ValueError: if a number is out of range or, from Keras, the initializer is unknown.

    Example:
        >>> [layer.name for layer in plain_network(blocks=1).layers]
        ['stem', 'inner_1', 'block_1', 'head']

    Reference:
        He et al. 2015, arXiv:1512.03385, Section 3.3, which compares plain with residual networks.
    """
    check_sizes(blocks, units=units, features=features, classes=classes)
    # BEGIN SOLUTION
    start = {"kernel_initializer": kernel_initializer}
    model = keras.Sequential([keras.Input((features,))])
    model.add(keras.layers.Dense(units, activation="relu", name="stem", **start))
    for i in range(1, blocks + 1):
        model.add(keras.layers.Dense(units, activation="relu", name=f"inner_{i}", **start))
        model.add(keras.layers.Dense(units, activation="relu", name=f"block_{i}", **start))
    model.add(keras.layers.Dense(classes, name="head", **start))
    return model
    # END SOLUTION


def residual_network(
    blocks: int,
    units: int = 64,
    features: int = 64,
    classes: int = 10,
    kernel_initializer: str = "glorot_uniform",
    pre_activation: bool = False,
) -> keras.Sequential:
    """Return the network of ``plain_network`` with a shortcut around every pair of layers.

    Layers, in this order: ``stem`` (dense; ReLU only for post-activation); for i = 1, 2, ...:
    ``block_i`` (``ResidualBlock``); for pre-activation, whose blocks end without one, a ReLU;
    ``head`` (dense, no activation).

    Args:
        blocks: number of residual blocks, not negative.
        units: width of every hidden layer, at least 1. Defaults to 64.
        features: width of the input, at least 1. Defaults to 64.
        classes: number of logits, at least 1. Defaults to 10.
        kernel_initializer: name of a Keras initializer for every kernel. Defaults to
            "glorot_uniform".
        pre_activation: which block. Defaults to False.

    Returns:
        A built model from (batch, features) to (batch, classes), with exactly as many weights as
        the plain network: the identity shortcut has none.

    Raises:
        ValueError: if a number is out of range or, from Keras, the initializer is unknown.

    Example:
        >>> residual_network(blocks=3).count_params() == plain_network(blocks=3).count_params()
        True

    Reference:
        He et al. 2015, arXiv:1512.03385, Section 3.3; with ``pre_activation``: 2016,
        arXiv:1603.05027.
    """
    check_sizes(blocks, units=units, features=features, classes=classes)
    # BEGIN SOLUTION
    start = {"kernel_initializer": kernel_initializer}
    model = keras.Sequential([keras.Input((features,))])
    stem_activation = None if pre_activation else "relu"
    model.add(keras.layers.Dense(units, activation=stem_activation, name="stem", **start))
    for i in range(1, blocks + 1):
        model.add(ResidualBlock(units, pre_activation, name=f"block_{i}", **start))
    if pre_activation:
        model.add(keras.layers.ReLU(name="last_relu"))
    model.add(keras.layers.Dense(classes, name="head", **start))
    return model
    # END SOLUTION
