"""Runs cells as Jupyter would: magics, rich output, figures, errors, all kept as notebook outputs.

An IPython shell without a kernel: made once in the template, so that starting it costs a student
nothing, and used by each fork for itself.
"""

from __future__ import annotations

import base64
import os
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

CUT = "\n... output over the limit is not kept\n"


class Outputs:
    """The outputs of one cell, up to a number of bytes."""

    def __init__(self, limit: int = 0):
        self.items: list[dict[str, Any]] = []
        self.left = limit

    def stream(self, name: str, text: str) -> None:
        """Add text of stdout or stderr; neighbours of one stream become one output."""
        if self.left <= 0:
            return
        kept = _sendable(text[: self.left])
        self.left -= len(kept)
        if self.left <= 0:
            kept += CUT
        last = self.items[-1] if self.items else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"].append(kept)
        else:
            self.items.append({"output_type": "stream", "name": name, "text": [kept]})

    def finished(self) -> list[dict[str, Any]]:
        """Return the outputs as nbformat has them."""
        for item in self.items:
            if item["output_type"] == "stream":
                item["text"] = "".join(item["text"])
        return self.items

    def rich(self, kind: str, data: dict[str, Any], metadata: dict, **more: Any) -> None:
        """Add a display or a result in all its representations, as far as they fit."""
        kept = {}
        for mime, part in data.items():
            text = base64.b64encode(part).decode() if isinstance(part, bytes) else part
            text = _sendable(text) if isinstance(text, str) else text
            size = len(text) if isinstance(text, str) else len(repr(text))
            if size <= self.left:
                kept[str(mime)] = text
                self.left -= size
        kept = kept or {"text/plain": CUT.strip()}
        self.items.append({"output_type": kind, "data": kept, "metadata": metadata, **more})


def _sendable(text: str) -> str:
    """Return text without the lone surrogates that UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Stream:
    """Stands in for sys.stdout or sys.stderr while a cell runs."""

    encoding, errors, closed = "utf-8", "strict", False

    def __init__(self, name: str):
        self.name = name
        self.outputs = Outputs()

    def write(self, text: str) -> int:
        """Keep the text."""
        self.outputs.stream(self.name, str(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Keep the lines."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Do nothing: there is no buffer."""

    def isatty(self) -> bool:
        """Say that nobody types here."""
        return False

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def fileno(self) -> int:
        """Return the process's own descriptor, which leads nowhere."""
        return 1 if self.name == "stdout" else 2


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, **_):
        self.shell.outputs.rich("display_data", data, dict(metadata or {}))


class _Hook(DisplayHook):
    def __call__(self, result=None):
        self.check_for_underscore()
        if result is None or self.quiet():
            return
        data, metadata = self.compute_format_data(result)
        self.update_user_ns(result)
        if data:
            self.shell.outputs.rich(
                "execute_result", data, dict(metadata or {}), execution_count=self.prompt_count
            )


class Shell(InteractiveShell):
    """An IPython shell whose outputs are kept instead of printed."""

    outputs = Outputs()
    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)

    def enable_gui(self, gui=None):
        """Do nothing: there is no window system."""

    def _showtraceback(self, etype, evalue, stb):
        self.outputs.items.append(
            {
                "output_type": "error",
                "ename": etype.__name__[:200],
                "evalue": _plain(evalue)[:2000],
                "traceback": [line[:4000] for line in stb][:200],
            }
        )

    def run(self, source: str, limit: int) -> dict[str, Any]:
        """Run one cell; return its outputs and, where it raised, the error."""
        self.outputs = Outputs(limit)
        streams = Stream("stdout"), Stream("stderr")
        for stream in streams:
            stream.outputs = self.outputs
        kept = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = streams
        try:
            done = self.run_cell(source, store_history=True, silent=False)
            error = done.error_before_exec or done.error_in_exec
        except BaseException as raised:
            error = raised  # IPython itself was tampered with
        finally:
            sys.stdout, sys.stderr = kept
        return {
            "outputs": self.outputs.finished(),
            "error": None if error is None else describe(error),
        }


def describe(error: BaseException) -> dict[str, Any]:
    """Return an exception as data: the names of its classes and its text."""
    return {
        "types": [kind.__name__[:200] for kind in type(error).__mro__][:20],
        "message": _plain(error)[:2000],
    }


def _plain(error: BaseException) -> str:
    try:
        return _sendable(str(error))
    except BaseException:
        return "(its text cannot be read)"


def prepare() -> Shell:
    """Make the shell, with inline figures, before any student is there."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    made = Shell.instance(config=config)
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    if "matplotlib" in sys.modules:
        import matplotlib
        from matplotlib_inline import backend_inline

        matplotlib.use(os.environ["MPLBACKEND"])
        backend_inline.configure_inline_support(made, os.environ["MPLBACKEND"])
    return made
