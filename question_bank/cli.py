"""Commands. Exit code 0: done; 1: the user's input (arguments or items); 2: our own fault."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from . import cli_exam
from .load import ITEMS, Bank, load_bank
from .options import Items, Json, UserError, load_items
from .schema import Question
from .select import FIELDS, check_fields, matches

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A bank of 2-mark questions: list, show, search, lint, new, depth, map;"
    " and tests from it: draw, undo, marks, export.",
)


def main() -> None:
    """Run the command line and exit."""
    try:
        sys.exit(app(standalone_mode=False) or 0)  # not standalone: typer.Exit becomes the result
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
    except typer.Abort:
        sys.exit(1)
    except BrokenPipeError:  # the reader, such as head, has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    except Exception as error:
        if hasattr(error, "format_message"):  # click's usage errors
            print(f"error: {error.format_message()}", file=sys.stderr)
            sys.exit(1)
        traceback.print_exc()
        print("error: this is a fault of question_bank; please report it", file=sys.stderr)
        sys.exit(2)


def _find(bank: Bank, id: str) -> Question:
    if id in bank.questions:
        return bank[id]
    from .faults import nearest

    hint = nearest(id, bank.questions, "see `python -m question_bank list`", most=3)
    raise UserError(f"no question {id!r}; {hint}")


def _rows(questions: list[Question], as_json: bool) -> None:
    if as_json:
        names = ("id", "version", *FIELDS, "marks", "enemies", "errata")
        print(json.dumps([{n: getattr(q, n) for n in names} for q in questions], indent=1))
        return
    for q in questions:
        mark = "*" if q.parametrised else " "
        print(
            f"{q.id:44} {q.topic} {q.outcome} {q.co} {q.bloom} d{q.difficulty} "
            f"{q.part:8} {q.kind:13}{mark} {q.status}"
        )
    drawn = sum(q.parametrised for q in questions)
    print(f"{len(questions)} questions, {drawn} of them parametrised (*)")


@app.command("list")
def list_(
    where: Annotated[
        list[str] | None, typer.Argument(help="Filters FIELD=VALUE, e.g. topic=a08 bloom=L3.")
    ] = None,
    items: Items = ITEMS,
    as_json: Json = False,
) -> None:
    """List questions. Example: python -m question_bank list topic=a08 part=analysis"""
    conditions = dict(condition.partition("=")[::2] for condition in where or [])
    try:
        check_fields(conditions)
    except ValueError as error:
        raise UserError(f"{error}; write FIELD=VALUE, e.g. topic=a08") from None
    questions = [q for q in load_items(items) if matches(q, conditions)]
    _rows(questions, as_json)


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="Id of the question.")],
    seed: Annotated[int, typer.Option(help="Seed of the variant.", min=0)] = 1,
    items: Items = ITEMS,
    as_json: Json = False,
) -> None:
    """Print statement, answer and marking scheme.

    Example: python -m question_bank show m2-vanishing-sigmoid-bound --seed 3
    """
    from .show import as_data, as_text
    from .variant import DrawError, realise

    bank = load_items(items)
    question = _find(bank, id)
    try:
        variant = realise(question, seed)
        print(json.dumps(as_data(variant), indent=1) if as_json else as_text(variant))
    except DrawError as error:
        fault = bank.fault(id, error.path, str(error), error.offset)
        raise UserError(str(fault)) from None


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words; all must occur, case aside.")],
    items: Items = ITEMS,
    as_json: Json = False,
) -> None:
    """Find questions by words in any text, id or tag.

    Example: python -m question_bank search adam bias
    """
    found = []
    for question in load_items(items):
        text = " ".join([question.id, *question.tags, *(t for _, t in question.texts())]).lower()
        if all(word.lower() in text for word in words):
            found.append(question)
    _rows(found, as_json)


@app.command()
def lint(
    ids: Annotated[list[str] | None, typer.Argument(help="Only these questions.")] = None,
    thorough: Annotated[bool, typer.Option("--thorough", help="300 seeds instead of 12.")] = False,
    seeds: Annotated[int | None, typer.Option(min=1, help="This many seeds.")] = None,
    items: Items = ITEMS,
    as_json: Json = False,
) -> None:
    """Check everything. Example: python -m question_bank lint m2-vanishing-sigmoid-bound"""
    from .lint import SEEDS, THOROUGH
    from .lint import lint as check

    try:
        bank = load_bank(items)
    except ValueError as error:
        raise UserError(str(error)) from None
    faults = check(bank, seeds or (THOROUGH if thorough else SEEDS), _ids(bank, ids))
    if as_json:
        print(json.dumps([vars(fault) for fault in faults], indent=1))
    else:
        for fault in faults:
            print(fault)
        print(f"{len(bank)} questions, {len(faults)} faults", file=sys.stderr)
    if faults:
        raise typer.Exit(1)


def _ids(bank: Bank, ids: list[str] | None) -> list[str] | None:
    """Check the ids given; one whose file did not load shows its faults instead."""
    broken = {Path(fault.path).stem: fault for fault in bank.faults}
    for id in ids or []:
        if id in broken:
            raise UserError("\n".join(str(f) for f in bank.faults if Path(f.path).stem == id))
        _find(bank, id)
    return ids or None


@app.command()
def new(
    id: Annotated[str, typer.Argument(help="Id; begins with the module, m1- or m2-.")],
    topic: Annotated[str, typer.Option(help="Topic, a01 to a15 (see course.yaml).")],
    kind: Annotated[str, typer.Option(help="One of the six kinds.")] = "short-answer",
    part: Annotated[str, typer.Option(help="theory or analysis.")] = "theory",
    items: Items = ITEMS,
) -> None:
    """Start an item, with every field in place and TODO where you write.

    Example: python -m question_bank new m2-clip-norm --topic a08 --kind numeric
    """
    from .new import new_item

    try:
        print(new_item(id, topic, kind, part, items))
    except ValueError as error:
        raise UserError(str(error)) from None


@app.command()
def depth(
    blueprint: Annotated[str, typer.Argument(help="A bundled blueprint, or a file.")],
    used: Annotated[Path | None, typer.Option(help="File of ids already used, one a line.")] = None,
    ledger: cli_exam.LedgerFile = cli_exam.LEDGER,
    items: Items = ITEMS,
    as_json: Json = False,
) -> None:
    """Count the disjoint tests that a blueprint can still draw from what no draw has used.

    Example: python -m question_bank depth quick_quiz
    """
    from .blueprint import find_blueprint, load_blueprint
    from .depth import as_text
    from .depth import depth as count
    from .draw.ledger import Ledger

    try:
        plan = load_blueprint(find_blueprint(blueprint))
        gone = set(used.read_text(encoding="utf-8").split() if used else [])
        gone |= set(Ledger(ledger).uses())
    except (ValueError, OSError) as error:
        raise UserError(str(error)) from None
    found = count(load_items(items), plan, gone)
    print(json.dumps(vars(found), indent=1) if as_json else as_text(plan, found))


@app.command("map")
def map_(items: Items = ITEMS, as_json: Json = False) -> None:
    """Print what the bank covers and its gaps. Example: python -m question_bank map --json"""
    from .coverage import as_text, coverage

    bank = load_items(items)
    found = coverage(bank)
    if as_json:
        cells = [[*cell, n] for cell, n in found.cells.items()]
        print(json.dumps(vars(found) | {"cells": cells}, indent=1))
    else:
        print(as_text(found, bank))


@app.command()
def schema() -> None:
    """Print the JSON schema. Example: python -m question_bank schema > question_bank/schema.json"""
    from .schema import json_schema

    print(json_schema(), end="")


cli_exam.register(app)
