"""What a search is for: the leaderboard and the recommendation."""

from __future__ import annotations

from collections.abc import Sequence

from solutions.nas.model import count_parameters
from solutions.nas.search import Trial
from solutions.nas.space import SearchSpace


def describe(architecture: tuple) -> str:
    """Return the architecture as text, from input to output.

    Args:
        architecture: layers (units, activation, dropout_rate).

    Returns:
        ``"units activation"`` for each layer, with its dropout rate where that is positive.

    Example:
        >>> describe([(32, "relu", 0.0), (16, "tanh", 0.1)])
        '32 relu > 16 tanh (dropout 0.1)'
    """
    return " > ".join(
        f"{units} {activation}" + f" (dropout {rate})" * (rate > 0)
        for units, activation, rate in architecture
    )


def leaderboard(history: Sequence[Trial], count: int = 5) -> list[Trial]:
    """Return the ``count`` fittest trials, the best first, every architecture once.

    Args:
        history: trials in any order; an architecture tried again counts with its best fitness.
        count: how many to return at most, 1 or more. Defaults to 5.

    Returns:
        At most ``count`` trials with falling fitness; among equals the first tried comes first.

    Raises:
        ValueError: if ``history`` is empty or ``count`` is less than 1.

    Example:
        >>> [t.architecture for t in leaderboard([Trial("a", 1.0), Trial("b", 2.0), Trial("b", 2)])]
        ['b', 'a']
    """
    if len(history) == 0 or count < 1:
        raise ValueError(
            "leaderboard needs at least one trial and one place. "
            f"Received: {len(history)} trials, count={count}."
        )
    # BEGIN SOLUTION
    ranked = sorted(history, key=lambda trial: trial.fitness, reverse=True)
    first_of_each = {}
    for trial in ranked:
        first_of_each.setdefault(trial.architecture, trial)
    return list(first_of_each.values())[:count]
    # END SOLUTION


def recommend(history: Sequence[Trial], space: SearchSpace, tolerance: float = 0.0) -> Trial:
    """Return the smallest architecture whose fitness is within ``tolerance`` of the best.

    The best fitness of one search is partly luck; among architectures that close, the one with the
    fewest parameters is the better bet.

    Args:
        history: one or more trials.
        space: gives input width and outputs for the number of parameters.
        tolerance: how far below the best fitness may lie, 0 or more. Defaults to 0.

    Returns:
        The trial; among equally small ones the fittest.

    Raises:
        ValueError: if ``history`` is empty or ``tolerance`` is negative.

    Example:
        >>> small, large = ((8, "relu", 0.0),), ((64, "relu", 0.0),)
        >>> history = [Trial(large, 0.95), Trial(small, 0.94)]
        >>> recommend(history, SearchSpace(4, 3), tolerance=0.02).architecture == small
        True
    """
    if len(history) == 0 or not tolerance >= 0:
        raise ValueError(
            "recommend needs at least one trial and a tolerance of 0 or more. "
            f"Received: {len(history)} trials, tolerance={tolerance}."
        )
    # BEGIN SOLUTION
    best = max(trial.fitness for trial in history)
    close = [trial for trial in history if trial.fitness >= best - tolerance]
    return min(close, key=lambda t: (count_parameters(t.architecture, space), -t.fitness))
    # END SOLUTION
