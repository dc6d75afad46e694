"""a01_q2_chain: the chain rule on a chain of single numbers."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, parts, probe

OK_FORMAT = False
name = "a01_q2_chain"
section = "2. The chain rule, factor by factor"
outcome, co, po, part = "LO-1", ["CO-1", "CO-2"], ["PO-1", "PO-2"], "practical"

RETURNS = ("gradient", "factors")


@probe
def run_chain(chain_gradient, x, weights, biases, function, scale=1.0):
    """Return what ``chain_gradient`` says of a chain with one of three activation functions."""
    import math

    f, df = {
        "line": (lambda z: scale * z, lambda z: scale),
        "square": (lambda z: z * z, lambda z: 2 * z),
        "sine": (math.sin, math.cos),
    }[function]
    return chain_gradient(x, weights, biases, f, df)


@graded("each factor holds the weight of its layer", points=0.5)
def test_weights_public(chain_gradient):
    call = "chain_gradient(2, weights [3, 0.5, 4], biases [0, 0, 0], f(z) = z)"
    answer = run_chain(chain_gradient, 2.0, [3.0, 0.5, 4.0], [0.0, 0.0, 0.0], "line")
    gradient, factors = parts(call, answer, RETURNS)
    cause = (
        "with a slope of 1 a layer multiplies by its weight: the factors are the weights, first "
        "layer first, and the gradient is their product."
    )
    expect(f"factors of {call}", factors, [3.0, 0.5, 4.0], cause)
    expect(f"gradient of {call}", gradient, 6.0, cause)
    call = "chain_gradient(1, weights [2], biases [0], f(z) = z^2)"
    gradient, factors = parts(call, run_chain(chain_gradient, 1.0, [2.0], [0.0], "square"), RETURNS)
    cause = "z = w h is 2 here: the slope there is 4, and the factor 4 times the weight."
    expect(f"factors of {call}", factors, [8.0], cause)
    expect(f"gradient of {call}", gradient, 8.0, cause)


@graded("other weights, other lengths", points=0.5, hidden=True)
def test_weights_hidden(chain_gradient):
    rng = draw("weights")
    weights = rng.uniform(0.5, 2, size=int(rng.integers(4, 8))) * rng.choice([-1, 1])
    about = "The weights do not enter the factors as they should; read section 2 again."
    answer = run_chain(chain_gradient, 1.0, weights.tolist(), [0.0] * len(weights), "line")
    gradient, factors = parts(about, answer, RETURNS)
    expect_hidden(factors, weights, about, rtol=1e-4)
    expect_hidden(gradient, np.prod(weights), about, rtol=1e-4)
    w, x = float(rng.uniform(1.5, 2)), float(rng.uniform(0.3, 0.6))
    gradient, factors = parts(about, run_chain(chain_gradient, x, [w], [0.0], "sine"), RETURNS)
    expect_hidden(factors, [w * np.cos(w * x)], about, rtol=1e-4)
    expect_hidden(gradient, w * np.cos(w * x), about, rtol=1e-4)


@graded("slopes are taken at the z of each layer", points=0.5)
def test_slopes_public(chain_gradient):
    call = "chain_gradient(3, weights [1, 1], biases [0, 0], f(z) = z^2)"
    gradient, factors = parts(
        call, run_chain(chain_gradient, 3.0, [1.0, 1.0], [0.0, 0.0], "square"), RETURNS
    )
    # z_1 = 3, h_1 = 9, z_2 = 9: slopes 2 * 3 and 2 * 9
    cause = "first z = w h + b, then the slope df(z), and on with h = f(z)."
    expect(f"factors of {call}", factors, [6.0, 18.0], cause)
    expect(f"gradient of {call}", gradient, 108.0, cause)


@graded("slopes in longer chains", points=0.5, hidden=True)
def test_slopes_hidden(chain_gradient):
    rng = draw("slopes")
    x, layers = float(rng.uniform(1.2, 1.5)), int(rng.integers(3, 5))
    about = "Slopes are not taken where they should be; read section 2 again."
    answer = run_chain(chain_gradient, x, [1.0] * layers, [0.0] * layers, "square")
    gradient, factors = parts(about, answer, RETURNS)
    # squared again and again, x becomes x^(2^L), which can be differentiated at once
    power = 2.0**layers
    expect_hidden(gradient, power * x ** (power - 1), about, rtol=1e-4)
    expect_hidden(factors, [2 * x ** (2.0**l) for l in range(layers)], about, rtol=1e-4)


@graded("biases move the z", points=0.5)
def test_biases_public(chain_gradient):
    call = "chain_gradient(1, weights [1], biases [2], f(z) = z^2)"
    answer = run_chain(chain_gradient, 1.0, [1.0], [2.0], "square")
    gradient, factors = parts(call, answer, RETURNS)
    cause = "z = w h + b is 3 here, and the slope is taken there."
    expect(f"factors of {call}", factors, [6.0], cause)
    expect(f"gradient of {call}", gradient, 6.0, cause)


@graded("other biases", points=0.5, hidden=True)
def test_biases_hidden(chain_gradient):
    x, bias = (float(value) for value in draw("biases").uniform(0.3, 0.7, size=2))
    about = "The biases do not enter as they should; read section 2 again."
    gradient, factors = parts(about, run_chain(chain_gradient, x, [1.0], [bias], "sine"), RETURNS)
    expect_hidden(factors, [np.cos(x + bias)], about, rtol=1e-4)
    expect_hidden(gradient, np.cos(x + bias), about, rtol=1e-4)


@graded("a hundred layers: tiny, but not zero", points=0.5)
def test_depth_public(chain_gradient):
    call = "chain_gradient(1, 100 weights of 1, 100 biases of 0, f(z) = 0.25 z)"
    answer = run_chain(chain_gradient, 1.0, [1.0] * 100, [0.0] * 100, "line", 0.25)
    gradient, _ = parts(call, answer, RETURNS)
    # 0.25^100 = 2^-200
    cause = "float32 ends at 1e-45; multiply in float64, which Python and NumPy do by themselves."
    expect(f"gradient of {call}", gradient, 6.22302e-61, cause, rtol=1e-4, atol=0)


@graded("other very deep chains", points=0.5, hidden=True)
def test_depth_hidden(chain_gradient):
    rng = draw("depth")
    scale, layers = float(rng.uniform(0.1, 0.3)), int(rng.integers(100, 140))
    about = "Very small gradients are lost; read section 2 again."
    answer = run_chain(chain_gradient, 1.0, [1.0] * layers, [0.0] * layers, "line", scale)
    gradient, factors = parts(about, answer, RETURNS)
    expect_hidden(factors, [scale] * layers, about, rtol=1e-4)
    expect_hidden(gradient, scale**layers, about, rtol=1e-4, atol=0)
