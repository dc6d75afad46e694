"""The genetic operators: one small change, and a child of two parents."""

from __future__ import annotations

import numpy as np

from solutions.nas.space import SearchSpace, choose


def mutate(architecture: tuple, space: SearchSpace, rng: np.random.Generator | int) -> tuple:
    """Return a copy of the architecture with exactly one thing changed.

    What changes is drawn uniformly among the things with at least two choices in ``space``:

    * the depth: another allowed depth; layers are removed at random positions, or random layers
      inserted at random positions;
    * the units, the activation or the dropout rate of one random layer: another allowed value.

    Args:
        architecture: a member of ``space``; not modified.
        space: the space that the result stays in.
        rng: a NumPy generator, or a seed for a new one.

    Returns:
        A member of ``space`` that differs from ``architecture``.

    Raises:
        ValueError: if ``architecture`` is not in ``space`` or the space has nothing else to offer.

    Example:
        >>> space = SearchSpace(4, 3, layers=(1,), units=(8, 16), activations=("relu",))
        >>> mutate(((8, "relu", 0.0),), space, rng=0)
        ((16, 'relu', 0.0),)
    """
    if architecture not in space:
        raise ValueError(f"architecture must be in the space. Received: {architecture}.")
    if space.size() == 1:
        raise ValueError("the space must hold two or more architectures. Received: a space of one.")
    # BEGIN SOLUTION
    rng = np.random.default_rng(rng)
    genes = (space.units, space.activations, space.dropout_rates)
    changeable = [gene for gene, choices in enumerate(genes) if len(choices) > 1]
    changed = [tuple(layer) for layer in architecture]
    gene = choose(changeable + ["depth"] * (len(space.layers) > 1), rng)
    if gene == "depth":
        depth = choose([d for d in space.layers if d != len(architecture)], rng)
        while len(changed) > depth:
            del changed[int(rng.integers(len(changed)))]
        while len(changed) < depth:
            new = tuple(choose(choices, rng) for choices in genes)
            changed.insert(int(rng.integers(len(changed) + 1)), new)
    else:
        position = int(rng.integers(len(changed)))
        layer = list(changed[position])
        layer[gene] = choose([value for value in genes[gene] if value != layer[gene]], rng)
        changed[position] = tuple(layer)
    return tuple(changed)
    # END SOLUTION


def crossover(first: tuple, second: tuple, rng: np.random.Generator | int) -> tuple:
    """Return a child of two architectures: uniform crossover, layer by layer.

    The depth is that of one parent, drawn with probability 1/2. At each position the layer, whole,
    comes from one of the parents that have a layer there, each with the same probability.

    Args:
        first: one parent; not modified.
        second: the other.
        rng: a NumPy generator, or a seed for a new one.

    Returns:
        The child, a tuple of layers.

    Raises:
        ValueError: if a parent has no layer.

    Example:
        >>> parent = ((8, "relu", 0.0), (16, "tanh", 0.1))
        >>> crossover(parent, parent, rng=0) == parent
        True
    """
    if min(len(first), len(second)) == 0:
        raise ValueError(
            f"parents must have at least one layer. Received: first={first}, second={second}."
        )
    # BEGIN SOLUTION
    rng = np.random.default_rng(rng)
    depth = choose((len(first), len(second)), rng)
    return tuple(
        tuple(choose([p[position] for p in (first, second) if position < len(p)], rng))
        for position in range(depth)
    )
    # END SOLUTION
