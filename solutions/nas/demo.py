"""The demonstration of architecture search, on a space small enough to evaluate completely."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import spearmanr

from solutions.data import load
from solutions.nas.fitness import evaluate, score
from solutions.nas.model import count_parameters
from solutions.nas.results import describe, leaderboard, recommend
from solutions.nas.search import Trial, best_so_far, evolutionary_search, random_search
from solutions.nas.space import SearchSpace
from solutions.report import Claim, Demonstration, Figure, Table

SPACE = SearchSpace(64, 10, layers=(2, 3), units=(8, 32), activations=("relu", "sigmoid"))
OBVIOUS = ((32, "relu", 0.0),) * 2  # what one would try first by hand
BUDGET, SEEDS, POPULATION = 24, 300, 6
TRAINING_SEEDS = (1, 2, 3)
STRATEGIES = {
    "random search": (random_search, {}, ("x", ":")),
    "evolution": (evolutionary_search, {"population_size": POPULATION}, ("o", "-")),
    "evolution with crossover": (
        evolutionary_search,
        {"population_size": POPULATION, "crossover_rate": 0.5},
        ("s", "--"),
    ),
}


def demonstrate(say=print) -> Demonstration:
    """Evaluate every architecture once, replay the searches on the table, question the result."""
    digits = load("digits")
    data = (digits.x_train[:600], digits.y_train[:600], digits.x_train[600:], digits.y_train[600:])
    say(f"evaluating all {SPACE.size()} architectures")
    evaluations = {a: evaluate(a, SPACE, data) for a in SPACE.architectures()}
    fitness = {a: score(e) for a, e in evaluations.items()}
    say(f"{SEEDS} searches of each strategy, {BUDGET} evaluations each")
    optimum = max(fitness.values())
    gaps = {
        name: np.array(
            [
                optimum - best_so_far(search(SPACE, fitness.get, BUDGET, seed, **options))
                for seed in range(SEEDS)
            ]
        )
        for name, (search, options, _) in STRATEGIES.items()
    }
    history = evolutionary_search(SPACE, fitness.get, BUDGET, 0, population_size=POPULATION)
    top = leaderboard(history, 5)
    say("the leaders again, with other training seeds and on the test set")
    test_data = (*data[:2], digits.x_test, digits.y_test)
    repeated = {
        architecture: [evaluate(architecture, SPACE, test_data, seed=s) for s in TRAINING_SEEDS]
        for architecture in dict.fromkeys([*(trial.architecture for trial in top), OBVIOUS])
    }
    recommended = recommend(history, SPACE, tolerance=0.02).architecture
    return Demonstration(
        title="Neural architecture search",
        summary=(
            f"Digits, 600 training examples, 60 SGD steps an evaluation, {SPACE.size()} "
            "architectures. All are evaluated once; the searches then read their fitness from that "
            "table, so that hundreds of them cost nothing and the true optimum is known. "
            f"Recommended after one search: {describe(recommended)}."
        ),
        tables=[_strategy_table(gaps), _leader_table(top, evaluations, repeated)],
        figures=[_search_figure(gaps), _health_figure(evaluations)],
        claims=[
            _evolution_claim(gaps),
            _health_claim(evaluations),
            _novelty_claim(top[0], repeated),
            _noise_claim(top, repeated),
        ],
    )


def _strategy_table(gaps) -> Table:
    return Table(
        f"Fitness missing to the optimum after {BUDGET} evaluations, {SEEDS} seeds",
        ["strategy", "mean gap", "worst gap", "optimum found"],
        [
            [name, gap[:, -1].mean(), gap[:, -1].max(), f"{(gap[:, -1] == 0).mean():.0%}"]
            for name, gap in gaps.items()
        ],
    )


def _leader_table(top: list[Trial], evaluations, repeated) -> Table:
    rows = []
    for trial in top:
        test = [e.accuracy for e in repeated[trial.architecture]]
        rows.append(
            [
                describe(trial.architecture),
                count_parameters(trial.architecture, SPACE),
                trial.fitness,
                evaluations[trial.architecture].accuracy,
                evaluations[trial.architecture].health,
                f"{np.mean(test):.3f} +- {np.std(test, ddof=1):.3f}",
            ]
        )
    return Table(
        f"The five best of one search; test accuracy over {len(TRAINING_SEEDS)} other seeds",
        ["architecture", "parameters", "fitness", "validation", "gradient health", "test"],
        rows,
    )


def _evolution_claim(gaps) -> Claim:
    gain = gaps["random search"][:, -1] - gaps["evolution"][:, -1]  # paired: same first draws
    margin = 1.96 * gain.std(ddof=1) / np.sqrt(SEEDS)
    return Claim(
        "Evolution finds better architectures than random trial and error.",
        f"at {BUDGET} evaluations each, evolution ends {gain.mean():.4f} +- {margin:.4f} (95 %) "
        f"ahead in fitness over {SEEDS} seeds; it is ahead in {(gain > 0).mean():.0%} of them, "
        f"level in {(gain == 0).mean():.0%} and behind in {(gain < 0).mean():.0%}.",
        bool(gain.mean() > margin),
    )


def _health_claim(evaluations) -> Claim:
    accuracy, health, _ = np.array(list(evaluations.values())).T
    rank = spearmanr(health, accuracy)
    best = np.argsort(-accuracy)[:10]
    return Claim(
        "NAS finds gradient-friendly architectures.",
        "judged by accuracy alone, the ten best have a mean gradient health of "
        f"{health[best].mean():.2f} against {health.mean():.2f} in the whole space; the rank "
        f"correlation of health and accuracy is {rank.statistic:.2f} (p = {rank.pvalue:.0e}).",
        bool(rank.statistic > 0 and rank.pvalue < 0.01),
    )


def _novelty_claim(best: Trial, repeated) -> Claim:
    found, obvious = (
        np.mean([e.accuracy for e in repeated[a]]) for a in (best.architecture, OBVIOUS)
    )
    is_obvious = best.architecture == OBVIOUS
    return Claim(
        "The result is architectures that humans never would have conceived.",
        f"the search ends at {describe(best.architecture)} with a test accuracy of {found:.3f}"
        + ("; it is" if is_obvious else f", {obvious:.3f} for {describe(OBVIOUS)},")
        + " what one would try first by hand.",
        bool(not is_obvious and found > obvious),
    )


def _noise_claim(top: list[Trial], repeated) -> Claim:
    spread = np.sqrt(
        np.mean([np.var([e.accuracy for e in runs], ddof=1) for runs in repeated.values()])
    )
    lead = top[0].fitness - top[1].fitness
    return Claim(
        "One short training tells which architecture is better.",
        f"the best is {lead:.3f} ahead of the second in fitness, while the accuracy of one "
        f"architecture varies with the training seed by a standard deviation of {spread:.3f}.",
        bool(lead > 2 * spread),
    )


def _search_figure(gaps) -> Figure:
    def told(evaluations: int) -> str:
        ends = (f"{name} {gap[:, evaluations - 1].mean():.3f}" for name, gap in gaps.items())
        return f"After {evaluations}: {', '.join(ends)}"

    figure, axes = plt.subplots(figsize=(7, 4.5))
    for name, gap in gaps.items():
        marker, line = STRATEGIES[name][2]
        axes.errorbar(
            np.arange(1, BUDGET + 1), gap.mean(axis=0),
            1.96 * gap.std(axis=0, ddof=1) / np.sqrt(SEEDS),
            marker=marker, linestyle=line, markevery=2, capsize=2, errorevery=2, label=name,
        )  # fmt: skip
    axes.axvline(POPULATION, color="grey", linewidth=1)
    axes.annotate("first children", (POPULATION + 0.2, axes.get_ylim()[1] * 0.8), color="dimgrey")
    axes.set_yscale("log")
    axes.set_xlabel("evaluations")
    axes.set_ylabel("fitness missing to the optimum")
    axes.set_title("Search strategies at equal budget")
    axes.grid(alpha=0.3, which="both")
    axes.legend(loc="lower left")
    return Figure(
        "search_strategies",
        figure,
        f"Mean of {SEEDS} seeds with 95 % intervals. All strategies draw the same first "
        f"{POPULATION} architectures.",
        "Distance to the best fitness of the space against the number of evaluations. The curves "
        f"are one until the first children. {told(POPULATION)}; {told(BUDGET)}.",
    )


def _health_figure(evaluations) -> Figure:
    figure, axes = plt.subplots(figsize=(7, 4.5))
    told = []
    for count, marker in enumerate("os^x"):
        points = [
            (e.health, e.accuracy)
            for architecture, e in evaluations.items()
            if sum(layer[1] == "sigmoid" for layer in architecture) == count
        ]
        axes.scatter(*zip(*points, strict=True), marker=marker, label=f"{count} sigmoid layers")
        health, accuracy = np.mean(points, axis=0)
        told.append(f"{count}: health {health:.2f}, accuracy {accuracy:.2f}")
    axes.set_xlabel("gradient health before training (1 = equal norms, 0 = four decades apart)")
    axes.set_ylabel("validation accuracy after 60 steps")
    axes.set_title("Gradient health and accuracy of every architecture")
    axes.grid(alpha=0.3)
    axes.legend()
    return Figure(
        "gradient_health",
        figure,
        f"All {len(evaluations)} architectures of the space, one training each.",
        "Scatter plot: accuracy against gradient health. Means by the number of sigmoid layers: "
        f"{'; '.join(told)}.",
    )
