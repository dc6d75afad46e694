"""The search space: which architectures exist, and how one is drawn from it."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np


@dataclass(frozen=True)
class SearchSpace:
    """Fully connected networks with a choice of depth and, for every layer, of its three genes.

    The values given are stored as tuples of plain ``int``, ``str`` and ``float``.

    Args:
        input_width: number of input features, at least 1.
        outputs: number of output units, at least 1.
        layers: the numbers of hidden layers allowed, each at least 1.
        units: the widths allowed, each at least 1.
        activations: names of Keras activations.
        dropout_rates: the dropout rates allowed, each in [0, 1).

    Raises:
        ValueError: if a number is out of range, a list of choices is empty or repeats a value, or a
            choice is of another type or no activation of Keras.

    Example:
        >>> space = SearchSpace(input_width=4, outputs=3, layers=(1, 2), units=(8, 16))
        >>> space.size()  # 2 x 2 x 1 = 4 layers: 4 + 4^2
        20
    """

    input_width: int
    outputs: int
    layers: Sequence[int] = (2, 3, 4, 5)
    units: Sequence[int] = (16, 32, 64, 128)
    activations: Sequence[str] = ("relu", "tanh")
    dropout_rates: Sequence[float] = (0.0,)

    def __post_init__(self):
        kinds = {"layers": int, "units": int, "activations": str, "dropout_rates": float}
        for name, kind in kinds.items():
            given = tuple(getattr(self, name))
            values = tuple(kind(value) for value in given)
            if values != given:
                raise ValueError(f"{name} must be of type {kind.__name__}. Received: {given}.")
            if not values or len(set(values)) < len(values):
                raise ValueError(
                    f"{name} must hold one or more different values. Received: {name}={values}."
                )
            object.__setattr__(self, name, values)
        sizes = (self.input_width, self.outputs, *self.layers, *self.units)
        if not all(size >= 1 and size % 1 == 0 for size in sizes):
            raise ValueError(
                "input_width, outputs, layers and units must be whole numbers of at least 1. "
                f"Received: input_width={self.input_width}, outputs={self.outputs}, "
                f"layers={self.layers}, units={self.units}."
            )
        if not all(0 <= rate < 1 for rate in self.dropout_rates):
            raise ValueError(
                f"dropout_rates must lie in [0, 1). Received: dropout_rates={self.dropout_rates}."
            )
        for name in self.activations:
            keras.activations.get(name)  # raises a ValueError for a name that it does not know

    def __contains__(self, architecture: Sequence[tuple]) -> bool:
        return len(architecture) in self.layers and all(
            units in self.units and activation in self.activations and rate in self.dropout_rates
            for units, activation, rate in architecture
        )

    def architectures(self) -> Iterator[tuple]:
        """Yield every architecture of the space, each once, shallow ones first."""
        layers = list(itertools.product(self.units, self.activations, self.dropout_rates))
        for depth in sorted(self.layers):
            yield from itertools.product(layers, repeat=depth)

    def size(self) -> int:
        """Return how many architectures there are, without drawing up the list."""
        choices = len(self.units) * len(self.activations) * len(self.dropout_rates)
        return sum(choices**depth for depth in self.layers)


def choose(options: Sequence[Any], rng: np.random.Generator | int) -> Any:
    """Return one of the options, each with the same probability, as the object that it is.

    ``np.random.choice`` would return ``numpy.int64`` or ``numpy.str_``, which JSON refuses.

    Args:
        options: one or more objects.
        rng: a NumPy generator, or a seed for a new one.

    Returns:
        ``options[i]``, with its own type.

    Raises:
        ValueError: if there is no option.

    Example:
        >>> type(choose((16, 32, 64), rng=0)).__name__
        'int'
    """
    if len(options) == 0:
        raise ValueError("options must hold at least one object. Received: none.")
    # BEGIN SOLUTION
    rng = np.random.default_rng(rng)
    return options[int(rng.integers(len(options)))]
    # END SOLUTION


def random_architecture(space: SearchSpace, rng: np.random.Generator | int) -> tuple:
    """Draw a depth uniformly, then every gene of every layer uniformly and independently.

    The lecture's ``generate_random_architecture``, with a seed.

    Args:
        space: what may be drawn.
        rng: a NumPy generator, or a seed for a new one. Nothing else may be a source of chance:
            the same seed gives the same architecture.

    Returns:
        A tuple of layers (units, activation, dropout_rate): ``int``, ``str``, ``float``, never
        NumPy scalars.

    Example:
        >>> space = SearchSpace(4, 3, layers=(2,), units=(8,), activations=("relu",))
        >>> random_architecture(space, rng=0)
        ((8, 'relu', 0.0), (8, 'relu', 0.0))
    """
    # BEGIN SOLUTION
    rng = np.random.default_rng(rng)
    depth = choose(space.layers, rng)
    return tuple(
        (
            choose(space.units, rng),
            choose(space.activations, rng),
            choose(space.dropout_rates, rng),
        )
        for _ in range(depth)
    )
    # END SOLUTION
