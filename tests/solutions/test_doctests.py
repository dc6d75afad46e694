"""The examples in the docstrings of the reference system are true."""

import doctest
import importlib
from pathlib import Path

import pytest

import solutions

ROOT = Path(solutions.__file__).parent
MODULES = sorted(
    ".".join(("solutions", *path.relative_to(ROOT).with_suffix("").parts))
    for path in ROOT.rglob("*.py")
    if "lectures" not in path.parts and path.name not in ("__main__.py", "__init__.py")
)


@pytest.mark.parametrize("module", MODULES)
def test_examples_are_true(module):
    failed, _ = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert failed == 0
