"""What check files are written with; the weave inlines the parts that a file uses.

A check file runs in four places: at the student's desk, on Gradescope, in the judge (where the
student's functions are stand-ins and there is no TensorFlow), and in pytest. So nothing in here
imports anything but NumPy, Otter and the standard library, and a check that uses it can be copied
anywhere. Public checks use ``expect`` (call, got, expected, likely cause); hidden ones use
``expect_hidden`` (the property and the section, never numbers).
"""

import functools
import os
import re
import secrets
import sys
import traceback
import zlib

import numpy as np
from otter.test_files import test_case


def graded(name, points, hidden=False):
    """Make a function an Otter test case; what the notebook does not define is said first.

    Args:
        name: the sentence that students see.
        points: what it is worth.
        hidden: whether students see it only after grading.
    """

    def decorate(the_check):
        @functools.wraps(the_check)
        def checked(**answers):
            for answer, value in answers.items():
                if value is None:
                    raise AssertionError(
                        f"{answer} is not defined. Run the cell that defines it, then check again."
                    )
            try:
                the_check(**answers)
            except (AssertionError, NotImplementedError):
                raise
            except Exception as error:
                raise AssertionError(raised(error, name)) from error

        return test_case(name=name, points=points, hidden=hidden)(checked)

    return decorate


def raised(error, name):
    """Say what the student's code raised, in which check, and where in the notebook it was."""
    kind, text = type(error).__name__, re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    text = " ".join(text.split())
    lines = [f"your code raised {kind}: {text if len(text) <= 300 else text[:297] + '...'}"]
    lines.append(f"  in the check: {name}")
    frames = traceback.extract_tb(error.__traceback__)
    for frame in [f for f in frames if "ipykernel" in f.filename][-1:]:
        lines.append(f"  raised in:    {frame.name}, line {frame.lineno} of its cell: {frame.line}")
    return "\n".join(lines)


def probe(measure):
    """Mark a function that runs beside the student's code and returns measurements, not verdicts.

    It imports what it needs inside and takes at least one of the student's objects. In the judge,
    where these are stand-ins, it is sent to the student's process; elsewhere it is simply called.
    """

    @functools.wraps(measure)
    def call(*args, **kwargs):
        for value in [*args, *kwargs.values()]:
            remote = getattr(type(value), "remote_of", None)
            if remote is not None:
                return remote(value).probe(measure.__name__, args, kwargs)
        return measure(*args, **kwargs)

    return call


class TensorData(np.ndarray):
    """The data of a tensor, where there is no TensorFlow; it arrives as a real one."""

    is_tensor = True


def tensor(values, dtype="float32"):
    """Return ``values`` as the tensor that the student's code is to get."""
    array = np.asarray(values, dtype=dtype)
    tensorflow = sys.modules.get("tensorflow")
    return array.view(TensorData) if tensorflow is None else tensorflow.constant(array)


def draw(salt):
    """Return a NumPy generator for the inputs of a hidden check.

    Its seed is the run's, which the engine records; without one it is fresh in each process.
    """
    seed = os.environ.setdefault("AUTOGRADER_SEED", str(secrets.randbits(32)))
    return np.random.default_rng([int(seed), zlib.crc32(salt.encode())])


def show(value, most=300):
    """Return a value as short text: shape before numbers, four digits."""
    if hasattr(value, "numpy") or isinstance(value, np.ndarray):
        array = np.asarray(value)
        body = np.array2string(array, precision=4, threshold=12, edgeitems=2, separator=", ")
        text = f"{body}, shape {array.shape}, {array.dtype}" if array.ndim else body
    elif isinstance(value, (list, tuple)):
        body = ", ".join(show(part, 100) for part in value[:6])
        text = f"[{body}{', ...' if len(value) > 6 else ''}]"
    elif isinstance(value, float):
        text = f"{value:.6g}"
    else:
        text = repr(value)
    return text if len(text) <= most else text[: most - 3] + "..."


def fault(got, want, rtol, atol):
    """Return what is wrong with ``got``, coarse to fine, or '' where it equals ``want``.

    Lists and tuples are compared entry by entry, dicts key by key; None equals only None, a bool
    only a bool, text only itself. Numbers and arrays: type, shape, finite, then value, where
    |got - want| <= atol + rtol |want|.
    """
    if want is None or isinstance(want, (str, bool)):
        same_kind = got is None if want is None else isinstance(got, (type(want), np.bool_))
        return "" if same_kind and got == want else f"it is {show(got)}"
    if isinstance(want, dict):
        if not isinstance(got, dict):
            return f"it is not a dict: it is {show(got)}"
        lacking = [key for key in want if key not in got]
        if lacking:
            return f"the key {lacking[0]!r} is missing"
        faults = ((key, fault(got[key], want[key], rtol, atol)) for key in want)
        return next((f"[{key!r}]: {text}" for key, text in faults if text), "")
    if isinstance(want, (list, tuple)) and not hasattr(got, "shape"):
        if not isinstance(got, (list, tuple)):
            return f"it is not a list: it is {show(got)}"
        if len(got) != len(want):
            return f"it has {len(got)} entries, not {len(want)}"
        faults = (
            (i, fault(g, w, rtol, atol)) for i, (g, w) in enumerate(zip(got, want, strict=True))
        )
        return next((f"entry {i}: {text}" for i, text in faults if text), "")
    if got is None or isinstance(got, (bool, str, dict)):
        return f"it is {show(got)}, not a number or an array"
    try:
        array, wanted = np.asarray(got, dtype="float64"), np.asarray(want, dtype="float64")
    except (TypeError, ValueError):
        return f"it is {show(got)}, not a number or an array"
    if array.shape != wanted.shape:
        return f"its shape is {array.shape}, not {wanted.shape}"
    if np.any(np.isfinite(wanted) & ~np.isfinite(array)):
        return "it holds NaN or Inf"
    off = ~np.isclose(array, wanted, rtol=rtol, atol=atol, equal_nan=True)
    if not off.any():
        return ""
    if array.ndim == 0:
        return "the value is wrong"
    worst = np.unravel_index(np.argmax(np.where(off, np.abs(array - wanted), -1)), array.shape)
    index = ", ".join(str(int(i)) for i in worst)
    return f"at [{index}] it is {array[worst]:.6g}, not {wanted[worst]:.6g}"


def expect(call, got, want, cause, rtol=1e-5, atol=1e-6):
    """Fail with call, got, expected and the likely cause unless ``got`` equals ``want``."""
    wrong = fault(got, want, rtol, atol)
    if wrong:
        raise AssertionError(
            f"{call}\n  got:          {show(got)}\n  expected:     {show(want)}"
            f"\n  the fault:    {wrong}\n  likely cause: {cause}"
        )


def expect_hidden(got, want, about, rtol=1e-5, atol=1e-6):
    """Fail with the property and the section only: a hidden check shows no numbers."""
    if fault(got, want, rtol, atol):
        raise AssertionError(about)


def expect_error(call, kind, run, cause):
    """Fail unless ``run()`` raises ``kind``; an unwritten stub is not taken for an answer."""
    try:
        got = run()
    except NotImplementedError:
        raise
    except kind:
        return
    raise AssertionError(
        f"{call}\n  got:          {show(got)}\n  expected:     a {kind.__name__}"
        f"\n  likely cause: {cause}"
    )


def parts(call, value, names):
    """Return the entries of a tuple that a function is to return, or say what came instead."""
    count = len(value) if isinstance(value, (list, tuple)) else None
    if count != len(names):
        raise AssertionError(
            f"{call}\n  got:          {show(value)}\n  expected:     ({', '.join(names)})"
            "\n  likely cause: the return statement; it is to return "
            f"{len(names)} things, separated by commas."
        )
    return value
