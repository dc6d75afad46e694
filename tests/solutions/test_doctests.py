"""The docstrings of the reference system: complete, and their examples are true."""

import ast
import doctest
import importlib
import inspect
from pathlib import Path

import pytest

import solutions

ROOT = Path(solutions.__file__).parent
MODULES = sorted(
    ".".join(("solutions", *path.relative_to(ROOT).with_suffix("").parts))
    for path in ROOT.rglob("*.py")
    if "lectures" not in path.parts and path.name not in ("__main__.py", "__init__.py")
)
PUBLIC = [
    pytest.param(getattr(importlib.import_module(package), name), id=f"{package[10:]}.{name}")
    for package in sorted(
        f"solutions.{path.parent.name}" for path in ROOT.glob("[a-km-z]*/__init__.py")
    )
    for name in importlib.import_module(package).__all__
    if callable(getattr(importlib.import_module(package), name))
]


@pytest.mark.parametrize("module", MODULES)
def test_examples_are_true(module):
    failed, _ = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert failed == 0


def missing(thing) -> list[str]:
    """Return the sections that the docstring of a public function or class should have."""
    text = inspect.getdoc(thing) or ""
    code = ast.parse(inspect.getsource(thing)).body[0]
    is_record = inspect.isclass(thing) and not any(
        isinstance(node, ast.FunctionDef) and node.name == "__init__" for node in code.body
    )
    wanted = {"Args:": False, "Returns:": False, "Raises:": False, "Example:": not is_record}
    if inspect.isfunction(thing):
        parameters = inspect.signature(thing).parameters.values()
        names = [
            parameter.name for parameter in parameters if parameter.kind != parameter.VAR_KEYWORD
        ]
        wanted["Returns:"] = code.returns is not None and ast.unparse(code.returns) != "None"
        wanted["Args:"] = bool(names)
        wanted |= {f"{name}:": True for name in names if len(names) > 1}
        wanted["Raises:"] = any(isinstance(node, ast.Raise) for node in ast.walk(code))
        if "Yields:" in text:
            wanted["Returns:"] = False
    return [section for section, is_wanted in wanted.items() if is_wanted and section not in text]


@pytest.mark.parametrize("thing", PUBLIC)
def test_docstring_is_complete(thing):
    assert not missing(thing)
