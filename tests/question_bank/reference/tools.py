"""Small tools of the three tables."""

import math

import numpy as np
import tensorflow as tf


def f64(value):
    return tf.constant(value, tf.float64)


def numbers(text):
    """Return the numbers of a list that is printed as text."""
    return [float(part) for part in text.split(",")]


def column(rows, k):
    """Return one column of a printed table."""
    return [row[k] for row in rows]


def logit(p):
    """Return the net input at which a sigmoid has the output ``p``."""
    return math.log(p / (1 - p))


def path(optimizer, gradients, w=0.0):
    """Return the weight before and after each step; a gradient may be a function of the weight."""
    weights = [float(w)]
    for g in gradients:
        w = weights[-1]
        g = g(w) if callable(g) else g
        weights.append(float(optimizer.update([f64(w)], [f64(float(g))])[0]))
    return weights


def step(optimizer, gradients, w=0.0):
    """Return what the last of the steps subtracts from the weight."""
    *_, before, after = path(optimizer, gradients, w)
    return before - after


def coin_deviation(n):
    """Return the standard deviation of the sum of n independent signs, over all 2^n outcomes."""
    return math.sqrt(sum(math.comb(n, k) * (2 * k - n) ** 2 for k in range(n + 1)) / 2**n)


def trainable(layer, shape):
    """Return how many trainable numbers a Keras layer has for inputs of this shape."""
    layer.build(shape)
    return sum(int(np.prod(weight.shape)) for weight in layer.trainable_weights)
