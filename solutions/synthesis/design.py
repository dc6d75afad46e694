"""A network as a dict of plain values, and the network built from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np

from solutions.synthesis.prescription import treat


def check_design(design: Mapping[str, Any]) -> None:
    """Refuse a design with a missing aspect or a value out of range.

    Args:
        design: ``"hidden_layers"`` and ``"width"``: positive ints. ``"activation"``: name of a
            Keras activation. ``"initializer"``: ``"matched"`` (see ``kernel_initializer``), name of
            a random Keras initializer, or a positive number, the standard deviation of normal
            weights. ``"normalization"``: None, ``"batch"`` or ``"layer"``. ``"residual"``: bool.
            ``"optimizer"``: ``"sgd"`` or ``"adam"``. ``"learning_rate"``: positive.
            ``"clip_norm"``: None, or the largest global norm, positive. ``"schedule"``: None or
            ``"cosine"``.

    Raises:
        ValueError: if an aspect is missing or unknown, or a value is out of range.

    Example:
        >>> check_design({"hidden_layers": 3})
        Traceback (most recent call last):
        ...
        ValueError: a design must have exactly the aspects [...]. Received: ['hidden_layers'].
    """

    def positive(value, kinds=(int, float, np.integer, np.floating)):
        return isinstance(value, kinds) and not isinstance(value, bool) and value > 0

    def known(name, family):
        return isinstance(name, str) and callable(getattr(family, name, None))

    rules = {
        "hidden_layers": ("a positive int", lambda v: positive(v, (int, np.integer))),
        "width": ("a positive int", lambda v: positive(v, (int, np.integer))),
        "activation": ("a Keras activation's name", lambda v: known(v, keras.activations)),
        "initializer": (
            "'matched', a Keras initializer's name or a positive number",
            lambda v: v == "matched" or positive(v) or known(v, keras.initializers),
        ),
        "normalization": ("None, 'batch' or 'layer'", lambda v: v in (None, "batch", "layer")),
        "residual": ("a bool", lambda v: isinstance(v, bool)),
        "optimizer": ("'sgd' or 'adam'", lambda v: v in ("sgd", "adam")),
        "learning_rate": ("a positive number", positive),
        "clip_norm": ("None or a positive number", lambda v: v is None or positive(v)),
        "schedule": ("None or 'cosine'", lambda v: v in (None, "cosine")),
    }
    if set(design) != set(rules):
        raise ValueError(
            f"a design must have exactly the aspects {sorted(rules)}. Received: {list(design)}."
        )
    for aspect, (wanted, fits) in rules.items():
        if not fits(design[aspect]):
            raise ValueError(f"{aspect} must be {wanted}. Received: {aspect}={design[aspect]!r}.")


def kernel_initializer(
    initializer: str | float, activation: str, seed: int
) -> keras.initializers.Initializer:
    """Return the seeded initializer of one kernel.

    Args:
        initializer: a number: normal weights with this standard deviation. ``"matched"``: He
            normal, which makes up for the half that a rectifier drops, except for sigmoid, tanh and
            linear: Glorot uniform. Any other string: the Keras initializer of that name.
        activation: name of the activation that the initializer has to match.
        seed: its seed; give each kernel another one, or two of one shape start equal.

    Returns:
        A Keras initializer.

    Raises:
        ValueError: if Keras knows no initializer of that name.

    Example:
        >>> [type(kernel_initializer("matched", name, 0)).__name__ for name in ("relu", "tanh")]
        ['HeNormal', 'GlorotUniform']
        >>> kernel_initializer(0.5, "relu", seed=3).stddev
        0.5
    """
    # BEGIN SOLUTION
    if not isinstance(initializer, str):
        return keras.initializers.RandomNormal(stddev=initializer, seed=seed)
    if initializer == "matched":
        squashing = activation in ("sigmoid", "tanh", "linear")
        initializer = "glorot_uniform" if squashing else "he_normal"
    template = keras.initializers.get(initializer)
    return template.from_config({**template.get_config(), "seed": seed})
    # END SOLUTION


def build_network(
    design: Mapping[str, Any], inputs: int = 64, outputs: int = 10, seed: int = 0
) -> keras.Model:
    """Build the network that a design describes, not compiled.

    ::

        plain:     h_l = act(norm(h_{l-1} W_l + b_l))                    l = 1 ... hidden_layers
                   logits = h W + b
        residual:  h_1 = x W_1 + b_1
                   h_l = h_{l-1} + act(norm(h_{l-1})) W_l + b_l          (pre-activation, a07)
                   logits = act(norm(h)) W + b

    norm is left out where the design has none. The seeds of the kernels are ``1000 * seed + l``,
    l = 1 ... hidden_layers + 1; biases start at 0.

    Args:
        design: see ``check_design``; the optimizer, rate, clipping and schedule are not read.
        inputs: number of features. Defaults to 64.
        outputs: number of logits. Defaults to 10.
        seed: not negative. Defaults to 0.

    Returns:
        A model from (batch, inputs) to (batch, outputs).

    Raises:
        ValueError: if the design is not valid.

    Example:
        >>> design = {"hidden_layers": 2, "width": 8, "activation": "relu",
        ...           "initializer": "matched", "normalization": "batch", "residual": False,
        ...           "optimizer": "sgd", "learning_rate": 0.1, "clip_norm": None, "schedule": None}
        >>> [type(layer).__name__ for layer in build_network(design).layers[1:4]]
        ['Dense', 'BatchNormalization', 'Activation']

    Note:
        In the residual form the branch has to be normalized for its He weights: without
        normalization every block about doubles the variance of h.
    """
    check_design(design)
    # BEGIN SOLUTION
    seeds = iter(range(1000 * seed + 1, 1000 * seed + design["hidden_layers"] + 2))

    def dense(h, units):
        start = kernel_initializer(design["initializer"], design["activation"], next(seeds))
        return keras.layers.Dense(units, kernel_initializer=start)(h)

    def activate(h):
        if design["normalization"] == "batch":
            h = keras.layers.BatchNormalization(momentum=0.9)(h)
        if design["normalization"] == "layer":
            h = keras.layers.LayerNormalization()(h)
        return keras.layers.Activation(design["activation"])(h)

    x = keras.Input((inputs,))
    h = dense(x, design["width"])
    for _ in range(design["hidden_layers"] - 1):
        branch = dense(activate(h), design["width"])
        h = keras.layers.Add()([h, branch]) if design["residual"] else branch
    return keras.Model(x, dense(activate(h), outputs))
    # END SOLUTION


def build_robust_network(
    design: Mapping[str, Any],
    prescription: Sequence[Mapping[str, Any]],
    inputs: int = 64,
    outputs: int = 10,
    seed: int = 0,
) -> keras.Model:
    """Build a network with its treatments: ``treat``, then ``build_network``.

    Args:
        design: the design that was diagnosed; it is not changed.
        prescription: from ``prescribe``.
        inputs: number of features. Defaults to 64.
        outputs: number of logits. Defaults to 10.
        seed: not negative. Defaults to 0.

    Returns:
        A model from (batch, inputs) to (batch, outputs), not compiled.

    Raises:
        ValueError: if the design is not valid, before or after the treatment.

    Example:
        >>> design = {"hidden_layers": 2, "width": 8, "activation": "sigmoid",
        ...           "initializer": "glorot_uniform", "normalization": None, "residual": False,
        ...           "optimizer": "sgd", "learning_rate": 0.1, "clip_norm": None, "schedule": None}
        >>> model = build_robust_network(design, [{"aspect": "activation", "value": "relu"}])
        >>> model.layers[2].activation.__name__
        'relu'
    """
    check_design(design)
    # BEGIN SOLUTION
    return build_network(treat(design, prescription), inputs, outputs, seed)
    # END SOLUTION


def make_optimizer(design: Mapping[str, Any], steps: int) -> keras.optimizers.Optimizer:
    """Return the optimizer of a design: algorithm, rate or schedule, clipping by global norm.

    Args:
        design: see ``check_design``.
        steps: updates of the whole training; the cosine schedule reaches 0 there.

    Returns:
        A Keras optimizer.

    Raises:
        ValueError: if the design is not valid, or ``steps`` is not positive.

    Example:
        >>> design = {"hidden_layers": 2, "width": 8, "activation": "relu",
        ...           "initializer": "matched", "normalization": None, "residual": False,
        ...           "optimizer": "sgd", "learning_rate": 0.1, "clip_norm": 1.0, "schedule": None}
        >>> make_optimizer(design, steps=100).global_clipnorm
        1.0
    """
    check_design(design)
    if steps < 1:
        raise ValueError(f"steps must be positive. Received: steps={steps}.")
    # BEGIN SOLUTION
    rate = design["learning_rate"]
    if design["schedule"] == "cosine":
        rate = keras.optimizers.schedules.CosineDecay(rate, steps)
    algorithm = {"sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam}[design["optimizer"]]
    return algorithm(rate, global_clipnorm=design["clip_norm"])
    # END SOLUTION
