"""How long sigmoid and ReLU take: alone, and as part of a layer."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from solutions.activations.matrix import ACTIVATIONS


def timings() -> dict[str, dict[str, float]]:
    """Return the shortest of many runs in seconds, for both functions on three jobs."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=1_000_000).astype("float32")
    tensor = tf.constant(x)
    return {
        "NumPy, a million values": {
            "sigmoid": shortest(lambda: ACTIVATIONS["sigmoid"].f(x)),
            "relu": shortest(lambda: ACTIVATIONS["relu"].f(x)),
        },
        "TensorFlow, a million values": {
            "sigmoid": shortest(lambda: tf.sigmoid(tensor)),
            "relu": shortest(lambda: tf.nn.relu(tensor)),
        },
        "layer of 256 units, batch 512, with gradient": {
            "sigmoid": shortest(layer_step(tf.sigmoid)),
            "relu": shortest(layer_step(tf.nn.relu)),
        },
    }


def layer_step(activation: Callable) -> Callable:
    """Return a compiled function that runs one dense layer forwards and backwards."""
    rng = np.random.default_rng(0)
    x = tf.constant(rng.normal(size=(512, 256)), tf.float32)
    w = tf.constant(rng.normal(scale=1 / 16, size=(256, 256)), tf.float32)

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            tape.watch(w)
            y = tf.reduce_sum(activation(x @ w))
        return tape.gradient(y, w)

    return step


def shortest(job: Callable, repeats: int = 30) -> float:
    """Return the shortest time of a job in seconds, after one run to warm up."""
    job()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return min(times)
