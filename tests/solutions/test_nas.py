"""Architecture search: the space, the genetic operators and the model."""

import json
import math

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.nas import (
    SearchSpace,
    build_model,
    choose,
    count_parameters,
    crossover,
    mutate,
    random_architecture,
)

SPACE = SearchSpace(
    input_width=7,
    outputs=3,
    layers=(1, 2, 4),
    units=(8, 16, 32),
    activations=("relu", "tanh"),
    dropout_rates=(0.0, 0.2),
)
SMALL = SearchSpace(2, 2, layers=(1, 2), units=(4, 8), activations=("relu",))
SEEDS = st.integers(0, 2**32 - 1)


def is_mutation(parent, child):
    """Tell whether the two differ in one gene, or only by layers taken out or put in."""
    if len(parent) == len(child):
        return sum(a != b for a, b in zip(sum(parent, ()), sum(child, ()), strict=True)) == 1
    shorter, longer = sorted((child, parent), key=len)
    remaining = iter(longer)
    return all(layer in remaining for layer in shorter)


class TestSpace:
    def test_enumerates_as_many_as_it_says_and_contains_them_all(self):
        architectures = list(SMALL.architectures())
        assert len(architectures) == len(set(architectures)) == SMALL.size() == 2 + 2**2
        assert all(architecture in SMALL for architecture in architectures)
        assert SPACE.size() == 12 + 12**2 + 12**4

    @pytest.mark.parametrize(
        "outside",
        [
            (),
            ((8, "relu", 0.0),) * 3,
            ((9, "relu", 0.0),),
            ((8, "elu", 0.0),),
            ((8, "relu", 0.1),),
        ],
    )
    def test_what_differs_in_one_gene_is_outside(self, outside):
        assert ((8, "relu", 0.0),) in SPACE
        assert outside not in SPACE

    @given(SEEDS)
    def test_random_architectures_are_members_made_of_plain_values(self, seed):
        architecture = random_architecture(SPACE, seed)
        assert architecture in SPACE
        assert {tuple(map(type, layer)) for layer in architecture} == {(int, str, float)}
        assert json.loads(json.dumps(architecture)) == [list(layer) for layer in architecture]
        assert random_architecture(SPACE, seed) == architecture

    def test_numpy_choices_become_plain(self):
        space = SearchSpace(2, 2, layers=np.array([1]), units=np.array([4, 8]))
        assert type(random_architecture(space, 0)[0][0]) is int

    def test_every_choice_is_equally_likely(self):
        rng = np.random.default_rng(0)
        n = 3000
        share = np.mean([len(random_architecture(SPACE, rng)) == 4 for _ in range(n)])
        # 5 standard errors of a share of 1/3: false alarm once in 10^6 seeds
        assert abs(share - 1 / 3) < 5 * math.sqrt(2 / 9 / n)
        counts = np.bincount([choose(range(4), rng) for _ in range(n)])
        assert np.abs(counts / n - 1 / 4).max() < 5 * math.sqrt(3 / 16 / n)


class TestOperators:
    @given(SEEDS)
    def test_mutation_changes_exactly_one_thing_and_stays_in_the_space(self, seed):
        rng = np.random.default_rng(seed)
        parent = random_architecture(SPACE, rng)
        child = mutate(parent, SPACE, rng)
        assert child in SPACE
        assert {tuple(map(type, layer)) for layer in child} == {(int, str, float)}
        assert is_mutation(parent, child)

    def test_mutation_reaches_every_gene(self):
        parent = ((8, "relu", 0.0), (16, "tanh", 0.2))
        children = [mutate(parent, SPACE, seed) for seed in range(200)]
        assert {len(child) for child in children} == {1, 2, 4}
        same_depth = [child for child in children if len(child) == 2]
        changed = {(i, j) for c in same_depth for i in (0, 1) for j in (0, 1, 2)
                   if c[i][j] != parent[i][j]}  # fmt: skip
        assert changed == {(i, j) for i in (0, 1) for j in (0, 1, 2)}

    def test_mutation_uses_the_only_gene_there_is(self):
        space = SearchSpace(2, 2, layers=(1, 2), units=(4,), activations=("relu",))
        assert mutate(((4, "relu", 0.0),), space, 0) == ((4, "relu", 0.0),) * 2

    @given(SEEDS)
    def test_children_take_every_layer_from_a_parent_at_its_place(self, seed):
        rng = np.random.default_rng(seed)
        parents = [random_architecture(SPACE, rng) for _ in range(2)]
        child = crossover(*parents, rng)
        assert len(child) in {len(parent) for parent in parents}
        assert all(layer in {p[i] for p in parents if i < len(p)} for i, layer in enumerate(child))

    def test_crossover_mixes(self):
        first, second = ((8, "relu", 0.0),) * 2, ((32, "tanh", 0.2),) * 2
        children = {crossover(first, second, seed) for seed in range(50)}
        assert len(children) == 4  # two layers, two parents


class TestModel:
    def test_is_the_network_described(self):
        architecture = ((8, "relu", 0.2), (16, "tanh", 0.0), (32, "relu", 0.5))
        model = build_model(architecture, SPACE)
        kinds = [type(layer).__name__ for layer in model.layers]
        assert kinds == ["Dense", "Dropout", "Dense", "Dense", "Dropout", "Dense"]
        assert [la.rate for la in model.layers if hasattr(la, "rate")] == [0.2, 0.5]
        assert (model.input_shape, model.output_shape) == ((None, 7), (None, 3))
        assert model.layers[-1].activation is keras.activations.linear
        x = np.random.default_rng(0).normal(size=(5, 7)).astype("float32")
        W1, b1, W2, b2, W3, b3, W4, b4 = model.get_weights()
        hidden = np.maximum(np.tanh(np.maximum(x @ W1 + b1, 0) @ W2 + b2) @ W3 + b3, 0)
        np.testing.assert_allclose(model(x), hidden @ W4 + b4, rtol=1e-4, atol=1e-5)

    def test_counted_parameters_are_those_of_keras(self):
        for seed in range(5):
            architecture = random_architecture(SPACE, seed)
            model = build_model(architecture, SPACE)
            assert count_parameters(architecture, SPACE) == model.count_params()

    def test_seed_decides_the_weights_and_layers_do_not_share_them(self):
        architecture = ((8, "relu", 0.2),) * 4
        first, again, other = (build_model(architecture, SPACE, seed) for seed in (0, 0, 1))
        for a, b in zip(first.get_weights(), again.get_weights(), strict=True):
            np.testing.assert_array_equal(a, b)
        kernels = [la.kernel.numpy() for la in first.layers if hasattr(la, "kernel")]
        assert not np.array_equal(kernels[0], other.layers[0].kernel)
        assert not np.array_equal(kernels[1], kernels[2])


LAYER = ((8, "relu", 0.0),)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: SearchSpace(4, 3, units=()), "one or more different values"),
        (lambda: SearchSpace(4, 3, units=(8, 8)), "one or more different values"),
        (lambda: SearchSpace(0, 3), "at least 1"),
        (lambda: SearchSpace(4, 3, layers=(0, 1)), "at least 1"),
        (lambda: SearchSpace(4.5, 3), "whole numbers of at least 1. Received: input_width=4.5"),
        (
            lambda: SearchSpace(4, 3, units=(8.9,)),
            r"units must be of type int\. Received: \(8.9,\)",
        ),
        (lambda: SearchSpace(4, 3, activations=(1,)), "activations must be of type str"),
        (lambda: SearchSpace(4, 3, activations="relu"), "activation function identifier: r"),
        (lambda: SearchSpace(4, 3, activations=("relux",)), "identifier: relux"),
        (lambda: SearchSpace(4, 3, dropout_rates=(1.0,)), r"in \[0, 1\)"),
        (lambda: SearchSpace(4, 3, dropout_rates=(math.nan,)), r"in \[0, 1\)"),
        (lambda: choose((), 0), "at least one object"),
        (lambda: mutate(((9, "relu", 0.0),), SPACE, 0), "must be in the space"),
        (lambda: mutate(LAYER, SearchSpace(2, 2, (1,), (8,), ("relu",)), 0), "two or more"),
        (
            lambda: crossover((), LAYER, 0),
            r"parents must have at least one layer\. Received: first=",
        ),
        (lambda: crossover(LAYER, (), 0), "parents must have at least one layer"),
        (lambda: build_model((), SPACE), "at least one layer"),
    ],
)
def test_wrong_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
