"""Architecture search: fitness, strategies within their budget and seed, and results."""

import math
from itertools import pairwise

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.nas import (
    SearchSpace,
    Trial,
    assess,
    best_so_far,
    build_model,
    count_parameters,
    describe,
    evaluate,
    evolutionary_search,
    gradient_health,
    leaderboard,
    random_search,
    recommend,
    score,
    tournament,
)
from solutions.vanishing import kernel_gradient_norms

SPACE = SearchSpace(
    input_width=7,
    outputs=3,
    layers=(1, 2, 4),
    units=(8, 16, 32),
    activations=("relu", "tanh"),
    dropout_rates=(0.0, 0.2),
)
SEEDS = st.integers(0, 2**32 - 1)
CROSS_ENTROPY = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def width(architecture):
    """A cheap fitness with one optimum: wide and deep."""
    return float(sum(layer[0] for layer in architecture))


def network(weights, x, y):
    """Return loss, logits and gradients of one tanh layer under a softmax, by hand in float64."""
    W1, b1, W2, b2 = weights
    hidden = np.tanh(x @ W1 + b1)
    logits = hidden @ W2 + b2
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    d_logits = (p - np.eye(3)[y]) / len(x)
    d_hidden = d_logits @ W2.T * (1 - hidden**2)
    gradients = [x.T @ d_hidden, d_hidden.sum(axis=0), hidden.T @ d_logits, d_logits.sum(axis=0)]
    return -np.mean(np.log(p[np.arange(len(x)), y])), logits, gradients


class TestFitness:
    @pytest.mark.parametrize(
        ("norms", "expected"),
        [
            ([3.0], 1.0),
            ([1e-2, 1e-2], 1.0),
            ([1e-1, 1e-3, 1e-2], 0.5),  # two decades of four
            ([1.0, 1e-7], 0.0),  # never negative
            ([1.0, 0.0], 0.0),
            ([1.0, math.inf], 0.0),
            ([1.0, math.nan], 0.0),
            ([math.nan, 1.0], 0.0),
        ],
    )
    def test_health_of_known_norms(self, norms, expected):
        assert gradient_health(norms) == pytest.approx(expected, abs=1e-12)

    @given(st.lists(st.floats(1e-9, 1e9), min_size=1, max_size=6), st.floats(1e-6, 1e6))
    def test_health_ignores_scale_and_order(self, norms, scale):
        expected = gradient_health(norms)
        assert 0 <= expected <= 1
        assert gradient_health([scale * n for n in norms[::-1]]) == pytest.approx(
            expected, abs=1e-9
        )

    def test_gradient_norms_match_central_differences(self):
        model = build_model(((4, "tanh", 0.2),), SPACE)  # dropout must be off
        rng = np.random.default_rng(1)
        x, y = rng.normal(size=(6, 7)).astype("float32"), rng.integers(3, size=6)
        weights = [w.astype("float64") for w in model.get_weights()]
        expected = []
        for kernel in weights[::2]:
            slopes = []
            for index in np.ndindex(kernel.shape):
                centre, losses = kernel[index], []
                for kernel[index] in (centre + 1e-5, centre - 1e-5):
                    losses.append(network(weights, x, y)[0])
                kernel[index] = centre
                slopes.append((losses[0] - losses[1]) / 2e-5)
            expected.append(np.linalg.norm(slopes))
        norms = kernel_gradient_norms(model, x, y, CROSS_ENTROPY)
        np.testing.assert_allclose(norms, expected, rtol=1e-5)  # the model is in float32

    def test_evaluation_matches_gradient_descent_in_numpy(self):
        rng = np.random.default_rng(2)
        x = rng.normal(size=(90, 7)).astype("float32")
        y = np.argmax(x[:, :3] + rng.normal(size=(90, 3)), axis=1)
        data, architecture, seed = (x[:60], y[:60], x[60:], y[60:]), ((8, "tanh", 0.0),), 4
        weights = [
            w.astype("float64") for w in build_model(architecture, SPACE, seed).get_weights()
        ]
        _, _, gradients = network(weights, x[:60], y[:60])
        norms = [np.linalg.norm(g) for g in gradients[::2]]
        batches = np.random.default_rng(seed)
        for steps in range(1, 9):
            batch = batches.choice(60, 16, replace=False)
            _, _, gradients = network(weights, x[batch], y[batch])
            weights = [w - 0.5 * g for w, g in zip(weights, gradients, strict=True)]
            if steps in (1, 3, 8):
                found = evaluate(architecture, SPACE, data, steps, seed, 16, 0.5)
                _, logits, _ = network(weights, x[60:], y[60:])
                assert found.accuracy == np.mean(np.argmax(logits, axis=1) == y[60:])
                assert found.health == pytest.approx(gradient_health(norms), rel=1e-5)

    def test_evaluation_is_seeded_and_learns(self):
        rng = np.random.default_rng(0)
        x = rng.normal(size=(300, 7)).astype("float32")
        y = np.argmax(x[:, :3], axis=1)
        data = (x[:200], y[:200], x[200:], y[200:])
        architecture = ((16, "relu", 0.2),)
        first, again = (evaluate(architecture, SPACE, data, steps=80) for _ in range(2))
        other = evaluate(architecture, SPACE, data, steps=80, seed=1)
        assert first == again
        assert first.health != other.health
        assert first.accuracy > 0.7  # three classes: chance is about 0.33; measured 0.89
        assert first.parameters == count_parameters(architecture, SPACE)
        assert evaluate(architecture, SPACE, data, steps=1).accuracy < first.accuracy

    def test_score_is_the_weighted_mean(self):
        assert score((0.8, 0.4, 10), 0.0) == 0.8
        assert score((0.8, 0.4, 10), 1.0) == 0.4
        assert score((0.8, 0.4, 10), 0.25) == pytest.approx(0.7)  # 0.6 + 0.1


@pytest.mark.parametrize("strategy", [random_search, evolutionary_search])
class TestStrategies:
    @settings(max_examples=30, deadline=None)
    @given(budget=st.integers(1, 30), seed=SEEDS)
    def test_spends_exactly_the_budget_and_records_what_it_saw(self, strategy, budget, seed):
        calls = []

        def fitness(architecture):
            calls.append(architecture)
            return width(architecture)

        history = strategy(SPACE, fitness, budget, seed)
        assert len(calls) == len(history) == budget
        assert [trial.architecture for trial in history] == calls
        assert all(trial.fitness == width(trial.architecture) for trial in history)
        assert all(architecture in SPACE for architecture in calls)

    def test_same_seed_same_search_whatever_the_global_state(self, strategy):
        np.random.seed(1)
        first = strategy(SPACE, width, 20, 5)
        np.random.seed(2)
        assert strategy(SPACE, width, 20, 5) == first
        assert strategy(SPACE, width, 20, 6) != first
        assert strategy(SPACE, width, 20, np.random.default_rng(5)) == first

    def test_nan_never_wins(self, strategy):
        history = strategy(SPACE, lambda a: math.nan if len(a) == 4 else 1.0, 30, 0)
        assert {t.fitness for t in history if len(t.architecture) == 4} == {-math.inf}
        assert leaderboard(history, 1)[0].fitness == 1.0

    def test_a_budget_below_one_is_refused(self, strategy):
        with pytest.raises(ValueError, match="must be at least 1"):
            strategy(SPACE, width, 0, 0)


class TestEvolution:
    DEEP = SearchSpace(7, 3, (6,), (8, 16, 24, 32), ("relu", "tanh"), (0.0, 0.2))

    @staticmethod
    def genes_changed(parent, child):
        return sum(a != b for a, b in zip(sum(parent, ()), sum(child, ()), strict=True))

    def test_begins_as_random_search_and_goes_on_with_children_of_the_living(self):
        history = evolutionary_search(self.DEEP, width, 40, 3, population_size=6)
        assert history[:6] == random_search(self.DEEP, width, 6, 3)
        for age in range(6, 40):
            living = [trial.architecture for trial in history[age - 6 : age]]
            assert min(self.genes_changed(one, history[age].architecture) for one in living) == 1

    def test_the_oldest_dies_even_if_it_is_the_best(self):
        """With one member alive every child descends from the trial just before it."""
        history = evolutionary_search(self.DEEP, width, 40, 3, population_size=1)
        assert {self.genes_changed(a[0], b[0]) for a, b in pairwise(history)} == {1}
        assert min(np.diff([trial.fitness for trial in history])) < 0

    def test_beats_random_search_where_every_gene_counts_alone(self):
        def hits(architecture):
            return sum((u == 32) + (a == "relu") + (r == 0.0) for u, a, r in architecture)

        ends = {
            strategy: np.mean(
                [best_so_far(strategy(self.DEEP, hits, 100, s))[-1] for s in range(20)]
            )
            for strategy in (random_search, evolutionary_search)
        }
        # of at most 18; measured over 60 seeds: 12.6 and 15.2, standard deviation about 1
        assert ends[evolutionary_search] > ends[random_search] + 1.5

    def test_crossover_is_used_only_when_asked_for(self):
        first, second = (
            evolutionary_search(SPACE, width, 40, 3, crossover_rate=rate) for rate in (0.0, 1.0)
        )
        assert first[:8] == second[:8]
        assert first != second

    def test_a_space_of_one_is_refused_before_the_budget_is_spent(self):
        space = SearchSpace(7, 3, (1,), (8,), ("relu",))
        with pytest.raises(ValueError, match=r"two or more architectures.*a space of one"):
            evolutionary_search(space, lambda _: pytest.fail("was evaluated"), 9, 0)
        assert len(evolutionary_search(space, width, 8, 0)) == 8  # no child is needed

    def test_tournament_prefers_the_fitter_by_the_right_amount(self):
        population = [Trial(i, float(i)) for i in range(4)]
        rng = np.random.default_rng(0)
        n = 2000
        wins = np.mean([tournament(population, 3, rng).fitness == 3.0 for _ in range(n)])
        expected = 1 - (3 / 4) ** 3  # the best is among three draws with replacement
        assert abs(wins - expected) < 5 * math.sqrt(expected * (1 - expected) / n)


class TestResults:
    HISTORY = (
        Trial(((32, "relu", 0.0),), 0.90),
        Trial(((8, "relu", 0.0),), 0.89),
        Trial(((8, "tanh", 0.2),), 0.60),
        Trial(((32, "relu", 0.0),), 0.92),
    )

    def test_leaderboard_ranks_every_architecture_once(self):
        board = leaderboard(self.HISTORY, 2)
        assert board == [self.HISTORY[3], self.HISTORY[1]]
        assert len(leaderboard(self.HISTORY, 10)) == 3

    def test_recommends_the_smallest_within_the_tolerance(self):
        assert recommend(self.HISTORY, SPACE) == self.HISTORY[3]
        assert recommend(self.HISTORY, SPACE, tolerance=0.05) == self.HISTORY[1]
        assert recommend(self.HISTORY, SPACE, tolerance=0.5) == self.HISTORY[1]  # fitter of equals

    def test_best_so_far_never_falls(self):
        assert best_so_far(self.HISTORY).tolist() == [0.90, 0.90, 0.90, 0.92]

    def test_description_names_every_gene(self):
        assert describe(((8, "tanh", 0.2), (4, "relu", 0.0))) == "8 tanh (dropout 0.2) > 4 relu"


LAYER = ((8, "relu", 0.0),)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gradient_health([]), "at least one value"),
        (lambda: gradient_health([1.0], decades=0), "decades must be positive"),
        (lambda: gradient_health([1.0], decades=math.nan), "decades must be positive"),
        (lambda: evaluate(LAYER, SPACE, (), steps=0), "at least 1.*Received: steps=0"),
        (lambda: evaluate(LAYER, SPACE, (), batch_size=0), "batch_size=0"),
        (lambda: evaluate(LAYER, SPACE, (), learning_rate=-0.1), "positive.*learning_rate=-0.1"),
        (lambda: evaluate(LAYER, SPACE, (), learning_rate=math.nan), "learning_rate=nan"),
        (lambda: evaluate(LAYER, SPACE, ([0],) * 3), "Received: 3 parts"),
        (lambda: evaluate(LAYER, SPACE, ([0], [0, 1], [0], [0])), r"lengths \[1, 2, 1, 1\]"),
        (lambda: score((1, 1, 1), math.nan), "health_weight must be in"),
        (lambda: recommend([assess(LAYER, width)], SPACE, math.nan), "tolerance of 0 or more"),
        (lambda: score((1, 1, 1), 1.5), "health_weight must be in"),
        (lambda: tournament([], 3, 0), "needs a population"),
        (lambda: evolutionary_search(SPACE, width, 5, 0, population_size=0), "at least 1"),
        (lambda: evolutionary_search(SPACE, width, 5, 0, crossover_rate=-0.1), "crossover_rate"),
        (lambda: leaderboard([]), "at least one trial"),
        (lambda: recommend([assess(LAYER, width)], SPACE, -1.0), "tolerance of 0 or more"),
    ],
)
def test_wrong_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
