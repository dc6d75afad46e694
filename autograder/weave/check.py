"""Reads a check file without running it: its cases, points, probes and data."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from autograder.errors import UserError
from autograder.house import check_path, shown

DATA = ("outcome", "co", "po", "part", "section")  # what the reports read


@dataclass(frozen=True)
class Case:
    """One test case: its function's name, the sentence, the points, who sees it."""

    function: str
    sentence: str
    points: float
    hidden: bool

    @property
    def property(self) -> str:
        """The property that it tests: a public case and its hidden twin share one."""
        name = self.function.removeprefix("test_")
        return name.removesuffix("_public").removesuffix("_hidden")


@dataclass(frozen=True)
class Check:
    """A check file, read but not run."""

    token: str
    path: Path
    text: str
    cases: tuple[Case, ...]
    data: dict[str, Any]

    @property
    def points(self) -> float:
        """What the question is worth."""
        return sum(case.points for case in self.cases)

    def probes(self) -> dict[str, str]:
        """Return the source of each probe, by name, without its decorator."""
        lines = self.text.splitlines()
        return {
            node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno])
            for node in ast.parse(self.text).body
            if isinstance(node, ast.FunctionDef) and _decorators(node).get("probe") is not None
        }


def read(token: str, seen_at: str = "") -> Check:
    """Return the checks of a question.

    Raises:
        UserError: naming file and line, if the file is missing or is not a check file.
    """
    path = check_path(token)
    if not path.exists():
        place = f"{seen_at}: " if seen_at else ""
        raise UserError(f"{place}{token} has no checks; write {shown(path)}")
    text = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise UserError(f"{shown(path)}:{error.lineno}: {error.msg}") from error
    values = _constants(tree)
    if values.get("name") != token:
        wrong = values.get("name")
        raise UserError(f"{shown(path)}: its name is {wrong!r}; write name = {token!r}")
    if values.get("OK_FORMAT") is not False:
        raise UserError(f"{shown(path)}: write OK_FORMAT = False; the cases are functions")
    missing = [key for key in DATA if key not in values]
    if missing:
        raise UserError(
            f"{shown(path)}: {missing[0]} is missing; each of {', '.join(DATA)} is needed"
        )
    cases = tuple(_cases(tree, path))
    if not cases:
        raise UserError(f"{shown(path)}: there is no case; write a function with @graded(...)")
    return Check(token, path, text, cases, {key: values[key] for key in DATA})


def _cases(tree: ast.Module, path: Path):
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        call = _decorators(node).get("graded")
        if call is None:
            if node.name.startswith("test_"):
                raise UserError(f"{shown(path)}:{node.lineno}: {node.name} has no @graded(...)")
            continue
        try:
            given = [ast.literal_eval(argument) for argument in call.args]
            given = dict(zip(("name", "points", "hidden"), given, strict=False))
            given |= {word.arg: ast.literal_eval(word.value) for word in call.keywords}
            sentence, points = given["name"], given["points"]
        except (ValueError, KeyError, AttributeError) as error:
            place = f"{shown(path)}:{node.lineno}"
            raise UserError(
                f"{place}: write @graded('a sentence', points=N, hidden=...)"
            ) from error
        hidden = bool(given.get("hidden", False))
        if not node.name.endswith("_hidden" if hidden else "_public"):
            ending = "_hidden" if hidden else "_public"
            raise UserError(f"{shown(path)}:{node.lineno}: call it {node.name}{ending}")
        yield Case(node.name, sentence, points, hidden)


def _constants(tree: ast.Module) -> dict[str, Any]:
    """Return the literals that are assigned at top level, also several in one line."""
    values = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        try:
            value = ast.literal_eval(node.value)
        except ValueError:
            continue
        target = node.targets[0]
        names, parts = (
            (target.elts, value) if isinstance(target, ast.Tuple) else ([target], [value])
        )
        values |= {n.id: part for n, part in zip(names, parts, strict=True)}
    return values


def _decorators(node: ast.FunctionDef) -> dict[str, Any]:
    found = {}
    for decorator in node.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(target, ast.Name):
            found[target.id] = decorator
    return found


@dataclass(frozen=True)
class Scheme:
    """The marking scheme of a written question, and the data that the reports read."""

    token: str
    path: Path
    text: str
    data: dict[str, Any]


def read_scheme(token: str, seen_at: str = "") -> Scheme:
    """Return the marking scheme of a written question: data between two ``---``, then Markdown.

    Raises:
        UserError: naming the file, if it is missing or its data are.
    """
    path = check_path(token).with_suffix(".md")
    if not path.exists():
        place = f"{seen_at}: " if seen_at else ""
        raise UserError(f"{place}{token} has no marking scheme; write {shown(path)}")
    head, text = re.fullmatch(
        r"(?:---\n(.*?)\n---\n)?(.*)", path.read_text(encoding="utf-8"), re.DOTALL
    ).groups()
    try:
        data = yaml.safe_load(head or "") or {}
    except yaml.YAMLError as error:
        raise UserError(f"{shown(path)}: its head is no YAML ({error})") from error
    missing = [key for key in DATA if key != "section" and key not in data]
    if missing:
        raise UserError(
            f"{shown(path)}: {missing[0]} is missing; begin the file with '---', a line each for "
            "outcome, co, po and part, and '---'"
        )
    return Scheme(token, path, text.strip() + "\n", data)
