"""The network as a list of pairs (W, b): its start, its forward pass and its backward pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solutions.scratch_network.loss import cross_entropy_gradient

Parameters = Sequence[tuple[np.ndarray, np.ndarray]]


def initial_parameters(
    sizes: Sequence[int], rng: np.random.Generator, dtype: str = "float64"
) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Return He-normal kernels and zero biases.

    .. math:: W_l \sim N(0, 2 / n_{l-1}), \qquad b_l = 0

    Args:
        sizes: widths from input to output, at least two, each at least 1.
        rng: NumPy generator; the kernels are drawn from it, input side first.
        dtype: ``"float64"`` (default) or ``"float32"``.

    Returns:
        One pair (W of shape (inputs, outputs), b of shape (outputs,)) for each layer.

    Raises:
        ValueError: if there are fewer than two sizes, or one is below 1.

    Example:
        >>> parameters = initial_parameters([4, 10, 3], np.random.default_rng(0))
        >>> [(W.shape, b.shape) for W, b in parameters]
        [((4, 10), (10,)), ((10, 3), (3,))]

    Reference:
        He, Zhang, Ren and Sun, Delving Deep into Rectifiers, 2015, arXiv:1502.01852, Equation 10.
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(
            f"sizes must hold two or more widths, each at least 1. Received: sizes={list(sizes)}."
        )
    # BEGIN SOLUTION
    parameters = []
    for l in range(len(sizes) - 1):
        n_in, n_out = sizes[l], sizes[l + 1]
        W = rng.normal(scale=np.sqrt(2 / n_in), size=(n_in, n_out))
        parameters.append((W.astype(dtype), np.zeros(n_out, dtype)))
    return parameters
    # END SOLUTION


def forward(parameters: Parameters, x: np.ndarray) -> list[np.ndarray]:
    r"""Return what every layer gives: the input, the hidden activations, the logits.

    .. math:: z_l = h_{l-1} W_l + b_l, \qquad h_l = \max(z_l, 0)

    The last layer has no activation function.

    Args:
        parameters: pairs (W, b), input side first, at least one.
        x: batch of inputs, shape (n, inputs).

    Returns:
        [h_0 = x, h_1, ..., h_{m-1}, z_m] for m layers: m + 1 arrays. The last holds the logits.

    Raises:
        ValueError: if there are no parameters, or ``x`` is not (n, inputs).

    Example:
        >>> parameters = [(np.array([[1.0, -1.0]]), np.zeros(2)), (np.ones((2, 1)), np.ones(1))]
        >>> [h.tolist() for h in forward(parameters, np.array([[3.0]]))]
        [[[3.0]], [[3.0, 0.0]], [[4.0]]]
    """
    if not parameters:
        raise ValueError("parameters must hold at least one pair (W, b). Received: none.")
    if x.ndim != 2 or x.shape[1] != len(parameters[0][0]):
        raise ValueError(
            f"x must have shape (n, {len(parameters[0][0])}). Received: x.shape={x.shape}."
        )
    # BEGIN SOLUTION
    activations = [x]
    for l, (W, b) in enumerate(parameters, start=1):
        z = activations[-1] @ W + b
        activations.append(z if l == len(parameters) else np.maximum(z, 0))
    return activations
    # END SOLUTION


def backward(
    parameters: Parameters, activations: Sequence[np.ndarray], y: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Return the gradient of the cross-entropy with respect to every parameter.

    From the last layer to the first, starting with ``cross_entropy_gradient``:

    .. math::
        \partial L / \partial W_l = h_{l-1}^T \delta_l, \qquad
        \partial L / \partial b_l = \textstyle\sum_i \delta_{l,i}, \qquad
        \delta_{l-1} = (\delta_l W_l^T) \odot [h_{l-1} > 0]

    The slope of ReLU at 0 is taken to be 0.

    Args:
        parameters: pairs (W, b), input side first; they are not changed.
        activations: what ``forward`` returned for them.
        y: integer labels of shape (n,).

    Returns:
        Pairs (dL/dW, dL/db) in the order and the shapes of the parameters.

    Raises:
        ValueError: if the number of activations is not that of the parameters plus one.

    Example:
        >>> parameters = [(np.zeros((2, 2)), np.zeros(2))]
        >>> activations = forward(parameters, np.array([[4.0, 2.0]]))
        >>> [(dW.tolist(), db.tolist()) for dW, db in backward(parameters, activations, [0])]
        [([[-2.0, 2.0], [-1.0, 1.0]], [-0.5, 0.5])]

    Reference:
        Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986.
    """
    if len(activations) != len(parameters) + 1:
        raise ValueError(
            "activations must be what forward() returned for these parameters: one more than the "
            f"layers. Received: {len(activations)} activations, {len(parameters)} layers."
        )
    # BEGIN SOLUTION
    gradients = []
    delta = cross_entropy_gradient(activations[-1], y)  # (n, classes)
    for l in range(len(parameters), 0, -1):
        h, W = activations[l - 1], parameters[l - 1][0]
        gradients.insert(0, (h.T @ delta, delta.sum(axis=0)))
        delta = (delta @ W.T) * (h > 0)  # (n, width of h)
    return gradients
    # END SOLUTION
