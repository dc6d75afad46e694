"""Composes the master notebook: the source's cells with Otter's markers and the solutions."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder.house import shown
from autograder.weave import check, solution, source

CONFIG = """# ASSIGNMENT CONFIG
name: {name}
init_cell: true
export_cell:
  pdf: false
  run_tests: false
tests:
  ok_format: false
generate: true
requirements: requirements.txt
"""
PLACEHOLDER = "def test_placeholder():\n    pass"
ANSWER = "*Your answer here.*"


def compose(path: Path) -> tuple[NotebookNode, list[check.Check]]:
    """Return the master notebook of an assignment's source and the checks of its questions.

    Raises:
        UserError: naming file and line, if a solution or a check is missing, points do not add
            up, a check file belongs to no question, or a solution uses a name that the notebook
            does not define before it.
    """
    cells = source.read(path)
    checks = [_check_of(cell) for cell, _ in source.questions(cells)]
    _no_orphans(cells, path)
    _names_are_defined(cells)
    return assemble(cells, path.parent.name), checks


def assemble(cells: list[source.Cell], name: str) -> NotebookNode:
    """Return the master notebook of some cells."""
    last = {id(own[-1]) for _, own in source.questions(cells)}
    token, made = None, [new_raw_cell(CONFIG.format(name=name))]
    for cell in cells:
        if "question" in cell.asks:
            token = cell.asks["question"]
            made.append(_begin_question(token, cell.asks["points"]))
            made += [new_markdown_cell(cell.text), new_raw_cell("# BEGIN SOLUTION")]
        elif "manual" in cell.asks:
            made += _manual(cell)
        elif "solution" in cell.asks:
            found = solution.find(cell.asks["solution"], _place(cell))
            made.append(new_code_cell(solution.master_text(found, token)))
        elif "given" in cell.asks:
            found = solution.find(cell.asks["given"], _place(cell))
            made.append(new_code_cell(solution.plain_text(found)))
        elif cell.kind == "code":
            made.append(new_code_cell(cell.text))
        else:
            made.append(new_markdown_cell(cell.text))
        if id(cell) in last:
            made += [new_raw_cell("# END SOLUTION"), new_raw_cell("# BEGIN TESTS")]
            made.append(new_code_cell(PLACEHOLDER))
            made += [new_raw_cell("# END TESTS"), new_raw_cell("# END QUESTION")]
    notebook = new_notebook(cells=made)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.validate(notebook)
    return notebook


def _place(cell: source.Cell) -> str:
    return f"{shown(cell.path)}:{cell.line}"


def _begin_question(token: str, points: float, manual: bool = False) -> NotebookNode:
    lines = ["# BEGIN QUESTION", f"name: {token}", f"points: {points}"]
    return new_raw_cell("\n".join([*lines, "manual: true"] if manual else lines))


def _manual(cell: source.Cell) -> list[NotebookNode]:
    token = cell.asks["manual"]
    answer = check.read_scheme(token, _place(cell)).text
    return [
        _begin_question(token, cell.asks["points"], manual=True),
        new_markdown_cell(cell.text),
        *(new_raw_cell("# BEGIN PROMPT"), new_markdown_cell(ANSWER), new_raw_cell("# END PROMPT")),
        new_raw_cell("# BEGIN SOLUTION"),
        *(new_markdown_cell(answer), new_raw_cell("# END SOLUTION")),
        new_raw_cell("# END QUESTION"),
    ]


def _check_of(cell: source.Cell) -> check.Check:
    token, points = cell.asks["question"], cell.asks["points"]
    found = check.read(token, _place(cell))
    if abs(found.points - points) > 1e-9:
        raise cell.error(
            f"{token} is worth {points} here, but the cases in {shown(found.path)} add up to "
            f"{found.points:g}; change one of them"
        )
    return found


def _no_orphans(cells: list[source.Cell], path: Path) -> None:
    tokens = {cell.asks.get("question") or cell.asks.get("manual") for cell in cells}
    folder = check.check_path(f"{path.parent.name[:3]}_q0_x").parent
    for file in sorted(folder.glob("q*.*")):
        token = f"{folder.name}_{file.stem}"
        if token not in tokens:
            raise source.UserError(
                f"{shown(file)}: {shown(path)} has no question {token}; add it or delete the file"
            )


def _names_are_defined(cells: list[source.Cell]) -> None:
    known = {"grader", "get_ipython"}
    for cell in cells:
        if cell.kind != "code":
            continue
        reference = cell.asks.get("solution") or cell.asks.get("given")
        if reference is None:
            try:
                known |= solution.defined_names(source.runnable(cell.text))
            except SyntaxError as error:
                raise cell.error(f"line {error.lineno} of this cell: {error.msg}") from error
            continue
        found = solution.find(reference, _place(cell))
        for name, line in solution.free_names(ast.unparse(ast.parse(found.text))).items():
            if name not in known | {found.name}:
                raise cell.error(
                    f"{found.name} ({shown(found.path)}:{found.line}) uses {name!r} (its line "
                    f"{line}), which no cell above defines; import it or give it first"
                )
        known.add(found.name)
