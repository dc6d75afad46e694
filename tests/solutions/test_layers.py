"""Every Keras layer comes back from its configuration and from a file, with each type and rank."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from solutions.attention import MultiHeadSelfAttention, SimpleAttention, TransformerBlock
from solutions.normalization import GroupNorm, InstanceNorm, LayerNorm, SimpleBatchNorm
from solutions.residual import ResidualBlock

FLAT, SERIES, IMAGES = (3, 4), (3, 5, 4), (3, 2, 5, 4)
PRE = {"units": 6, "pre_activation": True, "kernel_initializer": "he_normal"}
CASES = [  # a layer, arguments that are not the defaults, the shapes of its inputs
    (SimpleBatchNorm, {"momentum": 0.7, "epsilon": 0.5}, [FLAT, IMAGES]),
    (LayerNorm, {"epsilon": 0.5}, [FLAT, IMAGES]),
    (GroupNorm, {"groups": 2, "epsilon": 0.5}, [FLAT, IMAGES]),
    (InstanceNorm, {"epsilon": 0.5}, [SERIES, IMAGES]),
    (ResidualBlock, {"units": 4, "kernel_initializer": "he_uniform"}, [FLAT, IMAGES]),
    (ResidualBlock, PRE, [FLAT, IMAGES]),
    (SimpleAttention, {"units": 3}, [SERIES]),
    (MultiHeadSelfAttention, {"num_heads": 2}, [SERIES]),
    (TransformerBlock, {"num_heads": 2, "hidden_units": 6}, [SERIES]),
]


def draw(shape, dtype, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(dtype)


def outputs(layer, x):
    return [np.asarray(y) for y in tf.nest.flatten(layer(x))]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("make", "arguments", "shape"),
    [(make, arguments, shape) for make, arguments, shapes in CASES for shape in shapes],
)
def test_a_layer_comes_back(make, arguments, shape, dtype, tmp_path):
    layer = make(**arguments, dtype=dtype, name="ours")
    inputs = keras.Input(shape[1:], dtype=dtype)
    model = keras.Model(inputs, layer(inputs))
    # positive, so that they serve as moving variances too; generic, so that none can be mixed up
    layer.set_weights([0.5 + abs(draw(w.shape, dtype, i)) for i, w in enumerate(layer.weights)])
    assert {w.dtype for w in layer.weights} == {dtype}
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras").get_layer("ours")
    copy = make.from_config(layer.get_config())
    copy.build(shape)
    copy.set_weights(layer.get_weights())
    for again in (loaded, copy):
        config = again.get_config()
        assert {name: config[name] for name in arguments} == arguments
        for batch in (shape[0], 1):
            x = draw((batch, *shape[1:]), dtype, seed=9)
            for ours, theirs in zip(outputs(layer, x), outputs(again, x), strict=True):
                assert ours.dtype == dtype
                assert len(ours) == batch
                assert np.isfinite(ours).all()
                np.testing.assert_array_equal(theirs, ours)


@pytest.mark.parametrize(
    ("make", "arguments", "shape"),
    [(make, arguments, shapes[-1]) for make, arguments, shapes in CASES],
)
def test_an_example_does_not_depend_on_the_others_of_its_batch(make, arguments, shape):
    layer = make(**arguments, dtype="float64")
    x = draw(shape, "float64")
    for together, alone in zip(outputs(layer, x), outputs(layer, x[:1]), strict=True):
        np.testing.assert_allclose(together[:1], alone, rtol=1e-12, atol=1e-12)
