"""Papers, keys and sheets: compiled, then read back by other programs."""

import csv
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter

import pypandoc
import pytest
import typst
from lxml import etree

from question_bank.blueprint import find_blueprint, load_blueprint
from question_bank.draw.run import Request, draw
from question_bank.form import load_header
from question_bank.markup import formulas
from question_bank.render import docx, pdf, render, tables, word
from question_bank.render.markdown import Pieces, parse, texts_of, typst_formulas
from question_bank.render.sheet import read_register
from question_bank.variant import all_formulas, realise


@pytest.fixture(scope="module")
def drawn(bank, tmp_path_factory):
    """One Unit Test 1 with two sets, rendered: (form, folder)."""
    folder = tmp_path_factory.mktemp("drawn")
    blueprint = load_blueprint(find_blueprint("unit_test_1"))
    request = Request(blueprint, 2, 7, load_header(), "1 December", allow_draft=True)
    out = folder / "out"
    return draw(bank, request, folder / "l", out, render), out


def test_every_file_is_there(drawn):
    form, out = drawn
    names = {
        f"set_{s}_{kind}.{suffix}"
        for s in form["sets"]
        for kind in ("paper", "key", "sheet")
        for suffix in ("pdf", "docx")
    }
    assert names | {"form.json", "marks.csv", "marks.xlsx"} == {
        p.name for p in out.iterdir() if p.is_file()
    }


def test_all_formulas_of_the_bank_compile_in_typst(bank):
    """Three variants of each question; Typst names an unknown symbol as an error."""
    found = {tex for q in bank for seed in (1, 2, 3) for _, tex in all_formulas(realise(q, seed))}
    hard = [
        r"a \odot b",
        r"\mathrm{softmax}(z)",
        r"A \otimes B",
        r"\|g\|_2",
        r"\operatorname{sgn} x",
    ]
    written = typst_formulas(sorted(found | set(hard)))
    page = "\n\n".join(written.values())
    assert typst.compile(page.encode(), format="pdf").startswith(b"%PDF")
    assert len(found) > 1000


def test_corrections():
    written = typst_formulas([r"a \odot b", r"\mathrm{softmax}(z)"])
    assert "dot.o" in written[r"a \odot b"]
    assert '"softmax"' in written[r"\mathrm{softmax}(z)"]


def test_pandoc_sees_the_formulas_that_the_bank_sees(drawn):
    form, _ = drawn
    texts = [t for questions in form["sets"].values() for q in questions for t in texts_of(q)]
    for text, blocks in zip(texts, parse(texts), strict=True):
        assert str(blocks).count("'t': 'Math'") == len(formulas(text)), text


def test_pdf_is_tagged_and_every_formula_and_figure_has_alternative_text(drawn):
    form, out = drawn
    for name in form["sets"]:
        data = (out / f"set_{name}_paper.pdf").read_bytes()
        assert b"/StructTreeRoot" in data
        assert b"/MarkInfo" in data
    pieces = Pieces(form)
    text = pdf.source(form, "A", "key", pieces)
    assert text.count("math.equation(") == len(re.findall(r'alt: "[^"]', text)) > 0
    missing = text.replace('alt: "', 'alt: none, supplement: "', 1)
    with pytest.raises(typst.TypstError, match="alt text"):
        typst.compile(missing.encode(), format="pdf", root=str(out), pdf_standards=["ua-1"])


def test_pdf_is_the_same_twice(drawn, tmp_path):
    form, out = drawn
    again = pdf.write(form, "B", "key", Pieces(form), tmp_path)
    assert again.read_bytes() == (out / "set_B_key.pdf").read_bytes()


def read_back(docx):
    """The text of a DOCX file as pandoc reads it, without the lines of its tables."""
    text = pypandoc.convert_file(str(docx), "plain", extra_args=["--standalone", "--columns=400"])
    return " ".join(re.sub(r"[|+=-]{2,}|\|", " ", text).split())


def plain_words(text):
    """The words of a Markdown text before its first formula, code or quotation mark."""
    return re.split(r"[$`\n|\"'*]", text)[0].split()


@pytest.mark.parametrize("name", ["A", "B"])
def test_docx_key_and_sheet_read_back(drawn, name):
    """Every answer, step and misconception of the key; the CO of every question of the sheet."""
    form, out = drawn
    key = read_back(out / f"set_{name}_key.docx")
    sheet = read_back(out / f"set_{name}_sheet.docx")
    place = 0
    for q in form["sets"][name]:
        place = key.index(f"Question {q['number']} (", place)
        assert q["id"] in key[place:]
        for text in texts_of(q)[1:]:
            assert " ".join(plain_words(text)) in key[place:], text
    cos = Counter(q["co"].replace("-", docx.UNBROKEN) for q in form["sets"][name])
    assert {co: sheet.count(co) for co in cos} == cos
    assert "Evaluator: ___" in sheet


@pytest.mark.parametrize(("kind", "title"), [("key", "answer key"), ("sheet", "evaluator's sheet")])
def test_docx_says_its_title_and_keeps_headings_with_what_follows(drawn, kind, title):
    _, out = drawn
    with zipfile.ZipFile(out / f"set_B_{kind}.docx") as file:
        core = ET.fromstring(file.read("docProps/core.xml"))
        styles = etree.fromstring(file.read("word/styles.xml"))
        text = file.read("word/document.xml").decode()
    assert core.findtext("{http://purl.org/dc/elements/1.1/}title").startswith(
        f"Unit Test 1, set B: {title}"
    )
    used = set(re.findall(r'<w:pStyle w:val="(\w+)"', text))
    defined = {style.get(f"{word.W}styleId"): style for style in styles.iter(f"{word.W}style")}
    assert used <= set(defined)
    for name in {"Heading2", "Origin", "Lead", "SourceCode"} & used:
        assert defined[name].find(f".//{word.W}keepNext") is not None, name


needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)
needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="soffice (LibreOffice) is not installed"
)
HTML = "{http://www.w3.org/1999/xhtml}"


def printed(file):
    """Return every word of a PDF file with its box, and assert that it is on the page."""
    done = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, check=True)
    words = []
    for page in ET.fromstring(done.stdout).iter(f"{HTML}page"):
        width, height = float(page.get("width")), float(page.get("height"))
        for node in page.iter(f"{HTML}word"):
            box = [float(node.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")]
            margin = 40  # points; the margins are 45
            assert margin <= box[0] < box[2] <= width - margin, (node.text, box)
            assert 0 <= box[1] < box[3] <= height, (node.text, box)
            words.append((node.text, box))
    return words


@needs_poppler
@pytest.mark.parametrize("kind", ["paper", "key", "sheet"])
def test_no_word_of_a_pdf_is_outside_its_margins(drawn, kind):
    assert len(printed(drawn[1] / f"set_A_{kind}.pdf")) > 50


@needs_poppler
@needs_libreoffice
@pytest.mark.slow
def test_libreoffice_prints_every_docx_with_code_as_code(drawn, tmp_path):
    form, out = drawn
    files = [str(out / f"set_A_{kind}.docx") for kind in ("paper", "key", "sheet")]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=300)
    paper, key, sheet = (
        printed(tmp_path / f"set_A_{kind}.pdf") for kind in ("paper", "key", "sheet")
    )
    assert {"Evaluator:", "Total"} <= {text for text, _ in sheet}
    assert {f"{q['number']}" for q in form["sets"]["A"]} <= {text for text, _ in key}
    code = {name for q in form["sets"]["A"] for name in re.findall(r"`(\w+)`", q["statement"])}
    height = {text: box[3] - box[1] for text, box in paper}
    found = [height[name] for name in code if name in height]
    assert found
    assert max(found) < 0.9 * height["Answer"]  # 8.5 points, where text has 10.5


def test_columns_of_a_table_in_a_question_fit_their_longest_words():
    (table,) = parse(["| run | validation |\n|---|---|\n| A | 1.70 |\n"])[0]
    widths = [spec[1]["c"] for spec in docx.narrow(table)["c"][2]]
    assert widths[1] / widths[0] == pytest.approx(12 / 5)  # ten letters, three, and the margins
    assert sum(widths) <= 0.95


@pytest.mark.parametrize(
    ("value", "rel", "want"),
    [(14100.0, 0.001, "14100"), (0.0075, 0.02, "0.007500"), (-1.8812, 0.03, "-1.881"),
     (2.0, 0.02, "2"), (123456.7, 0.00001, "123456.7"), (3e-9, 0.1, "3.00e-09")],
)  # fmt: skip
def test_accepted_numbers_have_the_digits_of_their_tolerance(value, rel, want):
    """What is printed differs from the key by less than a tenth of what is accepted."""
    assert tables.rounded(value, rel) == want
    assert abs(float(want) - value) <= 0.1 * rel * abs(value)


@pytest.mark.parametrize("name", ["A", "B"])
def test_docx_reads_back_with_every_question_and_native_equations(drawn, name):
    form, out = drawn
    file = out / f"set_{name}_paper.docx"
    flat = read_back(file)
    head = form["header"]
    assert head["institution"] in flat
    for question in form["sets"][name]:
        assert " ".join(plain_words(question["statement"])) in flat
    expected = sum(len(formulas(q["statement"])) for q in form["sets"][name])
    with zipfile.ZipFile(file) as parts:
        tree = etree.fromstring(parts.read("word/document.xml"))
    spaces = {
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    }
    assert len(tree.findall(".//m:oMath", spaces)) == expected
    assert tree.find(".//w:pgSz", spaces).get(f"{{{spaces['w']}}}w") == "11906"
    rows = tree.findall(".//w:tr", spaces)
    assert all(row.find("w:trPr/w:cantSplit", spaces) is not None for row in rows)


def test_tables_at_the_end_add_up(drawn):
    from question_bank.render.tables import outcome_rows

    form, _ = drawn
    for field in ("co", "bloom"):
        rows = outcome_rows(form, "A", field)
        assert sum(float(row[3]) for row in rows) == 40
        numbers = sorted(int(n) for row in rows for n in row[2].split(", "))
        assert numbers == list(range(1, len(form["sets"]["A"]) + 1))


@pytest.mark.slow
def test_every_question_can_be_printed(bank, tmp_path):
    """The whole bank as one paper: every table, figure and piece of code in its column."""
    from types import SimpleNamespace

    from question_bank.form import freeze

    blueprint = SimpleNamespace(
        name="All", size=len(bank), practical=[], parts=[], minutes=1, instructions=[]
    )
    form = freeze(blueprint, {"A": list(bank)}, 1, load_header(), "d", "", tmp_path / "figures")
    pieces = Pieces(form)
    file = pdf.write(form, "A", "paper", pieces, tmp_path)
    assert file.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext"):
        assert len(printed(file)) > 10_000


def test_the_sheet_has_the_register_numbers(drawn, tmp_path):
    form, _ = drawn
    file = tmp_path / "class.csv"
    file.write_text("register number,name\ns01,x\ns02,y\n")
    (tmp_path / "figures").symlink_to(drawn[1] / "figures")
    render(form | {"register": read_register(file)}, tmp_path)
    rows = list(csv.reader((tmp_path / "marks.csv").open()))
    assert rows[0][1].startswith("set of d001-")
    assert rows[0][::2] == ["register_number", *(f"Q{n}" for n in range(1, 17, 2))]
    assert [row[0] for row in rows[1:]] == ["s01", "s02"]
    file.write_text("s01\ns01\n")
    with pytest.raises(ValueError, match="s01 is there 2 times"):
        read_register(file)


def test_docx_pages_are_numbered_and_its_bytes_are_of_no_day(drawn):
    _, out = drawn
    with zipfile.ZipFile(out / "set_A_paper.docx") as file:
        assert "NUMPAGES" in file.read("word/pages.xml").decode()
        assert "footerReference" in file.read("word/document.xml").decode()
        assert {item.date_time[0] for item in file.infolist()} == {1980}


@pytest.mark.parametrize(
    ("tex", "want"),
    [
        ("(y - t)^2", r"\left(y - t\right)^2"),
        ("f(x) + (a (b + c)^2)", r"f(x) + (a \left(b + c\right)^2)"),
        (r"\left(a\right)^2", r"\left(a\right)^2"),
        ("= 3", "{}= 3"),
    ],
)
def test_formulas_are_written_so_that_libreoffice_reads_them(tex, want):
    node = {"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, tex]}]}
    assert word.readable(node)["c"][0]["c"][1] == want
