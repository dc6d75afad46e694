"""Normalization: give every layer inputs of known mean and variance, whatever the weights do.

Theory of operation. The gradient that reaches layer l is a product of the Jacobians above it; when
the scale of the activations drifts with depth, so does that product. A normalization layer removes
the drift: it subtracts a mean, divides by a standard deviation, then lets the network choose scale
gamma and shift beta for itself:

    y = gamma * (x - mean) / sqrt(variance + eps) + beta

The four layers differ only in the set over which mean and variance are taken. For x of shape
(batch, spatial..., channels), channels last:

    batch norm     batch and spatial     one mean per channel; the others in the batch matter
    layer norm     channels              one mean per example and position
    group norm     spatial and a group   one mean per example and group of channels
    instance norm  spatial               one mean per example and channel

Batch norm alone needs a second mode: at inference there is no batch to speak of, so it uses moving
averages collected in training. Variances are population variances (divide by m) throughout.

inputs.py checks arguments; batch_norm.py, layer_norm.py and group_norm.py hold the functions, the
first with its hand-written backward pass; layers.py wraps them as Keras layers; study.py builds the
network on which demo.py measures "before" and "after".

Note: why it helps is disputed. Ioffe and Szegedy (2015) named "internal covariate shift" as the
problem that batch norm solves. Santurkar et al. (2018, arXiv:1805.11604) put that shift back by
adding noise after the batch norm, saw no loss of benefit, and explain it by a smoother loss.
"""

from solutions.normalization.batch_norm import (
    batch_norm_backward,
    batch_norm_infer,
    batch_norm_train,
    update_moving,
)
from solutions.normalization.group_norm import group_norm, instance_norm
from solutions.normalization.inputs import check_epsilon, check_inputs, check_momentum
from solutions.normalization.layer_norm import layer_norm
from solutions.normalization.layers import GroupNorm, InstanceNorm, LayerNorm, SimpleBatchNorm

__all__ = [
    "GroupNorm",
    "InstanceNorm",
    "LayerNorm",
    "SimpleBatchNorm",
    "batch_norm_backward",
    "batch_norm_infer",
    "batch_norm_train",
    "check_epsilon",
    "check_inputs",
    "check_momentum",
    "group_norm",
    "instance_norm",
    "layer_norm",
    "update_moving",
]
