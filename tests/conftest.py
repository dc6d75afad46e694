"""Quiet, CPU-only, one-threaded TensorFlow for every test process."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
os.environ.setdefault("MPLBACKEND", "Agg")

import shutil
import sys

import pytest

NO_SANDBOX = "bubblewrap is not installed: sudo apt-get install bubblewrap"


@pytest.fixture(scope="session")
def light_template():
    """A sandboxed template that imports NumPy only: starts in a second."""
    yield from _template(["numpy"])


@pytest.fixture(scope="session")
def template():
    """A sandboxed template as ``grade`` uses it, with TensorFlow."""
    yield from _template(None)


def _template(imports):
    from autograder.engine.sandbox import Template

    if shutil.which("bwrap") is None or sys.platform != "linux":
        pytest.fail(NO_SANDBOX)  # not skipped: an untested sandbox is no sandbox
    made = Template("sandbox", imports)
    made.start()
    made.wait_until_ready()
    yield made
    made.close()
