"""The texts of a form as pandoc syntax trees and as Typst, all in three runs of pandoc."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from functools import cache
from typing import Any

import pypandoc

# No citations or raw TeX: the texts of the bank are plain Markdown with formulae. A line that
# begins with (a) answers part (a); as a list it would lose its letter in QTI.
DIALECT = "markdown-citations-raw_tex-auto_identifiers-implicit_figures-fancy_lists"
SPLIT = "split"

# What pandoc's Typst writer gives that Typst does not know, or sets wrongly.
CORRECTIONS = (
    (re.compile(r"\bdot\.circle\b"), "dot.o"),
    (re.compile(r"\btimes\.circle\b"), "times.o"),
    (re.compile(r"\bplus\.circle\b"), "plus.o"),
    # bars of a norm are no relation
    (re.compile("∥"), 'class("vary", ∥)'),
    # \mathrm{softmax} -> upright(s o f t m a x), which would be set as a product of letters
    (
        re.compile(r"upright\(((?:[A-Za-z] )+[A-Za-z])\)"),
        lambda match: f'"{match[1].replace(" ", "")}"',
    ),
)


def pandoc(source: str, read: str, write: str, *options: str) -> str:
    """Run pandoc on a text.

    Raises:
        RuntimeError: with what pandoc said, if it fails or warns.
    """
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", read, "-t", write, *options],
        input=source, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode or done.stderr:
        raise RuntimeError(f"pandoc: {done.stderr.strip()}")
    return done.stdout


@cache
def _api_version() -> list[int]:
    return json.loads(pandoc("", "markdown", "json"))["pandoc-api-version"]


def document(blocks: list[dict]) -> str:
    """Return blocks as a pandoc document in JSON."""
    return json.dumps({"pandoc-api-version": _api_version(), "meta": {}, "blocks": blocks})


def parse(texts: Iterable[str]) -> list[list[dict]]:
    """Return the blocks of each Markdown text."""
    joined = f"\n\n```{{={SPLIT}}}\n```\n\n".join(texts)
    return _split(json.loads(pandoc(joined, DIALECT, "json"))["blocks"])


def _split(blocks: list[dict]) -> list[list[dict]]:
    pieces: list[list[dict]] = [[]]
    for block in blocks:
        if block["t"] == "RawBlock" and block["c"][0] == SPLIT:
            pieces.append([])
        else:
            pieces[-1].append(block)
    return pieces


def typst_formulas(formulas: list[str]) -> dict[str, str]:
    """Return formulae in TeX as Typst, between dollar signs."""
    if not formulas:
        return {}
    paragraphs = [{"t": "Para", "c": [_math("InlineMath", tex)]} for tex in formulas]
    written = pandoc(document(paragraphs), "json", "typst", "--wrap=none").strip().split("\n\n")
    for pattern, right in CORRECTIONS:
        written = [pattern.sub(right, formula) for formula in written]
    return dict(zip(formulas, written, strict=True))


def _math(kind: str, tex: str) -> dict:
    return {"t": "Math", "c": [{"t": kind}, tex]}


class Pieces:
    """Every Markdown text of a form, as blocks for DOCX and as Typst for PDF."""

    def __init__(self, form: dict[str, Any]):
        texts: dict[str, None] = {}
        spoken: dict[str, str] = {}
        for questions in form["sets"].values():
            for question in questions:
                spoken |= question.get("spoken", {})
                texts |= dict.fromkeys(texts_of(question))
        texts |= dict.fromkeys(form["header"]["instructions"])
        self.blocks = dict(zip(texts, parse(texts), strict=True))
        self.typst = dict(zip(texts, _to_typst(list(self.blocks.values()), spoken), strict=True))


def texts_of(question: dict[str, Any]) -> list[str]:
    """Return the Markdown texts of a question in a form."""
    texts = [question["statement"], question.get("answer", "")]
    for step in question.get("scheme", []):
        texts += [step["step"], step["earns"], step["half"] or "", *step["accept"], *step["reject"]]
    for misconception in question.get("misconceptions", []):
        texts += [misconception["belief"], misconception["tell"]]
    return [text for text in texts if text]


def _to_typst(pieces: list[list[dict]], spoken: dict[str, str]) -> list[str]:
    """Return each piece as Typst, its formulae with alternative text."""
    formulas = list(dict.fromkeys(tex.strip() for _, tex in _formulas(pieces)))
    written = typst_formulas(formulas)

    def equation(kind: str, tex: str) -> dict:
        alt = quoted(spoken.get(tex.strip(), tex.strip()))
        block = "true" if kind == "DisplayMath" else "false"
        call = f"#math.equation(block: {block}, alt: {alt}, {written[tex.strip()]})"
        return {"t": "RawInline", "c": ["typst", call]}

    blocks: list[dict] = []
    for piece in pieces:
        blocks += _replaced(piece, equation)
        blocks.append({"t": "RawBlock", "c": ["typst", f"//{SPLIT}"]})
    text = pandoc(document(blocks), "json", "typst", "--wrap=none")
    return [piece.strip() for piece in text.split(f"//{SPLIT}\n")[: len(pieces)]]


def _formulas(node: Any) -> Iterable[tuple[str, str]]:
    if isinstance(node, dict) and node.get("t") == "Math":
        yield node["c"][0]["t"], node["c"][1]
    elif isinstance(node, dict):
        yield from _formulas(node.get("c", []))
    elif isinstance(node, list):
        for inner in node:
            yield from _formulas(inner)


def _replaced(node: Any, equation) -> Any:
    if isinstance(node, dict) and node.get("t") == "Math":
        return equation(node["c"][0]["t"], node["c"][1])
    if isinstance(node, dict):
        return {name: _replaced(value, equation) for name, value in node.items()}
    return [_replaced(inner, equation) for inner in node] if isinstance(node, list) else node


def quoted(text: str) -> str:
    r"""Return a string literal of Typst.

    Example:
        >>> print(quoted('the "norm" of $x$'))
        "the \"norm\" of $x$"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
