"""QTI 2.1: a content package of items with the marking scheme for the scorer.

What is validated: ``qti_2p1.rng`` is a grammar of the items and of the manifest as they are written
here. It was written from the content models of 1EdTech's imsqti_v2p1.xsd and of its profile of the
content package, and is meant to allow nothing that those forbid; formulae are held to MathML 2,
which they import. The test suite holds every item of the bank and a manifest of all of them against
it. The XSDs themselves are not here; one test holds every item against imsqti_v2p1.xsd where the
environment variable QTI_XSD names that file. No LMS was tried.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from .html import by_number, grader_information, html, tolerance
from .labels import identity

NAME = "QTI 2.1"
LEFT_OUT = (
    "difficulty, kind or topic; CO, PO and Bloom level are in the item's title only",
    "minutes",
    "parts, order of the questions",
    "head of the paper (institution, date, duration), instructions",
    "spoken text of formulae",
)
ITEM = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
STAMP = (1980, 1, 1, 0, 0, 0)  # of the files in the package, so that it is the same twice


def write(
    form: dict[str, Any], set_: str, questions: list, folder: Path, out: Path, numeric: bool
) -> None:
    """Write ``set_A_qti.zip``."""
    texts = html(questions, mathml=True)
    files: dict[str, bytes] = {}
    for q in questions:
        tree = item(q, texts, by_number(q, numeric))
        files[f"{q['id']}.xml"] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
        if figure := q.get("figure"):
            files[f"{figure['file']}.png"] = (folder / f"{figure['file']}.png").read_bytes()
    with zipfile.ZipFile(out / f"set_{set_}_qti.zip", "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {"imsmanifest.xml": manifest(form, set_, questions), **files}.items():
            package.writestr(zipfile.ZipInfo(name, STAMP), data)


def item(q: dict[str, Any], texts: dict[str, str], auto: bool) -> Any:
    """Return one assessmentItem: an extended text, or a float with its range."""
    title = f"{identity(q)} ({q['co']}, {' '.join(q['po'])}, {q['bloom']})"
    root = etree.Element(
        f"{{{ITEM}}}assessmentItem", nsmap={None: ITEM}, identifier=q["id"], title=title,
        adaptive="false", timeDependent="false", toolName="question_bank",
    )  # fmt: skip
    response = _add(root, "responseDeclaration", identifier="RESPONSE", cardinality="single",
                    baseType="float" if auto else "string")  # fmt: skip
    if auto:
        value = _add(_add(response, "correctResponse"), "value")
        value.text = repr(float(q["key"]["value"]))
    score = _add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single",
                 baseType="float", normalMaximum=f"{q['marks']:g}")  # fmt: skip
    _add(_add(score, "defaultValue"), "value").text = "0"
    body = _add(root, "itemBody")
    if not auto:  # a rubric stands before all else; its view hides it from the candidate
        rubric = _add(body, "rubricBlock", view="scorer")
        rubric.append(_block("div", grader_information(q, texts)))
    body.append(_block("div", texts[q["statement"]]))
    if figure := q.get("figure"):
        _add(_add(body, "p"), "img", src=f"{figure['file']}.png", alt=figure["alt"])
    if auto:
        _add(
            _add(body, "p"),
            "textEntryInteraction",
            responseIdentifier="RESPONSE",
            expectedLength="12",
        )
        _range(root, q)
    else:
        _add(body, "extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines="10")
    return root


def _range(root: Any, q: dict[str, Any]) -> None:
    """Add the rule: all marks if the response lies within the tolerance of the key."""
    key = q["key"]
    then = _add(_add(_add(root, "responseProcessing"), "responseCondition"), "responseIf")
    both = _add(then, "and")
    for test, bound in (
        ("gte", key["value"] - tolerance(key)),
        ("lte", key["value"] + tolerance(key)),
    ):
        comparison = _add(both, test)
        _add(comparison, "variable", identifier="RESPONSE")
        _add(comparison, "baseValue", baseType="float").text = repr(float(bound))
    outcome = _add(then, "setOutcomeValue", identifier="SCORE")
    _add(outcome, "baseValue", baseType="float").text = f"{q['marks']:g}"


def _block(name: str, html: str) -> Any:
    """Return HTML as elements of QTI's namespace, without its styles; MathML keeps its own."""
    root = etree.fromstring(f'<{name} xmlns="{ITEM}">{html}</{name}>', etree.XMLParser())
    for node in root.iter():
        node.attrib.pop("style", None)
    for node in root.iter(f"{{{ITEM}}}col"):
        node.attrib.pop("width", None)
    return root


def manifest(form: dict[str, Any], set_: str, questions: list[dict[str, Any]]) -> bytes:
    """Return the manifest of a set: each item with its files."""
    root = etree.Element(f"{{{PACKAGE}}}manifest", nsmap={None: PACKAGE})
    root.set("identifier", f"{form['draw']}-{set_}")
    metadata = etree.SubElement(root, f"{{{PACKAGE}}}metadata")
    etree.SubElement(metadata, f"{{{PACKAGE}}}schema").text = "QTIv2.1 Package"
    etree.SubElement(metadata, f"{{{PACKAGE}}}schemaversion").text = "1.0.0"
    etree.SubElement(root, f"{{{PACKAGE}}}organizations")
    resources = etree.SubElement(root, f"{{{PACKAGE}}}resources")
    for q in questions:
        resource = etree.SubElement(
            resources, f"{{{PACKAGE}}}resource", identifier=f"r-{q['id']}",
            type="imsqti_item_xmlv2p1", href=f"{q['id']}.xml",
        )  # fmt: skip
        figure = q.get("figure")
        for href in (f"{q['id']}.xml", *([f"{figure['file']}.png"] if figure else [])):
            etree.SubElement(resource, f"{{{PACKAGE}}}file", href=href)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{ITEM}}}{name}", **attributes)
