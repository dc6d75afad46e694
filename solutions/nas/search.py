"""The search strategies: random search and regularised evolution."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from solutions.nas.operators import crossover, mutate
from solutions.nas.space import SearchSpace, random_architecture


class Trial(NamedTuple):
    """An architecture that was tried, and its fitness (higher is better)."""

    architecture: tuple
    fitness: float


def assess(architecture: tuple, fitness: Callable[[tuple], float]) -> Trial:
    """Call the fitness once and keep its answer; NaN becomes minus infinity, the worst.

    A comparison with NaN is always false: left as it is, a diverged training could win.

    Args:
        architecture: what to assess.
        fitness: returns a number, higher is better.

    Returns:
        The trial.

    Example:
        >>> assess(((8, "relu", 0.0),), lambda architecture: float("nan")).fitness
        -inf
    """
    # BEGIN SOLUTION
    value = float(fitness(architecture))
    return Trial(architecture, -np.inf if np.isnan(value) else value)
    # END SOLUTION


def random_search(
    space: SearchSpace,
    fitness: Callable[[tuple], float],
    budget: int,
    rng: np.random.Generator | int,
) -> list[Trial]:
    """Try ``budget`` independent random architectures.

    Args:
        space: where to draw from.
        fitness: called exactly ``budget`` times, also for an architecture seen before.
        budget: number of evaluations, 1 or more.
        rng: a NumPy generator, or a seed for a new one; the only source of chance.

    Returns:
        The ``budget`` trials, in the order in which they were made.

    Raises:
        ValueError: if ``budget`` is less than 1.

    Example:
        >>> history = random_search(SearchSpace(4, 3), fitness=len, budget=5, rng=0)
        >>> len(history), all(trial.fitness == len(trial.architecture) for trial in history)
        (5, True)
    """
    if budget < 1:
        raise ValueError(f"budget must be at least 1. Received: budget={budget}.")
    # BEGIN SOLUTION
    rng = np.random.default_rng(rng)
    return [assess(random_architecture(space, rng), fitness) for _ in range(budget)]
    # END SOLUTION


def tournament(
    population: Sequence[Trial], sample_size: int, rng: np.random.Generator | int
) -> Trial:
    """Return the fittest of ``sample_size`` members drawn at random with replacement.

    Args:
        population: one or more trials.
        sample_size: number of draws, 1 or more: 1 is no selection at all.
        rng: a NumPy generator, or a seed for a new one.

    Returns:
        The drawn trial with the highest fitness, the first drawn among equals.

    Raises:
        ValueError: if the population is empty or ``sample_size`` is less than 1.

    Example:
        >>> tournament([Trial("a", 0.1), Trial("b", 0.9)], sample_size=50, rng=0).architecture
        'b'
    """
    if len(population) == 0 or sample_size < 1:
        raise ValueError(
            "tournament needs a population and at least one draw. "
            f"Received: {len(population)} members, sample_size={sample_size}."
        )
    # BEGIN SOLUTION
    rng = np.random.default_rng(rng)
    drawn = [population[int(i)] for i in rng.integers(len(population), size=sample_size)]
    return max(drawn, key=lambda trial: trial.fitness)
    # END SOLUTION


def evolutionary_search(
    space: SearchSpace,
    fitness: Callable[[tuple], float],
    budget: int,
    rng: np.random.Generator | int,
    population_size: int = 8,
    sample_size: int = 3,
    crossover_rate: float = 0.0,
) -> list[Trial]:
    """Search by regularised ("aging") evolution.

    The first ``population_size`` architectures are random. Then, until the budget is spent: the
    parent is the winner of a ``tournament`` in the population, the child is its mutation, the child
    joins and the oldest member leaves, however fit. The population is therefore always the last
    ``population_size`` trials. With probability ``crossover_rate`` a second tournament gives
    another parent, and the child is the mutation of the crossover of both.

    Args:
        space: where to search.
        fitness: called exactly ``budget`` times, also for an architecture seen before.
        budget: number of evaluations, the random ones included, 1 or more.
        rng: a NumPy generator, or a seed for a new one; the only source of chance.
        population_size: members alive at a time, 1 or more. Defaults to 8.
        sample_size: draws of a tournament, 1 or more. Defaults to 3.
        crossover_rate: share of children with two parents, in [0, 1]. Defaults to 0, which is the
            algorithm of the paper.

    Returns:
        The ``budget`` trials, in the order in which they were made.

    Raises:
        ValueError: if ``budget``, ``population_size`` or ``sample_size`` is less than 1,
            ``crossover_rate`` is outside [0, 1], or there is only one architecture, which can have
            no children, and the budget asks for some.

    Example:
        >>> space = SearchSpace(4, 3, layers=(1, 2, 3, 4, 5, 6))
        >>> history = evolutionary_search(space, fitness=len, budget=40, rng=0)
        >>> len(history), max(history, key=lambda trial: trial.fitness).fitness
        (40, 6.0)

    Reference:
        Real et al. 2019, Algorithm 1, where nothing is recombined.
    """
    if min(budget, population_size, sample_size) < 1:
        raise ValueError(
            "budget, population_size and sample_size must be at least 1. Received: "
            f"budget={budget}, population_size={population_size}, sample_size={sample_size}."
        )
    if not 0 <= crossover_rate <= 1:
        raise ValueError(
            f"crossover_rate must be in [0, 1]. Received: crossover_rate={crossover_rate}."
        )
    if budget > population_size and space.size() == 1:
        raise ValueError("the space must hold two or more architectures. Received: a space of one.")
    # BEGIN SOLUTION
    rng = np.random.default_rng(rng)
    history = []
    while len(history) < budget:
        if len(history) < population_size:
            child = random_architecture(space, rng)
        else:
            population = history[-population_size:]
            parent = tournament(population, sample_size, rng).architecture
            if rng.random() < crossover_rate:
                other = tournament(population, sample_size, rng).architecture
                parent = crossover(parent, other, rng)
            child = mutate(parent, space, rng)
        history.append(assess(child, fitness))
    return history
    # END SOLUTION


def best_so_far(history: Sequence[Trial]) -> np.ndarray:
    """Return the highest fitness among the first 1, 2, ..., n trials.

    Args:
        history: n trials in the order in which they were made.

    Returns:
        Array of shape (n,), never falling.

    Example:
        >>> best_so_far([Trial("a", 0.2), Trial("b", 0.1), Trial("c", 0.5)]).tolist()
        [0.2, 0.2, 0.5]
    """
    # BEGIN SOLUTION
    return np.maximum.accumulate([trial.fitness for trial in history])
    # END SOLUTION
