"""MAML's network and its tasks: the forward pass, and sine waves as they are described."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.maml import (
    forward,
    initial_params,
    inner_update,
    sample_task,
    sinusoid_task,
    task_loss,
)


class TestNetwork:
    def test_forward_matches_numpy_loop(self):
        params = initial_params((2, 5, 4, 3), seed=1, dtype="float64")
        x = np.random.default_rng(0).normal(size=(6, 2))
        W1, b1, W2, b2, W3, b3 = (p.numpy() for p in params)
        expected = np.tanh(np.tanh(x @ W1 + b1) @ W2 + b2) @ W3 + b3
        np.testing.assert_allclose(forward(params, x), expected, rtol=1e-12)

    def test_loss_is_the_mean_over_all_entries(self):
        params = [tf.zeros((1, 2)), tf.constant([1.0, 3.0])]
        # entries (1 - 0)^2, (3 - 0)^2 in both rows: mean (1 + 9) / 2
        assert float(task_loss(params, np.zeros((2, 1)), np.zeros((2, 2)))) == pytest.approx(5.0)

    def test_targets_that_would_broadcast_are_refused(self):
        with pytest.raises(ValueError, match="shape of the network's output"):
            task_loss(initial_params((1, 2, 1)), np.zeros((4, 1)), np.zeros(4))

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_dtype_follows_the_parameters(self, dtype):
        params = initial_params((1, 3, 1), dtype=dtype)
        x_support, y_support, *_ = sample_task(0)
        adapted = inner_update(params, x_support, y_support, 0.1)
        assert {p.dtype.name for p in adapted} == {dtype}

    def test_initial_kernels_stay_within_the_glorot_limit_and_use_its_range(self):
        kernel, bias = initial_params((300, 200), seed=3)
        limit = np.sqrt(6 / 500)
        assert np.abs(kernel).max() <= limit
        assert np.abs(kernel).max() > 0.99 * limit
        assert not bias.numpy().any()


class TestTasks:
    @settings(deadline=None, max_examples=30)
    @given(st.integers(0, 10**6), st.floats(0.1, 5.0), st.floats(0.0, np.pi))
    def test_points_lie_on_the_wave_within_the_interval(self, seed, amplitude, phase):
        task = sinusoid_task(amplitude, phase, seed, shots=7, queries=3)
        assert [len(part) for part in task] == [7, 7, 3, 3]
        x, y = np.vstack([task[0], task[2]]), np.vstack([task[1], task[3]])
        assert np.abs(x).max() <= 5
        np.testing.assert_allclose(y, amplitude * np.sin(x - phase), atol=5e-6)  # float32 x

    def test_same_seed_same_task_and_a_generator_moves_on(self):
        np.testing.assert_array_equal(np.hstack(sample_task(5)), np.hstack(sample_task(5)))
        rng = np.random.default_rng(5)
        assert np.abs(sample_task(rng).x_query - sample_task(rng).x_query).max() > 0.1

    def test_amplitudes_cover_the_stated_range(self):
        heights = [np.abs(sample_task(s, queries=200).y_query).max() for s in range(200)]
        assert max(heights) <= 5.0
        # P(no amplitude of 200 above 4.75) = (4.65 / 4.9)^200 = 3e-5; the same below 0.35
        assert max(heights) > 4.75
        assert min(heights) < 0.35
