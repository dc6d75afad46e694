"""The two kinds of errors that end a command: the user's input, and our own."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can mend; the message says what was given and what to do. Exit code 1."""


class EngineError(Exception):
    """Something that is ours: never a student's zero. Exit code 2."""
