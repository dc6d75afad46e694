"""Commands that make tests from the bank and read their marks: draw, undo, marks, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .load import ITEMS
from .options import Items, UserError, load_items

LedgerFile = Annotated[Path, typer.Option("--ledger", help="File that records the draws.")]
HistoryFile = Annotated[Path, typer.Option("--history", help="File of measured statistics.")]
LEDGER, HISTORY = Path("ledger.jsonl"), Path("history.jsonl")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(draw)
    app.command()(undo)
    app.command()(marks)
    app.command()(export)


def draw(
    blueprint: Annotated[str, typer.Argument(help="A bundled blueprint, or a file.")],
    out: Annotated[Path, typer.Option(help="New folder for papers, keys and sheets.")],
    seed: Annotated[int, typer.Option(min=0, help="Chooses among equally good draws.")],
    sets: Annotated[int | None, typer.Option(min=1, max=26, help="Number of sets.")] = None,
    ledger: LedgerFile = LEDGER,
    date: Annotated[str, typer.Option(help="Date printed on the paper.")] = "",
    header: Annotated[Path | None, typer.Option(help="Head of the paper, YAML.")] = None,
    register: Annotated[
        Path | None, typer.Option(help="Register numbers for the sheet, CSV, in its first column.")
    ] = None,
    allow_draft: Annotated[
        bool, typer.Option("--allow-draft", help="Draw drafts too, not only reviewed questions.")
    ] = False,
    weak: Annotated[
        Path | None,
        typer.Option("--weak-spots", help="Grading run; ask more about what the class got wrong."),
    ] = None,
    history: HistoryFile = HISTORY,
    items: Items = ITEMS,
) -> None:
    """Draw a test and record it.

    Example: python -m question_bank draw unit_test_1 --sets 2 --seed 7 --out out/ut1
    """
    from .blueprint import find_blueprint, load_blueprint
    from .draw.run import Request
    from .draw.run import draw as draw_sets
    from .draw.weak import weak_spots
    from .form import HEADER, load_header
    from .marks.history import measured_difficulty
    from .render import render
    from .render.sheet import read_register
    from .variant import DrawError

    bank = load_items(items)
    try:
        plan = load_blueprint(find_blueprint(blueprint))
        request = Request(
            plan,
            sets or plan.sets,
            seed,
            load_header(header or HEADER),
            date,
            allow_draft,
            read_register(register) if register else [],
            weak=weak_spots(bank, weak) if weak else {},
            difficulty=measured_difficulty(bank, history),
        )
        form = draw_sets(bank, request, ledger, out, render)
    except DrawError:
        raise
    except ValueError as error:
        raise UserError(str(error)) from None
    for name, questions in form["sets"].items():
        print(f"Set {name}: {' '.join(q['id'] for q in questions)}")
    print(f"{form['draw']} in {ledger}; files in {out}; take it back with:")
    print(f"  python -m question_bank undo {form['draw']} --ledger {ledger}")


def undo(
    draw: Annotated[str, typer.Argument(help="Name of the draw, e.g. d003.")],
    ledger: LedgerFile = LEDGER,
) -> None:
    """Take a draw back: its questions count as unused.

    Example: python -m question_bank undo d003 --ledger ledger.jsonl
    """
    from .draw.run import undo as take_back

    try:
        entry = take_back(ledger, draw)
    except ValueError as error:
        raise UserError(str(error)) from None
    print(f"{draw} ({entry['blueprint']}) undone; its files are not touched")


def marks(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the draw.")],
    file: Annotated[Path, typer.Argument(metavar="MARKS", help="Filled marks.csv or marks.xlsx.")],
    history: HistoryFile = HISTORY,
) -> None:
    """Read the marks, print item statistics, add them to the history.

    Example: python -m question_bank marks out/ut1 out/ut1/marks.xlsx
    """
    from .form import load_form
    from .marks.report import evaluate

    try:
        print(evaluate(load_form(folder), file, history, folder))
    except ValueError as error:
        raise UserError(str(error)) from None
    print(f"\n{folder / 'statistics.csv'} written, {history} extended")


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the draw.")],
    numeric: Annotated[
        bool, typer.Option("--numeric", help="Let the LMS mark numeric questions by their number.")
    ] = False,
) -> None:
    """Write Moodle XML, GIFT, QTI 2.1 and Otter notebooks; list what they cannot carry.

    Example: python -m question_bank export out/ut1
    """
    from .export import FOLDER
    from .export import export as write_all
    from .form import load_form

    try:
        left_out = write_all(load_form(folder), folder, numeric)
    except ValueError as error:
        raise UserError(str(error)) from None
    print("\n".join(left_out))
    print(f"{folder / FOLDER} written; above is what was left out")
