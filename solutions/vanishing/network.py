"""A deep, narrow network: the subject of every measurement here."""

from __future__ import annotations

from collections.abc import Callable

import keras


def seeded(initializer: str | keras.initializers.Initializer, seed: int):
    """Return a copy of a random initializer that draws from this seed.

    Two layers of one shape that share an integer seed would get the same weights: Keras draws
    the same values at every call. Hence one seed for each layer.

    Args:
        initializer: name known to ``keras.initializers``, or an instance with a ``seed``.
        seed: an integer.

    Returns:
        A new initializer of the same class and configuration.

    Raises:
        ValueError: if Keras does not know the name, or the initializer is not random.

    Example:
        >>> seeded("glorot_uniform", 3).seed
        3
    """
    template = keras.initializers.get(initializer)
    config = template.get_config()
    if "seed" not in config:
        raise ValueError(f"initializer must be a random one. Received: initializer={initializer}.")
    return template.from_config({**config, "seed": seed})


def build_deep_network(
    depth: int,
    width: int = 64,
    inputs: int = 10,
    activation: str | Callable = "sigmoid",
    initializer: str | keras.initializers.Initializer = "glorot_uniform",
    output_activation: str | Callable = "sigmoid",
    seed: int = 0,
) -> keras.Sequential:
    """Build a fully connected network with one output.

    An ``Input``, then ``depth - 1`` hidden ``Dense(width, activation)``, then one
    ``Dense(1, output_activation)``. Kernel number l (from 0) is drawn by
    ``seeded(initializer, seed + l)``; biases start at 0.

    Args:
        depth: number of Dense layers, the output layer included; at least 1.
        width: units of a hidden layer, at least 1. Defaults to 64.
        inputs: number of input features, at least 1. Defaults to 10.
        activation: activation function of the hidden layers. Defaults to sigmoid.
        initializer: random initializer of every kernel. Defaults to Glorot uniform.
        output_activation: activation function of the output layer. Defaults to sigmoid.
        seed: seed of the first kernel. Defaults to 0.

    Returns:
        A built ``keras.Sequential``: (batch, inputs) -> (batch, 1).

    Raises:
        ValueError: if ``depth``, ``width`` or ``inputs`` is below 1, Keras does not know a name, or
            ``initializer`` is not random.

    Example:
        >>> model = build_deep_network(depth=6)
        >>> len(model.layers), model.output_shape
        (6, (None, 1))

    Reference:
        The network of the lecture's demonstration (lecture notes, 1.3), at any depth.
    """
    if min(depth, width, inputs) < 1:
        raise ValueError(
            "depth, width and inputs must be at least 1. "
            f"Received: depth={depth}, width={width}, inputs={inputs}."
        )
    # BEGIN SOLUTION
    model = keras.Sequential([keras.Input((inputs,))])
    for l in range(depth):
        last = l == depth - 1
        model.add(
            keras.layers.Dense(
                1 if last else width,
                activation=output_activation if last else activation,
                kernel_initializer=seeded(initializer, seed + l),
            )
        )
    return model
    # END SOLUTION
