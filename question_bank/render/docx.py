"""DOCX: the same pieces in tables, written by pandoc, so that equations and text stay editable."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import pypandoc

from . import tables, word
from .markdown import Pieces, document

TO_WRITE_IN = 380  # height of a row, in twentieths of a point
UNBROKEN = "\N{NON-BREAKING HYPHEN}"  # a CO in a narrow column


def write(form: dict[str, Any], set_: str, kind: str, pieces: Pieces, folder: Path) -> Path:
    """Write ``set_A_paper.docx`` and the like."""
    file = folder / f"set_{set_}_{kind}.docx"
    body = {"paper": _paper, "key": _key, "sheet": _sheet}[kind]
    text = document(word.readable([*_head(form, set_, kind), *body(form, set_, pieces)]))
    with tempfile.TemporaryDirectory() as scratch:
        reference = word.reference(Path(scratch), landscape=kind == "sheet")
        command = [
            pypandoc.get_pandoc_path(), "-f", "json", "-t", "docx", "-o", str(file.resolve()),
            "--reference-doc", str(reference), "--resource-path", str(folder.resolve()),
            "--syntax-highlighting=none",
        ]  # fmt: skip
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, encoding="utf-8",
            env=os.environ | {"SOURCE_DATE_EPOCH": "315532800"},
        )  # fmt: skip
    if done.returncode or done.stderr:
        raise RuntimeError(f"pandoc: {done.stderr.strip()}")
    titled = word.titled(tables.title(form, set_, kind))
    rows = partial(word.whole_rows, height=TO_WRITE_IN if kind == "sheet" else 0)
    word.rewrite(file, file, {"word/document.xml": rows, "docProps/core.xml": titled})
    return file


def _head(form: dict[str, Any], set_: str, kind: str) -> list[dict]:
    head = form["header"]
    unit = ", ".join(filter(None, (head["department"], head["programme"])))
    blocks = [_styled("Title", head["institution"])]
    if unit:
        blocks.append(_styled("Subtitle", unit))
    blocks.append(_header(1, tables.TITLES[kind]))
    if kind == "paper" and head["register_boxes"]:
        boxes = [[_plain(_words("Register number"))], *([[]] * head["register_boxes"])]
        n = head["register_boxes"]
        blocks.append(_table([0.22] + [0.78 / n] * n, None, [boxes]))
    facts = [
        [[_plain(_strong(name))], [_plain(_words(value))]]
        for name, value in tables.facts(form, set_)
    ]
    return [*blocks, _table([0.22, 0.78], None, facts)]


def _paper(form, set_, pieces) -> list[dict]:
    items = [pieces.blocks[text] for text in form["header"]["instructions"]]
    blocks: list[dict] = [_header(2, "Instructions"), {"t": "BulletList", "c": items}]
    widths = [0.07, 0.59, 0.1, 0.07, 0.09, 0.08]
    header = [_bold(name) for name in ("No.", "Question", "Marks", "BL", "CO", "PO")]
    for title, questions in tables.parts(form["sets"][set_]):
        if title:
            blocks.append(_header(2, tables.part_title(title, questions)))
        rows = []
        for q in questions:
            facts = [tables.number(q["marks"]), q["bloom"], q["co"], tables.po_text(q["po"])]
            statement = [*map(narrow, pieces.blocks[q["statement"]]), *_figure(q)]
            rows.append([_cell(q["number"]), statement, *map(_cell, facts)])
        blocks.append(_table(widths, header, rows))
    for field, title in (("co", "Course outcomes"), ("bloom", "Bloom levels")):
        rows = [[_cell(x) for x in row] for row in tables.outcome_rows(form, set_, field)]
        header = [_bold(name) for name in ("Code", "Meaning", "Questions", "Marks", "Share")]
        blocks += [_header(2, title), _table([0.1, 0.44, 0.24, 0.11, 0.11], header, rows)]
    return blocks


def narrow(block: dict) -> dict:
    """Give a table of a statement column widths that fit its longest words, so that none breaks."""
    if block["t"] != "Table":
        return block
    attributes, caption, specs, head, bodies, foot = block["c"]
    rows = [row for _, _, top, below in bodies for row in (*top, *below)] + head[1]
    columns = zip(*([cell[4] for cell in cells] for _, cells in rows), strict=True)
    longest = [max(map(_longest_word, cells)) + 2 for cells in columns]  # 2 for the margins
    share = 0.95 / max(sum(longest), 40)  # a narrow table need not fill its column
    specs = [
        [alignment, {"t": "ColWidth", "c": share * length}]
        for (alignment, _), length in zip(specs, longest, strict=True)
    ]
    return {"t": "Table", "c": [attributes, caption, specs, head, bodies, foot]}


def _longest_word(node: Any) -> int:
    """Return the length of the longest word below a node of the syntax tree."""
    if isinstance(node, str):
        return max(map(len, node.split()), default=0)
    if isinstance(node, dict):
        return _longest_word(node.get("c", []))
    return max(map(_longest_word, node), default=0) if isinstance(node, list) else 0


def _figure(question: dict[str, Any]) -> list[dict]:
    figure = question.get("figure")
    if not figure:
        return []
    attributes = ["", [], [["width", "9cm"]]]
    return [_para([{"t": "Image", "c": [attributes, _words(figure["alt"]),
                                        [f"{figure['file']}.png", ""]]}])]  # fmt: skip


def _key(form, set_, pieces) -> list[dict]:
    blocks: list[dict] = []
    for q in form["sets"][set_]:
        blocks.append(_header(2, f"Question {q['number']} ({tables.number(q['marks'])} marks)"))
        blocks.append(_styled("Origin", tables.origin(q)))
        if q["kind"] == "practical":
            blocks.append(_para(_words(tables.PRACTICAL)))
            continue
        blocks += pieces.blocks[q["answer"]]
        if accepted := tables.accepted(q):
            blocks.append(_para([{"t": "Emph", "c": _words(accepted)}]))
        rows = [
            [_cell(tables.number(step["marks"])), pieces.blocks[step["step"]], _step(step, pieces)]
            for step in q["scheme"]
        ]
        header = [_bold(name) for name in ("Marks", "Point", "What earns the marks")]
        blocks.append(_table([0.11, 0.22, 0.67], header, rows))
        blocks.append(_styled("Lead", "Often seen:"))
        seen = [
            [*pieces.blocks[m["belief"]], *_led("Tell", pieces.blocks[m["tell"]])]
            for m in q["misconceptions"]
        ]
        blocks.append({"t": "BulletList", "c": seen})
    return blocks


def _step(step: dict[str, Any], pieces: Pieces) -> list[dict]:
    blocks = list(pieces.blocks[step["earns"]])
    if step["half"]:
        blocks += _led("Half", pieces.blocks[step["half"]])
    for name in ("accept", "reject"):
        for text in step[name]:
            blocks += _led(name.title(), pieces.blocks[text])
    return blocks


def _sheet(form, set_, pieces) -> list[dict]:
    questions = form["sets"][set_]
    width = 0.74 / len(questions)
    names = [
        [*_bold(str(q["number"])), _styled("Origin", tables.label(q).replace("-", UNBROKEN))]
        for q in questions
    ]
    rows = [[_cell(student), *([[]] * (len(questions) + 1))] for student in tables.sheet_rows(form)]
    header = [_bold("Register number"), *names, _bold("Total")]
    return [
        _para(_words(tables.CODES)),
        _table([0.18] + [width] * len(questions) + [0.08], header, rows),
        _para(_words("Evaluator: ____________________")),
    ]


def _led(label: str, blocks: list[dict]) -> list[dict]:
    """Return blocks with a bold label before the first paragraph."""
    first, *rest = blocks
    return [{"t": first["t"], "c": [*_strong(f"{label}: "), *first["c"]]}, *rest]


def _words(text: str) -> list[dict]:
    inlines: list[dict] = []
    for i, part in enumerate(re.split(r" ", text)):
        inlines += [{"t": "Space"}] * (i > 0) + ([{"t": "Str", "c": part}] if part else [])
    return inlines


def _strong(text: str) -> list[dict]:
    tail = [{"t": "Space"}] if text.endswith(" ") else []
    return [{"t": "Strong", "c": _words(text.strip())}, *tail]


def _para(inlines: list[dict]) -> dict:
    return {"t": "Para", "c": inlines}


def _plain(inlines: list[dict]) -> dict:
    return {"t": "Plain", "c": inlines}


def _styled(style: str, text: str) -> dict:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], [_para(_words(text))]]}


def _header(level: int, text: str) -> dict:
    return {"t": "Header", "c": [level, ["", [], []], _words(text)]}


def _cell(value: Any) -> list[dict]:
    return [_plain(_words(str(value)))]


def _bold(text: str) -> list[dict]:
    return [_plain(_strong(text))]


def _table(
    widths: list[float], header: list[list[dict]] | None, rows: list[list[list[dict]]]
) -> dict:
    """Return a table of pandoc's syntax tree; every cell is a list of blocks."""
    empty = ["", [], []]

    def row(cells: list[list[dict]]) -> list:
        return [empty, [[empty, {"t": "AlignDefault"}, 1, 1, cell] for cell in cells]]

    specs = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": width}] for width in widths]
    head = [row(header)] if header else []
    bodies = [[empty, 0, [], [row(cells) for cells in rows]]]
    return {"t": "Table", "c": [empty, [None, []], specs, [empty, head], bodies, [empty, []]]}
