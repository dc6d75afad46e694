"""Moodle XML: essays with grader information, or numerical questions; tags, idnumber, figures."""

from __future__ import annotations

import base64
import html as entities
from pathlib import Path
from typing import Any

from lxml import etree

from .html import by_number, grader_information, html, tolerance
from .labels import category, identity, tags

NAME = "Moodle XML"
LEFT_OUT = (
    "minutes",
    "parts",
    "head of the paper (institution, date, duration), instructions",
    "spoken text of formulae",
)


def write(
    form: dict[str, Any], set_: str, questions: list, folder: Path, out: Path, numeric: bool
) -> None:
    """Write ``set_A_moodle.xml``."""
    texts = html(questions)
    quiz = etree.Element("quiz")
    _text(etree.SubElement(quiz, "question", type="category"), "category", category(form, set_))
    for q in questions:
        quiz.append(_question(q, texts, folder, by_number(q, numeric)))
    tree = etree.ElementTree(quiz)
    file = out / f"set_{set_}_moodle.xml"
    tree.write(file, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _question(q: dict[str, Any], texts: dict[str, str], folder: Path, auto: bool) -> Any:
    node = etree.Element("question", type="numerical" if auto else "essay")
    _text(node, "name", f"{q['number']:02d} {q['id']}")
    statement = texts[q["statement"]]
    body = _html(node, "questiontext", statement)
    if figure := q.get("figure"):
        name = f"{Path(figure['file']).name}.png"
        alt = entities.escape(figure["alt"])
        image = f'\n<p><img src="@@PLUGINFILE@@/{name}" alt="{alt}" /></p>'
        body.find("text").text = etree.CDATA(statement + image)
        data = base64.b64encode((folder / f"{figure['file']}.png").read_bytes()).decode()
        etree.SubElement(body, "file", name=name, path="/", encoding="base64").text = data
    _html(node, "generalfeedback", texts[q["answer"]])
    _leaf(node, "defaultgrade", f"{q['marks']:g}")
    _leaf(node, "penalty", "0")
    _leaf(node, "hidden", "0")
    _leaf(node, "idnumber", identity(q))
    if auto:
        answer = etree.SubElement(node, "answer", fraction="100", format="moodle_auto_format")
        _leaf(answer, "text", repr(float(q["key"]["value"])))
        _leaf(answer, "tolerance", repr(tolerance(q["key"])))
    else:
        for name, value in (("responseformat", "editor"), ("responserequired", "1"),
                            ("responsefieldlines", "10"), ("attachments", "0")):  # fmt: skip
            _leaf(node, name, value)
        _html(node, "graderinfo", grader_information(q, texts))
        _html(node, "responsetemplate", "")
    tagged = etree.SubElement(node, "tags")
    for tag in tags(q):
        _text(tagged, "tag", tag)
    return node


def _leaf(parent: Any, name: str, value: str) -> None:
    etree.SubElement(parent, name).text = value


def _text(parent: Any, name: str, value: str) -> None:
    _leaf(etree.SubElement(parent, name), "text", value)


def _html(parent: Any, name: str, value: str) -> Any:
    node = etree.SubElement(parent, name, format="html")
    etree.SubElement(node, "text").text = etree.CDATA(value)
    return node
