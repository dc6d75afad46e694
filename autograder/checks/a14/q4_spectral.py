"""a14_q4_spectral: the largest singular value, found by going there and back."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, parts, probe, tensor

OK_FORMAT = False
name = "a14_q4_spectral"
section = "4. A layer that stretches nothing: spectral normalization"
outcome, co, po, part = "LO-3", ["CO-2", "CO-4"], ["PO-1", "PO-3"], "practical"

SIGMA, KERNEL = ("sigma", "u"), ("kernel", "u")


@probe
def gradient_of_sigma(power_iteration, kernel, u, steps):
    """Return d sigma / d kernel as a tape finds it."""
    import numpy as np
    import tensorflow as tf

    kernel = tf.constant(np.asarray(kernel), tf.float32)
    u = tf.constant(np.asarray(u), tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(kernel)
        sigma, _ = power_iteration(kernel, u, steps=steps)
    gradient = tape.gradient(sigma, kernel)
    return None if gradient is None else np.asarray(gradient)


@probe
def gradient_of_normalized(spectral_normalize, kernel, u, weights):
    """Return d (weighted sum of the normalized kernel) / d kernel, after one iteration."""
    import numpy as np
    import tensorflow as tf

    kernel = tf.constant(np.asarray(kernel), tf.float32)
    u = tf.constant(np.asarray(u), tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(kernel)
        normal, _ = spectral_normalize(kernel, u, steps=1)
        total = tf.reduce_sum(tf.constant(np.asarray(weights), tf.float32) * normal)
    gradient = tape.gradient(total, kernel)
    return None if gradient is None else np.asarray(gradient)


def singular(rng, rows, columns, values):
    """Return a kernel with these singular values, and its right singular vectors, one a row."""
    n = len(values)
    left = np.linalg.qr(rng.normal(size=(rows, n)))[0]
    right = np.linalg.qr(rng.normal(size=(columns, n)))[0]
    return left * values @ right.T, right.T


def there_and_back(kernel, u):
    """Return sigma, v and u after one iteration, in float64."""
    v = kernel @ u
    v = v / np.sqrt(v @ v)
    back = kernel.T @ v
    sigma = np.sqrt(back @ back)  # u = back / sigma, and v K u = back u = sigma
    return sigma, v, back / sigma


@graded("many iterations find the largest singular value", points=0.5)
def test_sigma_public(power_iteration):
    call = "power_iteration([[3, 0], [0, 1]], [1, 1], steps=20)"
    answer = power_iteration(tensor([[3.0, 0.0], [0.0, 1.0]]), tensor([1.0, 1.0]), steps=20)
    sigma, _ = parts(call, answer, SIGMA)
    cause = (
        "the singular values are 3 and 1. Go there and back `steps` times, each time from the u of "
        "the time before; 9 would be the square, 3.16 the root of the sum of all squares."
    )
    expect(f"sigma of {call}", sigma, 3.0, cause, rtol=1e-4)


@graded("other kernels, from a start that points elsewhere", points=0.5, hidden=True)
def test_sigma_hidden(power_iteration):
    rng = draw("sigma")
    scale = float(rng.uniform(0.5, 4.0))
    kernel, right = singular(rng, 6, 4, scale * np.array([1.0, 0.5, 0.3]))
    u = 0.2 * right[0] + right[1]
    about = "Many iterations do not find the largest singular value; read section 4 again."
    sigma, _ = parts(about, power_iteration(tensor(kernel), tensor(u), steps=25), SIGMA)
    expect_hidden(sigma, scale, about, rtol=1e-3)


@graded("one iteration: sigma, and the u to go on with", points=0.5)
def test_iteration_public(power_iteration):
    call = "power_iteration([[3, 20], [4, 0]], [2, 0], steps=1)"
    answer = power_iteration(tensor([[3.0, 20.0], [4.0, 0.0]]), tensor([2.0, 0.0]), steps=1)
    sigma, u = parts(call, answer, SIGMA)
    # K u = [6, 8], so v = [0.6, 0.8]; K^T v = [5, 12] of length 13
    cause = (
        "first v from u, then u from v, each divided by its length; sigma = v . K u with v and the "
        "NEW u, not ||K u||."
    )
    expect(f"u of {call}", u, [5 / 13, 12 / 13], cause)
    expect(f"sigma of {call}", sigma, 13.0, cause)


@graded("single iterations in a row, each from the u before", points=0.5, hidden=True)
def test_iteration_hidden(power_iteration):
    rng = draw("iteration")
    kernel, u = rng.normal(size=(5, 3)), rng.uniform(0.5, 3.0, size=3)
    about = "Single iterations, or the u that they return, are off; read section 4 again."
    for _ in range(3):
        want, _, wanted = there_and_back(kernel, u)
        got = parts(about, power_iteration(tensor(kernel), tensor(u), steps=1), SIGMA)
        expect_hidden(list(got), [want, wanted], about, rtol=1e-3, atol=1e-4)
        u = wanted


@graded("a convolution kernel: all axes but the last together", points=0.5)
def test_convolution_public(power_iteration, spectral_normalize):
    # as a matrix of four rows: [3, 0], [4, 0], [0, 2], [0, 0]; its columns have lengths 5 and 2
    kernel = tensor([[[[3.0, 0.0]], [[4.0, 0.0]]], [[[0.0, 2.0]], [[0.0, 0.0]]]])
    u, cause = tensor([1.0, 0.0]), "the matrix has one column for each output, the last axis."
    call = "power_iteration(a kernel of shape (2, 2, 1, 2), [1, 0], steps=2)"
    sigma, _ = parts(call, power_iteration(kernel, u, steps=2), SIGMA)
    expect(f"sigma of {call}", sigma, 5.0, cause)
    call = "spectral_normalize(the same kernel, [1, 0], steps=2)"
    normal, _ = parts(call, spectral_normalize(kernel, u, steps=2), KERNEL)
    cause = "divide the kernel as it is, with all its axes, by sigma."
    want = [[[[0.6, 0.0]], [[0.8, 0.0]]], [[[0.0, 0.4]], [[0.0, 0.0]]]]
    expect(f"kernel of {call}", normal, want, cause)


@graded("other convolution kernels", points=0.5, hidden=True)
def test_convolution_hidden(power_iteration, spectral_normalize):
    rng = draw("convolution")
    shape = (3, int(rng.integers(1, 4)), 2, 4)
    rows = int(np.prod(shape[:3]))
    scale = float(rng.uniform(1.5, 5.0))
    matrix, right = singular(rng, rows, 4, scale * np.array([1.0, 0.4, 0.2, 0.1]))
    kernel, u = tensor(matrix.reshape(shape)), tensor(right[0])
    about = "Convolution kernels are not handled; read section 4 again."
    sigma, _ = parts(about, power_iteration(kernel, u, steps=4), SIGMA)
    expect_hidden(sigma, scale, about, rtol=1e-3)
    normal, _ = parts(about, spectral_normalize(kernel, u, steps=4), KERNEL)
    expect_hidden(normal, matrix.reshape(shape) / scale, about, rtol=1e-3, atol=1e-4)


@graded("the normalized kernel, and the u to go on with", points=0.5)
def test_normalized_public(spectral_normalize, power_iteration):
    call = "spectral_normalize([[0.5, 0], [0, 0.25]], [1, 0], steps=1)"
    kernel = tensor([[0.5, 0.0], [0.0, 0.25]])
    normal, u = parts(call, spectral_normalize(kernel, tensor([1.0, 0.0]), steps=1), KERNEL)
    cause = "sigma is 0.5: divide every entry by it, also where that makes the kernel larger."
    expect(f"kernel of {call}", normal, [[1.0, 0.0], [0.0, 0.5]], cause)
    expect(f"u of {call}", u, [1.0, 0.0], "return the u that power_iteration returns.")
    # steps=2 is not enough here, so sigma tells how it was found
    kernel, u = tensor([[3.0, 1.0], [0.0, 2.0]]), tensor([0.0, 1.0])
    call = "{}([[3, 1], [0, 2]], [0, 1], steps=2)"
    own = call.format("power_iteration")
    sigma, want = parts(own, power_iteration(kernel, u, steps=2), SIGMA)
    call = call.format("spectral_normalize")
    normal, u = parts(call, spectral_normalize(kernel, u, steps=2), KERNEL)
    cause = (
        f"compare with your {own}, measured here: divide by its sigma, after as many steps as you "
        "are asked for (pass steps on), and return its u."
    )
    scaled = np.array([[3.0, 1.0], [0.0, 2.0]]) / np.asarray(sigma, "float64")
    expect(f"kernel of {call}", normal, scaled, cause, rtol=1e-4)
    expect(f"u of {call}", u, np.asarray(want, "float64"), cause, rtol=1e-4)


@graded("kernels that stretch more, and less, than one; a few steps", points=0.5, hidden=True)
def test_normalized_hidden(spectral_normalize, power_iteration):
    rng = draw("normalized")
    about = "The normalized kernel is off; read section 4 again."
    for scale in rng.uniform([0.2, 3.0], [0.6, 9.0]):
        kernel, right = singular(rng, 4, 5, scale * np.array([1.0, 0.6, 0.3]))
        answer = spectral_normalize(tensor(kernel), tensor(right[0]), steps=3)
        normal, u = parts(about, answer, KERNEL)
        expect_hidden([normal, u], [kernel / scale, right[0]], about, rtol=1e-3, atol=1e-4)
    kernel, right = singular(rng, 5, 4, float(rng.uniform(1.0, 3.0)) * np.array([1.0, 0.8, 0.5]))
    start = tensor(0.3 * right[0] + right[1] + 0.5 * right[2])
    sigma, u = parts(about, power_iteration(tensor(kernel), start, steps=2), SIGMA)
    want = [kernel / np.asarray(sigma, "float64"), np.asarray(u, "float64")]
    got = parts(about, spectral_normalize(tensor(kernel), start, steps=2), KERNEL)
    expect_hidden(list(got), want, about, rtol=1e-3, atol=1e-4)


@graded("a kernel of zeros has sigma 0 and stays zero", points=0.5)
def test_zeros_public(power_iteration, spectral_normalize):
    kernel, u = tensor(np.zeros((3, 2))), tensor([1.0, 0.0])
    cause = "0 / 0 is NaN: three divisions here can meet it. tf.math.divide_no_nan gives 0."
    call = "power_iteration(zeros((3, 2)), [1, 0], steps=2)"
    sigma, _ = parts(call, power_iteration(kernel, u, steps=2), SIGMA)
    expect(f"sigma of {call}", sigma, 0.0, cause)
    call = "spectral_normalize(zeros((3, 2)), [1, 0], steps=2)"
    normal, _ = parts(call, spectral_normalize(kernel, u, steps=2), KERNEL)
    expect(f"kernel of {call}", normal, [[0.0, 0.0]] * 3, cause)


@graded("zeros of other shapes", points=0.5, hidden=True)
def test_zeros_hidden(power_iteration, spectral_normalize):
    rows, columns = (int(n) for n in draw("zeros").integers(1, 6, size=2))
    kernel, u = tensor(np.zeros((rows, columns))), tensor(np.ones(columns))
    about = "A kernel of zeros is not handled; read section 4 again."
    sigma, _ = parts(about, power_iteration(kernel, u, steps=3), SIGMA)
    normal, _ = parts(about, spectral_normalize(kernel, u, steps=3), KERNEL)
    expect_hidden([sigma, normal], [0.0, np.zeros((rows, columns))], about)


@graded("the gradient takes v and u as constants, but not sigma", points=0.5)
def test_gradient_public(power_iteration, spectral_normalize):
    got = gradient_of_sigma(power_iteration, [[3.0, 20.0], [4.0, 0.0]], [1.0, 0.0], 1)
    expect(
        "d sigma / d K of power_iteration(K, [1, 0], steps=1) at K = [[3, 20], [4, 0]]",
        got,
        [[3 / 13, 7.2 / 13], [4 / 13, 9.6 / 13]],  # v = [0.6, 0.8], u = [5, 12] / 13
        "it is v u^T: tf.stop_gradient goes around v and u, but not around sigma. None means "
        "that the tape found no way: use TensorFlow operations only.",
    )
    got = gradient_of_normalized(
        spectral_normalize, [[3.0, 20.0], [4.0, 0.0]], [1.0, 0.0], [[13.0, 0.0], [0.0, 0.0]]
    )
    # of 13 K[0, 0] / sigma, sigma = 13: 1 for K[0, 0] itself, minus 3 / 13 of v u^T for sigma
    expect(
        "d (13 times the first entry of the normalized kernel) / d K of spectral_normalize(K, "
        "[1, 0], steps=1) at K = [[3, 20], [4, 0]]",
        got,
        [[1 - 9 / 169, -21.6 / 169], [-12 / 169, -28.8 / 169]],
        "sigma depends on the kernel too. Only the first entry has a gradient? Then a "
        "tf.stop_gradient is around sigma: take it away.",
    )


@graded("other kernels", points=0.5, hidden=True)
def test_gradient_hidden(power_iteration, spectral_normalize):
    rng = draw("gradient")
    kernel, u = rng.normal(size=(4, 3)), rng.uniform(0.5, 1.5, size=3)
    got = gradient_of_sigma(power_iteration, kernel.tolist(), u.tolist(), 1)
    sigma, v, new = there_and_back(kernel, u)
    about = "The gradient of sigma, or of the kernel divided by it, is off; read section 4 again."
    expect_hidden(got, np.outer(v, new), about, rtol=1e-3, atol=1e-4)
    weights = rng.uniform(0.5, 1.5, size=(4, 3)) * np.sign(kernel)
    got = gradient_of_normalized(spectral_normalize, kernel.tolist(), u.tolist(), weights.tolist())
    want = weights / sigma - np.sum(weights * kernel) / sigma**2 * np.outer(v, new)
    expect_hidden(got, want, about, rtol=1e-3, atol=1e-4)
