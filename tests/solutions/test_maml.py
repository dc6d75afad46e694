"""MAML against closed forms, finite differences and the identities of its limits."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.maml import (
    MAML,
    Task,
    adaptation_curve,
    forward,
    initial_params,
    inner_update,
    meta_gradient,
    meta_loss,
    meta_step,
    sample_task,
    task_loss,
)

H = 1e-5  # step of the central differences, float64


def flat(tensors):
    return np.concatenate([np.ravel(tensor) for tensor in tensors])


def central_differences(function, params):
    values = [p.numpy() for p in params]
    slopes = []
    for value in values:
        for index in np.ndindex(value.shape):
            centre, losses = value[index], []
            for shift in (H, -H):
                value[index] = centre + shift
                losses.append(float(function([tf.constant(v) for v in values])))
            value[index] = centre
            slopes.append((losses[0] - losses[1]) / (2 * H))
    return np.array(slopes)


@pytest.fixture(scope="module")
def tiny():
    """A 1-3-1 network in float64 and three tasks."""
    return initial_params((1, 3, 1), seed=4, dtype="float64"), [sample_task(s) for s in range(3)]


@pytest.fixture(scope="module")
def linear():
    """A linear model f(x) = x W + b: its loss is quadratic, so MAML has a closed form."""
    rng = np.random.default_rng(8)
    W, b = rng.normal(size=(2, 1)), rng.normal(size=1)
    task = Task(*(rng.normal(size=shape) for shape in ((5, 2), (5, 1), (4, 2), (4, 1))))
    return [tf.constant(W), tf.constant(b)], task


def design(x):
    return np.hstack([x, np.ones((len(x), 1))])  # (n, 3): the last column multiplies the bias


def quadratic_gradient(theta, x, y):
    """Gradient of mean((X theta - y)^2)."""
    return 2 * design(x).T @ (design(x) @ theta - y) / len(x)


class TestInnerUpdate:
    @pytest.mark.parametrize("steps", [0, 1, 4])
    def test_matches_gradient_descent_on_the_quadratic(self, linear, steps):
        params, task = linear
        theta = np.vstack([params[0], params[1][None]])
        for _ in range(steps):
            theta = theta - 0.1 * quadratic_gradient(theta, task.x_support, task.y_support)
        adapted = inner_update(params, task.x_support, task.y_support, 0.1, steps)
        np.testing.assert_allclose(flat(adapted), theta.ravel(), rtol=1e-12)

    def test_variables_are_read_not_assigned(self, tiny):
        params, (task, *_) = tiny
        model = [tf.Variable(p) for p in params]
        adapted = inner_update(model, task.x_support, task.y_support, 0.1, 2)
        np.testing.assert_array_equal(flat(model), flat(params))
        assert np.abs(flat(adapted) - flat(params)).max() > 1e-3

    def test_order_does_not_change_the_adapted_values(self, tiny):
        params, (task, *_) = tiny
        both = [
            flat(inner_update(params, task.x_support, task.y_support, 0.1, 3, first_order))
            for first_order in (False, True)
        ]
        np.testing.assert_allclose(both[0], both[1], rtol=1e-12)


class TestMetaGradient:
    @pytest.mark.parametrize("steps", [1, 2, 3])
    def test_second_order_matches_finite_differences_of_the_whole_inner_loop(self, tiny, steps):
        params, tasks = tiny
        expected = central_differences(lambda p: meta_loss(p, tasks, 0.1, steps), params)
        # the first-order gradient is away by over 10 % (below), the differences by about 1e-9
        np.testing.assert_allclose(
            flat(meta_gradient(params, tasks, 0.1, steps)), expected, rtol=1e-6, atol=1e-8
        )

    @settings(deadline=None, max_examples=20)
    @given(
        seed=st.integers(0, 10**6),
        width=st.integers(1, 4),
        alpha=st.floats(0.01, 0.1),
        steps=st.integers(1, 3),
    )
    def test_slope_in_any_direction_is_that_of_the_meta_loss(self, seed, width, alpha, steps):
        params = initial_params((1, width, 1), seed, "float64")
        rng = np.random.default_rng(seed)
        tasks = [sample_task(rng) for _ in range(2)]
        direction = [rng.normal(size=p.shape) for p in params]

        def loss(h):
            moved = [p + h * d for p, d in zip(params, direction, strict=True)]
            return float(meta_loss(moved, tasks, alpha, steps))

        gradient = flat(meta_gradient(params, tasks, alpha, steps))
        slope, scale = gradient @ flat(direction), np.linalg.norm(gradient)
        # measured over 400 draws: off by up to 1e-6; the first-order gradient mostly by over 1e-2
        assert (loss(H) - loss(-H)) / (2 * H) == pytest.approx(slope, rel=0, abs=1e-5 * scale)

    def test_one_step_matches_the_closed_form_on_the_quadratic(self, linear):
        params, task = linear
        theta, X = np.vstack([params[0], params[1][None]]), design(task.x_support)
        phi = theta - 0.1 * quadratic_gradient(theta, task.x_support, task.y_support)
        first = quadratic_gradient(phi, task.x_query, task.y_query)
        second = (np.eye(3) - 0.1 * 2 * X.T @ X / len(X)) @ first  # (I - alpha H) g
        got = flat(meta_gradient(params, [task], 0.1))
        np.testing.assert_allclose(got, second.ravel(), rtol=1e-10)
        got = flat(meta_gradient(params, [task], 0.1, first_order=True))
        np.testing.assert_allclose(got, first.ravel(), rtol=1e-10)

    @pytest.mark.parametrize("steps", [1, 3])
    def test_first_order_is_the_query_gradient_at_the_adapted_parameters(self, tiny, steps):
        params, tasks = tiny
        expected = 0.0
        for task in tasks:
            adapted = inner_update(params, task.x_support, task.y_support, 0.1, steps)
            with tf.GradientTape() as tape:
                tape.watch(adapted)
                loss = task_loss(adapted, task.x_query, task.y_query)
            expected = expected + flat(tape.gradient(loss, adapted)) / len(tasks)
        first = flat(meta_gradient(params, tasks, 0.1, steps, first_order=True))
        np.testing.assert_allclose(first, expected, rtol=1e-10)
        exact = flat(meta_gradient(params, tasks, 0.1, steps))
        assert np.linalg.norm(first - exact) > 0.1 * np.linalg.norm(exact)

    @pytest.mark.parametrize("first_order", [False, True])
    def test_no_inner_step_is_the_ordinary_gradient(self, tiny, first_order):
        params, (task, *_) = tiny
        with tf.GradientTape() as tape:
            tape.watch(params)
            loss = task_loss(params, task.x_query, task.y_query)
        expected = flat(tape.gradient(loss, params))
        got = flat(meta_gradient(params, [task], 0.1, 0, first_order))
        np.testing.assert_allclose(got, expected, rtol=1e-12)

    def test_averages_over_the_tasks(self, tiny):
        params, tasks = tiny
        each = [flat(meta_gradient(params, [task], 0.1)) for task in tasks]
        together = flat(meta_gradient(params, tasks, 0.1))
        np.testing.assert_allclose(together, np.mean(each, axis=0), rtol=1e-10)

    def test_plain_lists_and_compiled_calls_give_the_same(self, tiny):
        params, tasks = tiny
        lists = [tuple(part.tolist() for part in task) for task in tasks]
        compiled = tf.function(meta_gradient)
        np.testing.assert_allclose(
            flat(meta_gradient(params, lists, 0.1)), flat(compiled(params, tasks, 0.1)), rtol=1e-5
        )  # float32 tasks against Python floats


class TestMAML:
    def test_update_is_the_meta_step_on_the_meta_gradient(self, tiny):
        params, tasks = tiny
        maml = MAML(params, alpha=0.1, beta=0.3, steps=2)
        maml.update(tasks)
        expected = meta_step(params, meta_gradient(params, tasks, 0.1, 2), 0.3)
        np.testing.assert_allclose(flat(maml.params), flat(expected), rtol=1e-10)
        np.testing.assert_allclose(
            flat(expected), flat(params) - 0.3 * flat(meta_gradient(params, tasks, 0.1, 2))
        )

    def test_adapt_keeps_the_meta_parameters(self, tiny):
        params, (task, *_) = tiny
        maml = MAML(params, alpha=0.1, steps=2)
        adapted = maml.adapt(task.x_support, task.y_support)
        expected = inner_update(params, task.x_support, task.y_support, 0.1, 2)
        np.testing.assert_allclose(flat(adapted), flat(expected), rtol=1e-12)
        np.testing.assert_array_equal(flat(maml.params), flat(params))
        unchanged = maml.adapt(task.x_support, task.y_support, steps=0)
        np.testing.assert_array_equal(flat(unchanged), flat(params))

    def test_first_order_reaches_the_update(self, tiny):
        params, tasks = tiny
        maml = MAML(params, alpha=0.1, beta=1.0, first_order=True)
        maml.update(tasks)
        expected = flat(params) - flat(meta_gradient(params, tasks, 0.1, 1, True))
        np.testing.assert_allclose(flat(maml.params), expected, rtol=1e-10)

    def test_meta_training_lowers_the_loss_after_adaptation_on_new_tasks(self):
        maml = MAML(initial_params((1, 20, 20, 1), seed=1), alpha=0.02, beta=0.05, steps=2)
        new = [sample_task(1000 + s) for s in range(30)]
        rng = np.random.default_rng(0)
        before = float(meta_loss(maml.params, new, 0.02, 2))
        for _ in range(200):
            maml.update([sample_task(rng) for _ in range(4)])
        # measured: 2.64 before, 1.90 after
        assert float(meta_loss(maml.params, new, 0.02, 2)) < 0.8 * before

    def test_curve_matches_separate_inner_updates(self, tiny):
        params, (task, *_) = tiny
        curve = adaptation_curve(params, task, 0.1, 3)
        expected = [meta_loss(params, [task], 0.1, steps) for steps in range(4)]
        np.testing.assert_allclose(curve, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda p, t: inner_update(p, t[0], t[1], alpha=-0.1), "alpha must be positive"),
        (lambda p, t: inner_update(p, t[0], t[1], alpha=np.nan), "alpha must be positive"),
        (lambda p, t: inner_update(p, t[0], t[1], 0.1, steps=-1), "steps must be 0 or more"),
        (lambda p, t: meta_loss(p, [], 0.1), "at least one task"),
        (lambda p, t: meta_step(p, p, beta=0.0), "beta must be positive"),
        (lambda p, t: meta_step(p, p[:-1], beta=0.1), "one tensor for each parameter"),
        (lambda p, t: meta_step(p, p, beta=np.nan), "beta must be positive"),
        (
            lambda p, t: meta_step(p, p[::-1], beta=0.1),
            r"its parameter.*parameters \[\(1, 3\)",
        ),
        (lambda p, t: MAML(p, alpha=0.0), "alpha and beta must be positive"),
        (lambda p, t: MAML(p, beta=np.nan), "alpha and beta must be positive"),
        (lambda p, t: MAML(p, steps=-1), "steps must be 0 or more"),
        (lambda p, t: forward(p[:-1], t[0]), "an even number of tensors"),
        (lambda p, t: forward([], t[0]), "an even number of tensors"),
        (lambda p, t: initial_params((3,)), "two or more positive widths"),
        (lambda p, t: initial_params((3, 0)), "two or more positive widths"),
        (lambda p, t: sample_task(0, shots=0), "shots and queries must be at least 1"),
        (lambda p, t: adaptation_curve(p, t, 0.1, -1), "steps must be 0 or more"),
    ],
)
def test_wrong_input_is_refused(tiny, call, message):
    params, tasks = tiny
    with pytest.raises(ValueError, match=message):
        call(params, tasks[0])
