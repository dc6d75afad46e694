"""What Word and LibreOffice need: a reference document for pandoc, and formulas both can read."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypandoc

A4 = (11906, 16838)  # twentieths of a point
MARGIN = 900
FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
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
    text = re.sub(r'<w:color [^>]*w:val="(?!000000|auto)[^>]*/>', '<w:color w:val="000000"/>', text)
    text = re.sub(r"<w:rFonts [^>]*Theme[^>]*/>", FONTS, text)  # code keeps its own font
    text = text.replace('w:before="180" w:after="180"', 'w:before="40" w:after="80"')
    code = r'(w:styleId="VerbatimChar".*?<w:sz w:val=")\d+'
    text = re.sub(code, r"\g<1>17", text, count=1, flags=re.DOTALL)
    table = re.search(r'<w:style [^>]*w:styleId="Table".*?</w:style>', text, re.DOTALL)[0]
    ruled = re.sub(r"<w:tblPr>", f"<w:tblPr><w:tblBorders>{BORDERS}</w:tblBorders>", table, count=1)
    return text.replace(table, ruled)


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


def whole_rows(text: str) -> str:
    """Keep every row of a table on one page."""
    text = re.sub(r"<w:trPr>", "<w:trPr><w:cantSplit/>", text)
    return re.sub(r"<w:tr>(?!<w:trPr>)", "<w:tr><w:trPr><w:cantSplit/></w:trPr>", text)


def balanced(node: Any) -> Any:
    """Return a syntax tree whose formulas LibreOffice reads as Word does.

    It wants a whole parenthesis under an exponent, not the closing sign alone, and something on
    the left of a relation.
    """
    if isinstance(node, list):
        return [balanced(part) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("t") != "Math":
        return {name: balanced(part) for name, part in node.items()}
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
