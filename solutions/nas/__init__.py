"""Neural architecture search: an optimiser over architectures instead of weights.

Theory of operation. Three parts, independent of each other: a *search space* says which
architectures exist, a *fitness* says how good one is, a *strategy* says which one to try next.

    architecture   a tuple of layers, each (units, activation, dropout rate): plain Python values
    fitness        (1 - w) * accuracy + w * gradient health, after a short seeded training
    random search  independent draws from the space: the baseline every strategy must beat
    evolution      regularised ("aging") evolution: the parent is the best of a small random sample
                   of the population, its mutated child enters, the *oldest* member leaves

One evaluation is one call of the fitness. A search makes exactly ``budget`` of them, takes the
fitness as an argument, and draws everything from one generator: same seed, same search. The
architecture is a hyperparameter: no gradient reaches it, so all a strategy ever sees are fitnesses.

The lecture's ``SimpleNAS`` is random search with the parts ``generate_random_architecture`` (here
``random_architecture``), ``build_model_from_architecture`` (``build_model``) and
``evaluate_architecture`` (``evaluate``).

space.py      ``SearchSpace``, ``random_architecture``
operators.py  ``mutate`` and ``crossover``
model.py      ``build_model`` and its number of parameters in closed form
fitness.py    ``gradient_health``, ``evaluate``, ``score``
search.py     ``random_search``, ``tournament``, ``evolutionary_search``
results.py    the leaderboard and the recommendation
demo.py       the demonstration: both strategies on a space that is evaluated completely

References: E. Real, A. Aggarwal, Y. Huang, Q. V. Le, "Regularized Evolution for Image Classifier
Architecture Search", AAAI 2019, arXiv:1802.01548, Algorithm 1. L. Li, A. Talwalkar, "Random Search
and Reproducibility for Neural Architecture Search", UAI 2019, arXiv:1902.07638.
"""

from solutions.nas.fitness import Evaluation, evaluate, gradient_health, score
from solutions.nas.model import build_model, count_parameters
from solutions.nas.operators import crossover, mutate
from solutions.nas.results import describe, leaderboard, recommend
from solutions.nas.search import (
    Trial,
    assess,
    best_so_far,
    evolutionary_search,
    random_search,
    tournament,
)
from solutions.nas.space import SearchSpace, choose, random_architecture

__all__ = [
    "Evaluation",
    "SearchSpace",
    "Trial",
    "assess",
    "best_so_far",
    "build_model",
    "choose",
    "count_parameters",
    "crossover",
    "describe",
    "evaluate",
    "evolutionary_search",
    "gradient_health",
    "leaderboard",
    "mutate",
    "random_architecture",
    "random_search",
    "recommend",
    "score",
    "tournament",
]
