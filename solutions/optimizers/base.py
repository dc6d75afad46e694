"""The loop that every optimizer shares: checks, the step counter, gradients that are None."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf


class Optimizer:
    r"""Keep the step count and hand each parameter to ``step``, where a subclass has its equations.

    A subclass keeps its state (velocity, moments) in dicts whose key is the index of the
    parameter, empty at first: ``self.v.get(i, 0.0)`` is the state before the first step. One
    optimizer therefore belongs to one list of parameters, always given in the same order.

    Args:
        learning_rate: a positive number.

    Attributes:
        lr: the learning rate. It may be changed between steps, as a schedule does.
        t: how many times ``update`` was called. It counts for all parameters alike, as in Keras,
            also for one whose gradient was None.

    Raises:
        ValueError: if ``learning_rate`` is not positive.

    Example:
        >>> class SignDescent(Optimizer):
        ...     def step(self, i, w, g):
        ...         return w - self.lr * tf.sign(g)
        >>> params, gradients = [tf.constant(3.0), tf.constant(1.0)], [None, tf.constant(-7.0)]
        >>> [float(w) for w in SignDescent(0.5).update(params, gradients)]
        [3.0, 1.5]
    """

    def __init__(self, learning_rate: float):
        if not learning_rate > 0:
            raise ValueError(
                f"learning_rate must be positive. Received: learning_rate={learning_rate}."
            )
        self.lr = learning_rate
        self.t = 0

    def update(self, params: Sequence[Any], gradients: Sequence[Any]) -> list[tf.Tensor]:
        """Do one step for all parameters.

        Args:
            params: list of tensors, variables or arrays, of one floating dtype each. They are not
                changed.
            gradients: list of the same length; each entry has the shape and dtype of its
                parameter, or is None.

        Returns:
            The new parameters, a list of tensors. Where the gradient is None, the parameter is
            returned as it was and its state is left alone.

        Raises:
            TypeError: if one of the two is no list or tuple (a tensor would be read row by row), or
                the dtypes of a parameter and its gradient differ.
            ValueError: if the lists differ in length, all gradients are None, or shapes differ.
        """
        if not all(isinstance(tensors, (list, tuple)) for tensors in (params, gradients)):
            raise TypeError(
                "params and gradients must be lists or tuples; put a single tensor in brackets. "
                f"Received: {type(params).__name__} and {type(gradients).__name__}."
            )
        if len(params) != len(gradients):
            raise ValueError(
                "params and gradients must have one entry per parameter each. "
                f"Received: {len(params)} params, {len(gradients)} gradients."
            )
        if all(g is None for g in gradients):
            raise ValueError(
                "gradients must hold at least one tensor; does the loss depend on the params? "
                f"Received: {len(gradients)} gradients, none of them a tensor."
            )
        pairs = [
            (tf.convert_to_tensor(w), None if g is None else tf.convert_to_tensor(g))
            for w, g in zip(params, gradients, strict=True)
        ]
        for i, (w, g) in enumerate(pairs):
            if g is not None and g.shape != w.shape:
                raise ValueError(
                    "a gradient must have the shape of its parameter. "
                    f"Received: params[{i}] {tuple(w.shape)}, gradients[{i}] {tuple(g.shape)}."
                )
            if g is not None and g.dtype != w.dtype:
                raise TypeError(
                    "a gradient must have the dtype of its parameter; convert one of them. "
                    f"Received: params[{i}] {w.dtype.name}, gradients[{i}] {g.dtype.name}."
                )
        self.t += 1
        return [w if g is None else self.step(i, w, g) for i, (w, g) in enumerate(pairs)]

    def step(self, i: int, w: tf.Tensor, g: tf.Tensor) -> tf.Tensor:
        """Return parameter ``i`` after one step: ``w`` is its value, ``g`` its gradient.

        ``update`` calls this once per parameter, after it has increased ``t``.
        """
        raise NotImplementedError(f"{type(self).__name__} must define step(i, w, g)")


def check_fraction(**values: float) -> None:
    """Refuse a decay rate that is not in [0, 1); the keyword is the name in the message.

    Raises:
        ValueError: if a value is outside [0, 1).

    Example:
        >>> check_fraction(beta=1.0)
        Traceback (most recent call last):
        ...
        ValueError: beta must be in [0, 1). Received: beta=1.0.
    """
    for name, value in values.items():
        if not 0 <= value < 1:
            raise ValueError(f"{name} must be in [0, 1). Received: {name}={value}.")


def check_not_negative(**values: float) -> None:
    """Refuse a negative number; the keyword is the name in the message.

    Raises:
        ValueError: if a value is negative.

    Example:
        >>> check_not_negative(epsilon=-1e-8)
        Traceback (most recent call last):
        ...
        ValueError: epsilon must not be negative. Received: epsilon=-1e-08.
    """
    for name, value in values.items():
        if not value >= 0:
            raise ValueError(f"{name} must not be negative. Received: {name}={value}.")
