"""The texts of a question as HTML, formulae for MathJax or as MathML."""

from __future__ import annotations

import html as entities
from typing import Any

from question_bank.render.markdown import SPLIT, document, pandoc, parse, texts_of
from question_bank.render.tables import accepted, number


def html(questions: list[dict[str, Any]], mathml: bool = False) -> dict[str, str]:
    """Return every Markdown text of the questions as HTML (XHTML, so that it fits into XML)."""
    texts = list(dict.fromkeys(t for q in questions for t in texts_of(q)))
    blocks: list[dict] = []
    for piece in parse(texts):
        blocks += [*piece, {"t": "RawBlock", "c": ["html", f"<!--{SPLIT}-->"]}]
    options = ["--wrap=none", "--syntax-highlighting=none", "--mathml" if mathml else "--mathjax"]
    pieces = pandoc(document(blocks), "json", "html4", *options).split(f"<!--{SPLIT}-->")
    return {text: piece.strip() for text, piece in zip(texts, pieces[:-1], strict=True)}


def grader_information(question: dict[str, Any], texts: dict[str, str]) -> str:
    """Return answer, marking scheme and misconceptions as HTML for the person who marks."""
    parts = [texts[question["answer"]]]
    if range_ := accepted(question):
        parts.append(f"<p>{entities.escape(range_)}</p>")
    for step in question["scheme"]:
        lines = [("Earns", step["earns"]), *([("Half", step["half"])] if step["half"] else [])]
        lines += [("Accept", text) for text in step["accept"]]
        lines += [("Reject", text) for text in step["reject"]]
        parts.append(f"<div><strong>{number(step['marks'])} mark:</strong> {texts[step['step']]}")
        parts += [f"<div><em>{label}:</em> {texts[text]}</div>" for label, text in lines]
        parts.append("</div>")
    for m in question["misconceptions"]:
        parts.append(f"<div><em>Often seen:</em> {texts[m['belief']]}</div>")
        parts.append(f"<div><em>Tell:</em> {texts[m['tell']]}</div>")
    return "\n".join(parts)


def by_number(question: dict[str, Any], numeric: bool) -> bool:
    """Whether a question is marked by its number alone, by machine."""
    return numeric and question["kind"] == "numeric"


def tolerance(key: dict[str, Any]) -> float:
    """Return the accepted absolute error of a key."""
    return abs(key["value"]) * key["rel"]
