"""What all optimizers promise: None, state, dtypes, messages; and the convergence study."""

import numpy as np
import pytest
import tensorflow as tf

from solutions.optimizers import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    Momentum,
    Nesterov,
    Optimizer,
    RMSprop,
    convergence_study,
    minimise,
    quadratic_bowl,
    rosenbrock,
    steps_to_reach,
)

ALL = (SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adam, AdamW)
each = pytest.mark.parametrize("maker", ALL)


@each
def test_a_gradient_of_none_leaves_parameter_and_state_alone(maker):
    optimizer, alone = maker(0.1), maker(0.1)
    w, g = [tf.constant([1.0, 2.0]), tf.constant([[3.0]])], tf.constant([[2.0]])
    first = optimizer.update(w, [tf.ones(2), g])
    skipped = optimizer.update(first, [tf.ones(2), None])
    np.testing.assert_array_equal(skipped[1], first[1])
    third = optimizer.update(skipped, [tf.ones(2), g])
    # the same two gradients without the first parameter; the count goes on for all alike
    expected = alone.update(w[1:], [g])
    alone.t = 2
    np.testing.assert_array_equal(third[1], alone.update(expected, [g])[0])
    assert optimizer.t == 3


@each
def test_parameters_do_not_share_their_state(maker):
    gs = [np.array([1.0]), np.array([-20.0])]
    together, alone = maker(0.1), [maker(0.1), maker(0.1)]
    w, apart = [np.zeros(1), np.ones(1)], [np.zeros(1), np.ones(1)]
    for _ in range(3):
        w = together.update(w, gs)
        apart = [o.update([p], [g])[0] for o, p, g in zip(alone, apart, gs, strict=True)]
    np.testing.assert_array_equal(w, apart)


@each
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_shape_and_dtype_follow_the_parameter_and_inputs_stay(maker, dtype):
    w = [np.ones((2, 3), dtype), np.ones((), dtype)]
    g = [np.full((2, 3), 2.0, dtype), np.array(2.0, dtype)]
    new = maker(0.1).update(w, g)
    assert [(t.shape, t.dtype.as_numpy_dtype) for t in new] == [((2, 3), dtype), ((), dtype)]
    assert (w[0] == 1).all()
    assert (g[0] == 2).all()
    assert all((t.numpy() < 1).all() for t in new)


@each
def test_a_variable_is_read_and_not_assigned(maker):
    variable = tf.Variable([1.0])
    maker(0.1).update([variable], [tf.constant([1.0])])
    assert variable.numpy().tolist() == [1.0]


@pytest.mark.parametrize("maker", [m for m in ALL if m is not AdamW])
def test_zero_gradients_from_the_start_change_nothing(maker):
    new = maker(0.1).update([tf.constant([1.0, 2.0])], [tf.zeros(2)])
    assert new[0].numpy().tolist() == [1.0, 2.0]


@each
@pytest.mark.parametrize("rate", [0.0, -0.1, float("nan")])
def test_learning_rate_must_be_positive(maker, rate):
    with pytest.raises(ValueError, match="learning_rate must be positive"):
        maker(rate)


@pytest.mark.parametrize(
    ("maker", "argument", "value"),
    [
        (Momentum, "beta", 1.0),
        (Nesterov, "beta", -0.1),
        (RMSprop, "rho", 1.0),
        (Adam, "beta1", 1.0),
        (Adam, "beta2", 1.5),
        (Adam, "epsilon", -1e-8),
        (AdaGrad, "epsilon", -1.0),
        (RMSprop, "epsilon", float("nan")),
        (AdamW, "weight_decay", -0.1),
    ],
)
def test_other_arguments_out_of_range_are_refused_by_name(maker, argument, value):
    with pytest.raises(ValueError, match=f"Received: {argument}="):
        maker(**{argument: value})


@each
def test_lists_that_do_not_fit_are_refused_before_anything_moves(maker):
    optimizer = maker(0.1)
    w = [tf.ones(2), tf.ones(3)]
    with pytest.raises(ValueError, match="Received: 2 params, 1 gradients"):
        optimizer.update(w, [tf.ones(2)])
    with pytest.raises(ValueError, match="none of them a tensor"):
        optimizer.update(w, [None, None])
    with pytest.raises(ValueError, match="none of them a tensor"):
        optimizer.update([], [])
    with pytest.raises(ValueError, match=r"params\[1\] \(3,\), gradients\[1\] \(1,\)"):
        optimizer.update(w, [tf.ones(2), tf.ones(1)])
    with pytest.raises(TypeError, match=r"params\[0\] float32, gradients\[0\] float64"):
        optimizer.update(w, [tf.ones(2, tf.float64), None])
    for params, gradients in ((w[0], w), (w, w[1]), (iter(w), w)):
        with pytest.raises(TypeError, match=r"must be lists or tuples.*Received: "):
            optimizer.update(params, gradients)
    assert optimizer.t == 0


def test_a_subclass_must_write_its_equations():
    with pytest.raises(NotImplementedError, match="Optimizer must define step"):
        Optimizer(0.1).update([tf.ones(1)], [tf.ones(1)])


# --- surfaces and the study ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surface", "minimum"), [(quadratic_bowl, [0.0, 0.0]), (rosenbrock, [1.0, 1.0])]
)
def test_surfaces_have_their_minimum_and_the_gradient_of_central_differences(surface, minimum):
    assert float(surface(tf.constant(minimum))) == 0.0
    point, h = np.array([-0.7, 1.3]), 1e-5
    w = tf.constant(point)
    with tf.GradientTape() as tape:
        tape.watch(w)
        height = surface(w)
    numeric = [float(surface(point + h * e) - surface(point - h * e)) / (2 * h) for e in np.eye(2)]
    # central differences with h = 1e-5 in float64: 1e-9 here
    np.testing.assert_allclose(tape.gradient(height, w), numeric, rtol=1e-6)


def test_quadratic_bowl_has_curvatures_from_one_to_the_condition():
    heights = [float(quadratic_bowl(e, condition=100.0)) for e in np.eye(3)]
    np.testing.assert_allclose(heights, [0.5, 5.0, 50.0], rtol=1e-12)  # h / 2: 1, 10, 100
    with pytest.raises(ValueError, match="condition must be at least 1"):
        quadratic_bowl(np.ones(2), condition=0.5)


def test_minimise_matches_the_closed_form_of_sgd_on_a_bowl():
    path, losses = minimise(quadratic_bowl, np.array([1.0, 1.0]), SGD(0.005), steps=10)
    k = np.arange(11)[:, None]
    expected = (1 - 0.005 * np.array([1.0, 100.0])) ** k
    np.testing.assert_allclose(path, expected, rtol=1e-12)
    np.testing.assert_allclose(losses, expected**2 @ [0.5, 50.0], rtol=1e-12)
    with pytest.raises(ValueError, match="Received: steps=0"):
        minimise(quadratic_bowl, np.ones(2), SGD(0.1), steps=0)


@each
def test_every_optimizer_gets_down_the_bowl(maker):
    _, losses = minimise(quadratic_bowl, np.array([1.0, 0.3]), maker(0.01), steps=60)
    assert losses[-1] < 0.8 * losses[0]


def test_steps_to_reach_counts_from_the_start_and_ignores_nan():
    assert steps_to_reach([1.0, 2.0], 1.0) == 0
    assert steps_to_reach([float("nan"), 3.0, 1.0, 0.5], 1.0) == 2
    assert steps_to_reach([float("inf"), float("nan")], 1.0) is None


def test_study_takes_the_best_rate_and_says_when_there_is_none():
    def losses_of(optimizer):
        return [8.0, 4.0, 2.0, 1.0] if optimizer.lr == 0.1 else [8.0, 1.0 / optimizer.lr]

    makers = {"a": SGD}
    assert convergence_study(makers, [0.1, 0.5], losses_of, 2.0) == {"a": (0.5, 1)}
    assert convergence_study(makers, [0.5, 1.0], losses_of, 2.0) == {"a": (0.5, 1)}  # a tie
    assert convergence_study(makers, [0.1], losses_of, 0.5) == {"a": (None, None)}
    with pytest.raises(ValueError, match="Received: 1 makers, 0 rates"):
        convergence_study(makers, [], losses_of, 1.0)
