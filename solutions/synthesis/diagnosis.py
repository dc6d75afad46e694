"""Measure a model, compare with the thresholds, name what is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from solutions.monitor import layer_gradient_norms
from solutions.synthesis.signs import dead_share, saturated_share, signal_strength

BOUNDS = {keras.activations.sigmoid: (0.0, 1.0), keras.activations.tanh: (-1.0, 1.0)}


def hidden_layers(model: keras.Model) -> list[keras.layers.Layer]:
    """Return, for each layer with a kernel but the last, the layer that gives its activations.

    That is the layer itself, or the last activation layer between it and the next kernel, as in
    Dense, BatchNormalization, ReLU.

    Args:
        model: a Sequential or functional model whose layers stand in the order of computation.

    Returns:
        One layer for each hidden layer, input side first.

    Raises:
        ValueError: if no layer has a kernel.

    Example:
        >>> parts = [keras.layers.Dense(3), keras.layers.Activation("tanh"), keras.layers.Dense(1)]
        >>> [layer.name for layer in hidden_layers(keras.Sequential([keras.Input((2,)), *parts]))]
        ['activation...']
    """
    of = keras.layers
    activations = (of.Activation, of.ReLU, of.LeakyReLU, of.PReLU, of.ELU, of.Softmax)
    found: list[keras.layers.Layer] = []
    for layer in model.layers:
        if hasattr(layer, "kernel"):
            found.append(layer)
        elif found and isinstance(layer, activations):
            found[-1] = layer
    if not found:
        raise ValueError(
            "model must have at least one layer with a kernel. "
            f"Received: layers {[layer.name for layer in model.layers]}."
        )
    return found[:-1]


def vital_signs(
    model: keras.Model, x: Any, y: Any, loss_fn: Callable[[Any, Any], tf.Tensor] | None = None
) -> dict[str, list[float]]:
    """Measure a model on one batch, forwards and backwards, without changing it.

    The model runs in training mode, since that is where the trouble is: batch normalization uses
    the statistics of the batch. Its moving averages are put back afterwards.

    Args:
        model: a built Sequential or functional model; each kernel belongs to a layer of its own,
            as in ``Dense`` and ``Conv2D``.
        x: a batch of inputs; some hundred examples, or "dead" means little.
        y: the targets.
        loss_fn: ``loss_fn(y, prediction)``. None: cross-entropy of integer labels and logits.

    Returns:
        Lists of floats, input side first. One number for each kernel: ``"gradient_norms"`` (None
        where the loss does not reach it). One for each hidden layer: ``"signal"``
        (``signal_strength``), ``"saturated"`` (``saturated_share``; 0 where the activation is
        neither sigmoid nor tanh) and ``"dead"`` (``dead_share``).

    Raises:
        ValueError: if the model has no kernel, or has kernels inside of a block, a recurrent layer
            or another model, whose activations do not show outside.

    Example:
        >>> layers = [keras.layers.Dense(3, "tanh"), keras.layers.Dense(2)]
        >>> model = keras.Sequential([keras.Input((4,)), *layers])
        >>> signs = vital_signs(model, np.ones((5, 4)), np.zeros(5, int))
        >>> {name: len(values) for name, values in signs.items()}
        {'gradient_norms': 2, 'signal': 1, 'saturated': 1, 'dead': 1}
    """
    if loss_fn is None:
        loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    layers = hidden_layers(model)
    closed = [layer.name for layer in model.layers if _hides_kernels(layer)]
    if closed:
        raise ValueError(
            "every kernel must belong to a layer with an attribute 'kernel', such as Dense; build "
            f"blocks from such layers, or examine what is inside. Received: layers {closed}."
        )
    state = [v.numpy() for v in model.non_trainable_variables]
    norms = layer_gradient_norms(model, x, y, loss_fn, training=True)
    wanted = {"": model.outputs[0], **{layer.name: layer.output for layer in layers}}
    outputs = keras.Model(model.inputs[0], wanted)(x, training=True)
    activations = [np.asarray(outputs[layer.name]) for layer in layers]
    for variable, value in zip(model.non_trainable_variables, state, strict=True):
        variable.assign(value)
    functions = [getattr(layer, "activation", None) for layer in layers]
    return {
        "gradient_norms": list(norms.values()),
        "signal": [signal_strength(a) for a in activations],
        "saturated": [
            saturated_share(a, *BOUNDS[function]) if function in BOUNDS else 0.0
            for function, a in zip(functions, activations, strict=True)
        ],
        "dead": [dead_share(a) for a in activations],
    }


def _hides_kernels(layer: keras.layers.Layer) -> bool:
    inside = any(len(weight.shape) >= 2 for weight in layer.trainable_variables)
    return inside and not hasattr(layer, "kernel")


def find_symptoms(
    signs: Mapping[str, Sequence[float | None]], losses: Sequence[float] = ()
) -> dict[str, float]:
    """Apply the table of thresholds, and give the number that speaks for each finding.

    =================  ==================================================  ======================
    finding            condition                                           its number
    =================  ==================================================  ======================
    ``"non_finite"``   a gradient norm, a signal or a loss is NaN or Inf   how many of them
    ``"exploding"``    largest gradient norm > 100                         that norm
    ``"vanishing"``    first norm < 1e-3 x the largest                     first / largest
    ``"fading"``       last signal < 1e-2 x the first                      last / first
    ``"saturated"``    in some layer, a share > 0.5                        the largest share
    ``"dead"``         in some layer, a share > 0.5                        the largest share
    ``"restless"``     last loss <= 0.95 x the first, but it rose in more  share of rises
                       than a third of the steps from loss to loss
    ``"stalled"``      last loss > 0.95 x the first, and none of the       last / first
                       above explains it
    =================  ==================================================  ======================

    Comparisons use the finite entries only, in their order; one that has nothing to compare (no
    entry, or for a loss fewer than two) does not apply. If the largest norm or the first signal is
    0, nothing gets through and the ratio counts as 0. 100 is the threshold of a02 and a03; the
    others are rules of thumb.

    Args:
        signs: lists of numbers under ``"gradient_norms"``, ``"signal"``, ``"saturated"`` and
            ``"dead"``, input side first. A gradient norm of None counts as 0.
        losses: training losses, one for each epoch, oldest first. Defaults to none.

    Returns:
        From finding to its number, a float, in the order of the table; empty if all is well.

    Example:
        >>> signs = {"gradient_norms": [1e-8, 1e-4, 0.5], "signal": [0.5, 0.4],
        ...          "saturated": [0.0, 0.75], "dead": [0.0, 0.0]}
        >>> find_symptoms(signs, losses=[2.0, 1.0, 1.5])
        {'vanishing': 2e-08, 'saturated': 0.75, 'restless': 0.5}
    """
    # BEGIN SOLUTION
    norms = [0.0 if norm is None else norm for norm in signs["gradient_norms"]]
    signal, losses = list(signs["signal"]), list(losses)
    broken = sum(not math.isfinite(value) for value in norms + signal + losses)
    norms, signal, losses = (
        [value for value in values if math.isfinite(value)] for values in (norms, signal, losses)
    )

    def ratio(part: float, whole: float) -> float:
        return part / whole if whole else 0.0

    findings = {"non_finite": float(broken)} if broken else {}
    if norms and max(norms) > 100:
        findings["exploding"] = float(max(norms))
    if norms and ratio(norms[0], max(norms)) < 1e-3:
        findings["vanishing"] = float(ratio(norms[0], max(norms)))
    if signal and ratio(signal[-1], signal[0]) < 1e-2:
        findings["fading"] = float(ratio(signal[-1], signal[0]))
    for name in ("saturated", "dead"):
        if max(signs[name], default=0) > 0.5:
            findings[name] = float(max(signs[name]))
    if len(losses) >= 2:
        fell = losses[-1] <= 0.95 * losses[0]
        rises = float(np.mean(np.diff(losses) > 0))
        if fell and rises > 1 / 3:
            findings["restless"] = rises
        if not fell and not findings:
            findings["stalled"] = float(losses[-1] / losses[0])
    return findings
    # END SOLUTION


def diagnose(
    model: keras.Model,
    x: Any,
    y: Any,
    losses: Sequence[float] = (),
    loss_fn: Callable[[Any, Any], tf.Tensor] | None = None,
) -> dict[str, Any]:
    """Examine a model on one batch and name what is wrong with it.

    Args:
        model: a built Sequential or functional model; it is left as it was.
        x: a batch of inputs, some hundred examples.
        y: the targets.
        losses: training losses so far, one for each epoch. Defaults to none.
        loss_fn: ``loss_fn(y, prediction)``. None: cross-entropy of integer labels and logits.

    Returns:
        ``"signs"``, from ``vital_signs``, and ``"findings"``, from ``find_symptoms``.

    Raises:
        ValueError: as ``vital_signs``.

    Example:
        >>> model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
        >>> diagnosis = diagnose(model, np.eye(4), np.array([0, 1, 0, 1]), losses=[1.0, 1.5])
        >>> diagnosis["findings"]
        {'stalled': 1.5}
    """
    # BEGIN SOLUTION
    signs = vital_signs(model, x, y, loss_fn)
    return {"signs": signs, "findings": find_symptoms(signs, losses)}
    # END SOLUTION
