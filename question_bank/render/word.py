"""What Word and LibreOffice need: a reference document for pandoc, and formulas both can read."""

from __future__ import annotations

import html
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypandoc
from lxml import etree

A4 = (11906, 16838)  # twentieths of a point
MARGIN = 900
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORDS}}}"
FACE = "Times New Roman"
SIZES = {"Normal": 21, "Title": 28, "Subtitle": 22, "Heading1": 26, "Heading2": 22,
         "VerbatimChar": 17}  # half points  # fmt: skip
# Paragraphs that stay with the next: name -> half points; twentieths of a point above and below.
KEPT = {"Origin": (17, 0, 80), "Lead": (21, 80, 40), "Source Code": (17, 0, 0)}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def reference(folder: Path, landscape: bool) -> Path:
    """Return pandoc's own reference document: A4, black, ruled tables, pages with numbers."""
    plain, changed = folder / "plain.docx", folder / "reference.docx"
    command = [pypandoc.get_pandoc_path(), "-o", str(plain)]
    subprocess.run([*command, "--print-default-data-file", "reference.docx"], check=True)
    width, height = A4[::-1] if landscape else A4
    orient = ' w:orient="landscape"' if landscape else ""
    page = (
        '<w:footerReference w:type="default" r:id="rIdPages"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{orient}/><w:pgMar w:top="{MARGIN}" '
        f'w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" w:header="500" w:footer="500" '
        'w:gutter="0"/>'
    )

    def paged(text: str) -> str:
        text = re.sub(r"<w:pg(Sz|Mar)[^>]*/>", "", text)
        if "</w:sectPr>" in text:
            return text.replace("</w:sectPr>", f"{page}</w:sectPr>")
        text = re.sub(r"<w:sectPr[^>]*/>", "", text)
        if "xmlns:r=" not in text:
            text = text.replace("<w:document ", f'<w:document xmlns:r="{RELATIONS}" ', 1)
        return text.replace("</w:body>", f"<w:sectPr>{page}</w:sectPr></w:body>")

    link = f'<Relationship Id="rIdPages" Type="{RELATIONS}/footer" Target="pages.xml"/>'
    kind = f'<Override PartName="/word/pages.xml" ContentType="{FOOTER_TYPE}"/>'
    changes = {
        "word/document.xml": paged,
        "word/styles.xml": _styles,
        "word/_rels/document.xml.rels": lambda text: text.replace("</Rel", f"{link}</Rel"),
        "[Content_Types].xml": lambda text: text.replace("</Types>", f"{kind}</Types>"),
    }
    rewrite(plain, changed, changes, {"word/pages.xml": _footer()})
    return changed


def _styles(text: str) -> str:
    root = etree.fromstring(text.encode())
    for color in root.iter(f"{W}color"):
        color.attrib.clear()
        color.set(f"{W}val", "000000")
    for fonts in list(root.iter(f"{W}rFonts")):
        if any("Theme" in name for name in fonts.attrib):  # code keeps its own face
            fonts.getparent().remove(fonts)
    # Face and size are Normal's, not the document's: in a table, LibreOffice lets the document's
    # win over those of a character style, and sets code as text.
    for name in ("sz", "szCs"):
        default = root.find(f"{W}docDefaults//{W}{name}")
        default.getparent().remove(default)
    normal = etree.SubElement(_style(root, "Normal"), f"{W}rPr")
    etree.SubElement(
        normal, f"{W}rFonts", {f"{W}{kind}": FACE for kind in ("ascii", "hAnsi", "cs")}
    )
    for id, size in SIZES.items():
        _resize(_style(root, id), size)
    for id in ("Title", "Heading1", "Heading2"):
        _style(root, id).find(f"{W}rPr").insert(0, etree.Element(f"{W}b"))
    root.find(f"{W}docDefaults//{W}spacing").set(f"{W}after", "60")
    spacing = {f"{W}before": "40", f"{W}after": "80"}
    _style(root, "BodyText").find(f".//{W}spacing").attrib.update(spacing)
    centred = etree.SubElement(_style(root, "Heading1").find(f"{W}pPr"), f"{W}jc")
    centred.set(f"{W}val", "center")
    root.extend(_kept(name, *measures) for name, measures in KEPT.items())
    borders = f'<w:tblBorders xmlns:w="{WORDS}">{BORDERS}</w:tblBorders>'
    _style(root, "Table").find(f"{W}tblPr").insert(0, etree.fromstring(borders))
    return etree.tostring(root, encoding="unicode")


def _style(root: Any, id: str) -> Any:
    return root.find(f"{W}style[@{W}styleId='{id}']")


def _resize(style: Any, size: int) -> None:
    """Set the size of a style, in half points."""
    properties = style.find(f"{W}rPr")
    if properties is None:
        properties = etree.SubElement(style, f"{W}rPr")
    for name in ("sz", "szCs"):
        node = properties.find(f"{W}{name}")
        node = etree.SubElement(properties, f"{W}{name}") if node is None else node
        node.set(f"{W}val", str(size))


def _kept(name: str, size: int, above: int, below: int) -> Any:
    """Return a style for paragraphs that must not part from what follows."""
    return etree.fromstring(
        f'<w:style xmlns:w="{WORDS}" w:type="paragraph" w:customStyle="1" '
        f'w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:keepNext/><w:spacing w:before="{above}" w:after="{below}"/></w:pPr>'
        f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _footer() -> str:
    """Return a footer that says which page this is, of how many."""

    def count(name: str) -> str:
        return f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def run(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    words = f"{run('Page ')}{count('PAGE')}{run(' of ')}{count('NUMPAGES')}"
    centred = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{words}</w:p>'
    return f'<?xml version="1.0" encoding="UTF-8"?><w:ftr xmlns:w="{WORDS}">{centred}</w:ftr>'


def rewrite(
    old: Path,
    new: Path,
    changes: dict[str, Callable[[str], str]],
    added: dict[str, str] | None = None,
) -> None:
    """Change parts of a DOCX file, and add some."""
    with zipfile.ZipFile(old) as source:
        parts = [(item, source.read(item)) for item in source.infolist()]
    parts += [(zipfile.ZipInfo(name), text.encode()) for name, text in (added or {}).items()]
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as target:
        for item, data in parts:
            if item.filename in changes:
                data = changes[item.filename](data.decode()).encode()
            item.date_time = (1980, 1, 1, 0, 0, 0)  # the same bytes on every day
            target.writestr(item, data, zipfile.ZIP_DEFLATED)


def whole_rows(text: str, height: int = 0) -> str:
    """Keep every row of a table on one page, and at least so high, in twentieths of a point."""
    kept = "<w:cantSplit/>" + (f'<w:trHeight w:val="{height}"/>' if height else "")
    text = re.sub(r"<w:trPr>", f"<w:trPr>{kept}", text)
    return re.sub(r"<w:tr>(?!<w:trPr>)", f"<w:tr><w:trPr>{kept}</w:trPr>", text)


def titled(title: str) -> Callable[[str], str]:
    """Return what writes a title into the properties of a document, which readers announce."""
    return lambda text: re.sub(r"<dc:title>[^<]*", f"<dc:title>{html.escape(title)}", text)


def readable(node: Any) -> Any:
    """Return a syntax tree that LibreOffice sets as Word does: formulae and code."""
    if isinstance(node, list):
        return [readable(part) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("t") == "Math":
        return balanced(node)
    if node.get("t") == "CodeBlock":
        return _lines(node["c"][1])
    return {name: readable(part) for name, part in node.items()}


def _lines(code: str) -> dict:
    """Return code as one paragraph a line, which a style keeps together."""
    lines = [
        {"t": "Para", "c": [{"t": "Code", "c": [["", [], []], line or " "]}]}
        for line in code.split("\n")
    ]
    return {"t": "Div", "c": [["", [], [["custom-style", "Source Code"]]], lines]}


def balanced(node: dict) -> dict:
    """Return a formula that LibreOffice reads as Word does.

    It wants a whole parenthesis under an exponent, not the closing sign alone, and something on
    the left of a relation.
    """
    style, tex = node["c"]
    opened: list[int] = []
    pairs = []
    for i, sign in enumerate(tex):
        if sign == "(":
            opened.append(i)
        elif sign == ")" and opened:
            start = opened.pop()
            if tex[i + 1 : i + 2] in ("^", "_") and not tex[:start].endswith("\\left"):
                pairs += [(i, "\\right)"), (start, "\\left(")]
    for i, sign in sorted(pairs, reverse=True):
        tex = tex[:i] + sign + tex[i + 1 :]
    return {"t": "Math", "c": [style, "{}" + tex if tex.lstrip().startswith("=") else tex]}
