"""What the commands share: the options, the error for the user, and loading with faults printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .load import Bank, load_bank

Items = Annotated[Path, typer.Option("--items", help="Folder of items, holding m1/ and m2/.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


class UserError(ValueError):
    """Something to be mended by the person at the keyboard; printed as it is, exit code 1."""


def load_items(items: Path) -> Bank:
    """Load the bank and print the faults of loading; the rest is used."""
    try:
        bank = load_bank(items)
    except ValueError as error:
        raise UserError(str(error)) from None
    for fault in bank.faults:
        print(fault, file=sys.stderr)
    return bank
