"""PDF: the pieces laid out with ``template.typ``, compiled by Typst as tagged PDF/UA-1."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typst

from . import tables
from .markdown import Pieces, quoted

TEMPLATE = Path(__file__).with_name("template.typ")


def write(form: dict[str, Any], set_: str, kind: str, pieces: Pieces, folder: Path) -> Path:
    """Write ``set_A_paper.pdf`` and the like. Two runs on one form write the same bytes."""
    file = folder / f"set_{set_}_{kind}.pdf"
    text = source(form, set_, kind, pieces)
    typst.compile(
        text.encode(), output=str(file), root=str(folder), ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )  # fmt: skip
    return file


def source(form: dict[str, Any], set_: str, kind: str, pieces: Pieces) -> str:
    """Return the Typst text of a document."""
    head = form["header"]
    running = f"{head['course_code']}, {head['test']}, set {set_}"
    title = quoted(tables.title(form, set_, kind))
    setup = f"{title}, {quoted(running)}, landscape: {str(kind == 'sheet').lower()}"
    body = {"paper": _paper, "key": _key, "sheet": _sheet}[kind]
    return "\n".join(
        [
            TEMPLATE.read_text(encoding="utf-8"),
            f"#show: body => setup({setup}, body)",
            _head(form, set_, kind),
            *body(form, set_, pieces),
        ]
    )


def _head(form: dict[str, Any], set_: str, kind: str) -> str:
    head = form["header"]
    unit = ", ".join(filter(None, (head["department"], head["programme"])))
    facts = _array(f"({quoted(name)}, {quoted(value)})" for name, value in tables.facts(form, set_))
    boxes = head["register_boxes"] if kind == "paper" else 0
    texts = (head["institution"], unit, tables.TITLES[kind])
    return f"#head({', '.join(map(quoted, texts))}, {facts}, {boxes})"


def _paper(form, set_, pieces) -> list[str]:
    lines = [f"- {pieces.typst[text]}" for text in form["header"]["instructions"]]
    for title, questions in tables.parts(form["sets"][set_]):
        if title:
            lines.append(f"#heading(level: 2, {quoted(tables.part_title(title, questions))})")
        rows = _array(_paper_row(q, pieces) for q in questions)
        lines.append(f"#questions({rows})")
    return [*lines, *_outcomes(form, set_)]


def _paper_row(question: dict[str, Any], pieces: Pieces) -> str:
    statement = pieces.typst[question["statement"]]
    if figure := question.get("figure"):
        path, alt = quoted(f"/{figure['file']}.svg"), quoted(figure["alt"])
        statement += f"\n\n#align(center, image({path}, alt: {alt}, width: 10cm))"
    columns = (tables.number(question["marks"]), question["bloom"], question["co"],
               tables.po_text(question["po"]))  # fmt: skip
    cells = "".join(f", [{value}]" for value in columns)
    return f"([{question['number']}], [\n{statement}\n]{cells})"


def _key(form, set_, pieces) -> list[str]:
    lines = []
    for q in form["sets"][set_]:
        title = f"Question {q['number']} ({tables.number(q['marks'])} marks)"
        lines += [
            f"#heading(level: 2, {quoted(title)})",
            f"#text(size: 8.5pt, {quoted(tables.origin(q))})",
        ]
        if q["kind"] == "practical":
            lines.append(f"\n{tables.PRACTICAL}")
            continue
        lines += ["", pieces.typst[q["answer"]], ""]
        if accepted := tables.accepted(q):
            lines += [f"#emph({quoted(accepted)})", ""]
        rows = _array(_step(step, pieces) for step in q["scheme"])
        lines.append(f"#scheme({rows})")
        lines += ["", "Often seen:"]
        for m in q["misconceptions"]:
            lines.append(f"- {pieces.typst[m['belief']]} _Tell:_ {pieces.typst[m['tell']]}")
    return lines


def _step(step: dict[str, Any], pieces: Pieces) -> str:
    earns = [pieces.typst[step["earns"]]]
    if step["half"]:
        earns.append(f"*Half:* {pieces.typst[step['half']]}")
    for name in ("accept", "reject"):
        earns += [f"*{name.title()}:* {pieces.typst[text]}" for text in step[name]]
    text = "\n\n".join(earns)
    return f"([{tables.number(step['marks'])}], [{pieces.typst[step['step']]}], [\n{text}\n])"


def _sheet(form, set_, pieces) -> list[str]:
    labels = _array(f'("{q["number"]}", "{tables.label(q)}")' for q in form["sets"][set_])
    rows = _array(quoted(student) for student in tables.sheet_rows(form))
    return [tables.CODES, f"#grid-of-marks({labels}, {rows})", "", "Evaluator: " + "\\_" * 20]


def _outcomes(form: dict[str, Any], set_: str) -> list[str]:
    lines = []
    for field, title in (("co", "Course outcomes"), ("bloom", "Bloom levels")):
        rows = tables.outcome_rows(form, set_, field)
        rows = _array(f"({', '.join(map(quoted, row))})" for row in rows)
        lines.append(f"#outcomes({quoted(title)}, {rows})")
    return lines


def _array(items) -> str:
    """Return an array of Typst; the trailing comma makes one item an array too."""
    return "(" + "".join(f"{item},\n" for item in items) + ")"
