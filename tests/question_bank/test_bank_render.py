"""Papers, keys and sheets: compiled, then read back by other programs."""

import csv
import re
import zipfile

import pypandoc
import pytest
import typst
from lxml import etree

from question_bank.blueprint import find_blueprint, load_blueprint
from question_bank.draw.run import Request, draw
from question_bank.form import load_header
from question_bank.markup import formulas
from question_bank.render import pdf, render, word
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
    before = (out / "set_B_key.pdf").read_bytes()
    (out / "again").mkdir()
    pieces = Pieces(form)
    (out / "set_B_key.pdf").unlink()
    pdf.write(form, "B", "key", pieces, out)
    (out / "again").rmdir()
    assert (out / "set_B_key.pdf").read_bytes() == before


@pytest.mark.parametrize("name", ["A", "B"])
def test_docx_reads_back_with_every_question_and_native_equations(drawn, name):
    form, out = drawn
    file = out / f"set_{name}_paper.docx"
    text = pypandoc.convert_file(str(file), "plain", extra_args=["--standalone", "--columns=400"])
    flat = " ".join(re.sub(r"[|+=-]{2,}|\|", " ", text).split())
    head = form["header"]
    assert head["institution"] in flat
    for question in form["sets"][name]:
        first = re.split(r"[$`\n|\"']", question["statement"])[0].split()[:5]
        assert all(word in flat for word in first)
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
    text = pdf.source(form, "A", "paper", pieces)
    assert typst.compile(
        text.encode(), format="pdf", root=str(tmp_path), pdf_standards=["ua-1"]
    ).startswith(b"%PDF")


def test_the_sheet_has_the_register_numbers(drawn, tmp_path):
    form, _ = drawn
    file = tmp_path / "class.csv"
    file.write_text("register number,name\ns01,x\ns02,y\n")
    (tmp_path / "figures").symlink_to(drawn[1] / "figures")
    render(form | {"register": read_register(file)}, tmp_path)
    rows = list(csv.reader((tmp_path / "marks.csv").open()))
    assert rows[0] == ["register_number", "set", *(f"Q{n}" for n in range(1, 17))]
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
    assert word.balanced(node)["c"][0]["c"][1] == want
