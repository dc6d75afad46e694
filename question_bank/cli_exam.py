"""Commands that make tests from the bank and read their marks: draw, undo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .load import ITEMS
from .options import Items, UserError, load_items

LedgerFile = Annotated[Path, typer.Option("--ledger", help="File that records the draws.")]
LEDGER = Path("ledger.jsonl")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(draw)
    app.command()(undo)


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
    items: Items = ITEMS,
) -> None:
    """Draw a test and record it.

    Example: python -m question_bank draw unit_test_1 --sets 2 --seed 7 --out out/ut1
    """
    from .blueprint import find_blueprint, load_blueprint
    from .draw.run import Request
    from .draw.run import draw as draw_sets
    from .form import HEADER, load_header
    from .render import render
    from .render.sheet import read_register
    from .variant import DrawError

    bank = load_items(items)
    try:
        plan = load_blueprint(find_blueprint(blueprint))
        request = Request(
            plan, sets or plan.sets, seed, load_header(header or HEADER), date, allow_draft
        )
        students = read_register(register) if register else []
        form = draw_sets(
            bank, request, ledger, out, lambda form, folder: render(form, folder, students)
        )
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
