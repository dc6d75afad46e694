"""Commands that make tests from the bank and read their marks: draw, undo, marks, export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from .load import ITEMS, shown
from .options import Items, UserError, load_items

LedgerFile = Annotated[Path, typer.Option("--ledger", help="File that records the draws.")]
HistoryFile = Annotated[Path, typer.Option("--history", help="File of measured statistics.")]
RECORDS = ITEMS.with_name("records")  # beside the bank, wherever a command is run from; keep it
LEDGER, HISTORY = RECORDS / "ledger.jsonl", RECORDS / "history.jsonl"

RULES = """\b
A blueprint is a YAML file like those in question_bank/blueprints/. Its rules, on every set:
  {number: {bloom: [L5, L6]}, at_least: 1}   how many questions have these attributes
  {sum: minutes, at_most: 42}                a total, also of marks or difficulty
  {each: topic, at_most: 2}                  how many questions per value of an attribute
  {share: {part: analysis}, at_least: 0.4}   part of the marks that come from the bank
  {include: [m2-clip-one-step]}              common to all sets
  {exclude: [m2-clip-one-step]}              in no set
  {enemies: [m2-clip-one-step, m1-xor-single-perceptron]}       at most one of them
  {all_or_none: [m2-clip-one-step, m1-xor-single-perceptron]}   all of them or none
number, sum, each and share take at_least, at_most or both. Attributes are those of `list`.
"""


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(epilog=RULES)(draw)
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
    """Draw a test and record it; its questions count as used from then on.

    Example: python -m question_bank draw unit_test_1 --sets 2 --seed 7 --out out/ut1
    """
    from .blueprint import find_blueprint, load_blueprint
    from .draw.run import Request
    from .draw.run import draw as draw_sets
    from .draw.weak import weak_spots
    from .form import HEADER, load_header
    from .marks.difficulty import measured_difficulty
    from .render import render
    from .render.sheet import read_register

    bank = load_items(items)
    started = not ledger.exists()
    with _in_one_line():
        file = find_blueprint(blueprint)
        plan = load_blueprint(file)
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
            file=file,
        )
        if weak and not request.weak:
            print("weak spots: none in this run; drawn as without --weak-spots")
        form = draw_sets(bank, request, ledger, out, render, print)
    for name, questions in form["sets"].items():
        print(f"Set {name}: {' '.join(q['id'] for q in questions)}")
    new = ", a new ledger" if started else ""
    print(f"{form['draw']} in {shown(ledger)}{new}; files in {out}; take it back with:")
    print(f"  python -m question_bank undo {form['draw']} --ledger {shown(ledger)}")


def undo(
    draw: Annotated[str, typer.Argument(help="Name of the draw, e.g. d003.")],
    ledger: LedgerFile = LEDGER,
) -> None:
    """Take a draw back: its questions count as unused.

    Example: python -m question_bank undo d003 --ledger ledger.jsonl
    """
    from .draw.run import undo as take_back

    with _in_one_line():
        entry = take_back(ledger, draw)
    print(f"{draw} ({entry['blueprint']}) undone; its files are not touched")


def marks(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the draw.")],
    file: Annotated[Path, typer.Argument(metavar="MARKS", help="Filled marks.csv or marks.xlsx.")],
    history: HistoryFile = HISTORY,
    register: Annotated[
        Path | None,
        typer.Option(help="Register numbers of the class, CSV or XLSX, if not given to draw."),
    ] = None,
) -> None:
    """Read the marks, print item statistics, add them to the history.

    Each section's sheet counts once, however often it is read; sections that take the same test
    pool. Later draws use what was measured.

    Example: python -m question_bank marks out/ut1 out/ut1/marks.xlsx
    """
    from .form import load_form
    from .marks.report import evaluate
    from .render.sheet import read_register

    with _in_one_line():
        numbers = read_register(register) if register else None
        print(evaluate(load_form(folder), file, history, folder, numbers))
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

    with _in_one_line():
        left_out = write_all(load_form(folder), folder, numeric)
    print("\n".join(left_out))
    print(f"{folder / FOLDER} written; above is what was left out")


@contextmanager
def _in_one_line() -> Iterator[None]:
    """Tell wrong input and files that cannot be used in one line."""
    try:
        yield
    except OSError as error:
        problem = f"{error.strerror}; give a place that can be read and written"
        raise UserError(f"{error.filename}: {problem}") from None
    except ValueError as error:
        raise UserError(str(error)) from None
