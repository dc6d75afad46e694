"""LMS files, read back by readers that share no code with the writers."""

import base64
import copy
import html as html_entities
import os
import re
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from lxml import etree

from question_bank import form as frozen
from question_bank.blueprint import find_blueprint, load_blueprint
from question_bank.draw.run import Request, draw
from question_bank.export import export, gift, left_out, moodle, practical, qti
from question_bank.export.html import html
from question_bank.form import load_header

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
GRAMMAR = etree.RelaxNG(file=str(Path(qti.__file__).with_name("qti_2p1.rng")))


@pytest.fixture(scope="module")
def drawn(bank, tmp_path_factory):
    """A test with figures, tables, numeric and practical questions: (form, folder)."""
    folder = tmp_path_factory.mktemp("export")
    blueprint = load_blueprint(find_blueprint("unit_test_1"))
    figure = next(q.id for q in bank if q.figure and q.part == "analysis" and q.module == "m2")
    rules = [*blueprint.rules, type(blueprint.rules[0])(include=[figure])]
    blueprint = blueprint.model_copy(update={"rules": rules})
    request = Request(blueprint, 1, 3, load_header(), allow_draft=True)
    return draw(bank, request, folder / "l", folder / "out"), folder / "out"


@pytest.fixture(scope="module")
def whole(bank, tmp_path_factory):
    """A form of every question of the bank, and its folder; each figure is three bytes."""
    folder = tmp_path_factory.mktemp("whole")
    blueprint = load_blueprint(find_blueprint("unit_test_1")).model_copy(update={"practical": []})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frozen, "draw_figure", lambda variant, file: file.write_bytes(b"png"))
        form = frozen.freeze(
            blueprint, {"A": list(bank)}, 1, load_header(), "d001", "", folder / "figures"
        )
    return form, folder


def from_bank(form):
    return [q for q in form["sets"]["A"] if q["kind"] != "practical"]


def written(writer, form, folder, out, numeric):
    writer.write(form, "A", from_bank(form), folder, out, numeric)


class Text(HTMLParser):
    """The text of HTML, read with the standard library."""

    def __init__(self, html):
        super().__init__()
        self.data = []
        self.feed(html)

    def handle_data(self, data):
        self.data.append(data)


def read_words(html):
    """The words and numbers of HTML, in order, those of its formulae in TeX too."""
    return re.findall(r"\w+", " ".join(Text(html).data))


def source_words(*texts):
    """The words and numbers of Markdown, without the languages of its code."""
    texts = (re.sub(r"^```\w*$", "", text, flags=re.MULTILINE) for text in texts)
    return [word for text in texts for word in re.findall(r"\w+", text)]


def scheme_texts(q):
    for step in q["scheme"]:
        yield step["step"]
        yield from (step["earns"], *([step["half"]] if step["half"] else []))
        yield from (*step["accept"], *step["reject"])
    for m in q["misconceptions"]:
        yield from (m["belief"], m["tell"])


def without_labels(html):
    """Grader information without what the export adds to the texts of the bank."""
    html = re.sub(r"<strong>[\d.]+ mark:</strong>|<p>Number: [^<]*</p>", "", html)
    return re.sub(r"<em>(Earns|Half|Accept|Reject|Often seen|Tell):</em>", "", html)


def labels(q):
    return {q["co"], *q["po"], q["bloom"], q["topic"], q["kind"], f"difficulty-{q['difficulty']}"}


@pytest.mark.parametrize("numeric", [False, True])
def test_moodle_reads_back_as_the_same_items(whole, tmp_path, numeric):
    """Every question of the bank: all words of its texts, its points, tags, key and figure."""
    form, folder = whole
    written(moodle, form, folder, tmp_path, numeric)
    category, *nodes = ET.parse(tmp_path / "set_A_moodle.xml").getroot().findall("question")
    assert category.findtext("category/text") == "$course$/top/21CSE558T Unit Test 1 set A"
    for node, q in zip(nodes, from_bank(form), strict=True):
        assert node.findtext("name/text") == f"{q['number']:02d} {q['id']}"
        assert node.findtext("idnumber") == f"{q['id']}-v{q['version']}-s{q['seed']}"
        assert float(node.findtext("defaultgrade")) == q["marks"]
        assert {tag.findtext("text") for tag in node.findall("tags/tag")} == labels(q)
        text = node.findtext("questiontext/text")
        assert read_words(text) == source_words(q["statement"])
        assert read_words(node.findtext("generalfeedback/text")) == source_words(q["answer"])
        if numeric and q["kind"] == "numeric":
            assert node.get("type") == "numerical"
            value, error = (float(node.findtext(f"answer/{x}")) for x in ("text", "tolerance"))
            assert value == q["key"]["value"]
            assert error == pytest.approx(abs(value) * q["key"]["rel"])
        else:
            assert node.get("type") == "essay"
            info = node.findtext("graderinfo/text")
            marks = re.findall(r"<strong>([\d.]+) mark:", info)
            assert [float(mark) for mark in marks] == [step["marks"] for step in q["scheme"]]
            assert read_words(without_labels(info)) == source_words(q["answer"], *scheme_texts(q))
        if q["figure"]:
            file = node.find("questiontext/file")
            assert base64.b64decode(file.text) == b"png"
            assert f"@@PLUGINFILE@@/{file.get('name')}" in text
            assert html_entities.unescape(re.search('alt="(.*?)"', text)[1]) == q["figure"]["alt"]


@pytest.mark.parametrize("numeric", [False, True])
def test_gift_reads_back_as_the_same_items(whole, tmp_path, numeric):
    """With the rules of Moodle's reader: backslash-backslash first, then the special characters."""
    form, folder = whole
    written(gift, form, folder, tmp_path, numeric)
    category, *entries = (tmp_path / "set_A.gift").read_text().strip().split("\n\n")
    assert category == "$CATEGORY: $course$/top/21CSE558T Unit Test 1 set A"
    kept = [q for q in from_bank(form) if not q["figure"]]
    for entry, q in zip(entries, kept, strict=True):
        comment, body = entry.strip().split("\n")
        assert f"[id:{q['id']}-v{q['version']}-s{q['seed']}]" in comment
        assert set(re.findall(r"\[tag:(.*?)\]", comment)) == labels(q)
        found = re.fullmatch(r"::(.*?)::\[html\](.*)(?<!\\)\{(.*)####\[html\](.*)\}", body)
        name, statement, number, answer = found.groups()
        assert name == f"{q['number']:02d} {q['id']}"
        for text, source in ((statement, q["statement"]), (answer, q["answer"])):
            assert not re.search(r"(?<!\\)(\\\\)*[~=#{}]", text)
            assert read_words(unescape(text)) == source_words(source)
        if numeric and q["kind"] == "numeric":
            value, error = map(float, number.removeprefix("#").split(":"))
            assert (value, error) == (q["key"]["value"], abs(value) * q["key"]["rel"])
        else:
            assert number == ""


def unescape(text):
    marked = text.replace("\\\\", "\0")
    for character in ":#={}~":
        marked = marked.replace(f"\\{character}", character)
    return marked.replace("\\n", "\n").replace("\0", "\\")


# What a form holds, each with a text that is nowhere else: field -> the word that lists it.
SENTINELS = {
    "institution": ("header", "INSTITUTION"), "date": ("header", "DATE"),
    "duration": ("header", 917), "instructions": ("header", "INSTRUCTION"),
    "minutes": ("question", 823), "difficulty": ("question", 761), "kind": ("question", "KIND"),
    "topic": ("question", "TOPIC"), "CO": ("question", "CO-OUTCOME"),
    "PO": ("question", "PO-OUTCOME"), "Bloom": ("question", "BLOOM"),
    "marks": ("question", 6.5), "parts": ("question", "PART"),
    "model answer": ("question", "MODEL"), "schemes": ("step", "EARNS"),
    "misconceptions": ("misconception", "BELIEF"), "spoken text": ("question", "SPOKEN"),
}  # fmt: skip
FIELD = {"duration": "minutes", "CO": "co", "PO": "po", "Bloom": "bloom", "parts": "part",
         "model answer": "answer", "schemes": "earns", "misconceptions": "belief",
         "spoken text": "spoken"}  # fmt: skip


def test_every_format_carries_what_it_does_not_list_as_left_out(drawn, tmp_path):
    form = copy.deepcopy(drawn[0])
    question = next(q for q in from_bank(form) if q["kind"] != "numeric" and not q["figure"])
    form["sets"] = {"A": [question]}
    places = {"header": form["header"], "question": question, "step": question["scheme"][0],
              "misconception": question["misconceptions"][0]}  # fmt: skip
    for name, (place, value) in SENTINELS.items():
        shaped = {"instructions": [value], "PO": [value], "spoken text": {"x": value}}
        places[place][FIELD.get(name, name)] = shaped.get(name, value)
    listed = export(form, tmp_path)
    files = {"Moodle XML": "set_A_moodle.xml", "GIFT": "set_A.gift", "Otter": "set_A_otter.ipynb"}
    texts = {name: (tmp_path / "lms" / file).read_text() for name, file in files.items()}
    with zipfile.ZipFile(tmp_path / "lms" / "set_A_qti.zip") as package:
        texts["QTI 2.1"] = "".join(package.read(n).decode() for n in package.namelist())
    for format, text in texts.items():
        stated = " ".join(line.split(";")[0] for line in listed if line.startswith(format))
        for name, (_, value) in SENTINELS.items():
            assert (str(value) in text) != (name in stated), (format, name)


def test_what_depends_on_the_questions_is_listed_too(drawn):
    form, out = drawn
    assert not any("its number is marked" in line for line in left_out(form, numeric=False))
    lines = export(form, out, numeric=True)
    assert (out / "lms" / "left_out.txt").read_text().splitlines() == lines
    assert len(lines) == len(set(lines))
    for q in from_bank(form):
        about = [line for line in lines if q["id"] in line]
        assert any("GIFT: no question" in line for line in about) == bool(q["figure"])
        assert any("its number is marked" in line for line in about) == (q["kind"] == "numeric")
    assert sum("practical.ipynb" in line for line in lines) == 1


def test_an_export_that_fails_leaves_the_one_before(drawn):
    form, out = drawn
    export(form, out)
    before = {p: p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
    spoilt = copy.deepcopy(form)
    spoilt["sets"]["A"][-1]["id"] = "a08_q9_none"
    missing = copy.deepcopy(form)
    next(q for q in from_bank(missing) if q["figure"])["figure"]["file"] = "figures/none"
    for wrong, error in ((spoilt, ValueError), (missing, OSError)):
        with pytest.raises(error):
            export(wrong, out)
        assert {p: p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()} == before


def test_qti_package_holds_every_item_with_its_scheme_and_files(drawn):
    """Well-formed, and each part in the order of the QTI 2.1 information model."""
    form, out = drawn
    export(form, out, numeric=True)
    order = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing"]
    with zipfile.ZipFile(out / "lms" / "set_A_qti.zip") as package:
        names = package.namelist()
        for name in names:
            if name.endswith(".xml"):
                GRAMMAR.assertValid(etree.fromstring(package.read(name)))
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        hrefs = [e.get("href") for e in manifest.iter() if e.tag.endswith("}file")]
        assert sorted(hrefs) == sorted(set(names) - {"imsmanifest.xml"})
        for q in from_bank(form):
            item = ET.fromstring(package.read(f"{q['id']}.xml"))
            parts = [child.tag.removeprefix(QTI) for child in item]
            assert parts == order[: len(parts)]
            assert item.get("identifier") == q["id"]
            if q["kind"] == "numeric":
                bounds = [float(e.text) for e in item.iter(f"{QTI}baseValue")][:2]
                assert bounds[0] <= q["key"]["value"] <= bounds[1]
            else:
                assert item.find(f".//{QTI}rubricBlock").get("view") == "scorer"
            if q["figure"]:
                image = item.find(f".//{QTI}img")
                assert image.get("src") in names
                assert image.get("alt") == q["figure"]["alt"]


@pytest.fixture(scope="module")
def qti_items(whole):
    """Every question as a QTI item, as (id, marked by machine) -> XML; the manifest."""
    form, _ = whole
    questions = from_bank(form)
    texts = html(questions, mathml=True)
    items = {
        (q["id"], auto): etree.tostring(qti.item(q, texts, auto), encoding="unicode")
        for q in questions
        for auto in ([False, True] if q["kind"] == "numeric" else [False])
    }
    return items, qti.manifest(form, "A", questions).decode()


def test_every_item_of_the_bank_is_valid_qti(qti_items, bank):
    items, manifest = qti_items
    assert {id for id, _ in items} == {q.id for q in bank}
    assert any(auto for _, auto in items)
    for text in items.values():
        GRAMMAR.assertValid(etree.fromstring(text))
    root = etree.fromstring(manifest.encode())
    GRAMMAR.assertValid(root)
    identifiers = root.xpath("//@identifier")  # of type ID, so no two may be the same
    assert len(identifiers) == len(set(identifiers)) == len(bank) + 1


@pytest.mark.skipif("QTI_XSD" not in os.environ, reason="set QTI_XSD to 1EdTech's imsqti_v2p1.xsd")
def test_every_item_of_the_bank_is_valid_by_the_official_schema(qti_items):
    schema = etree.XMLSchema(file=os.environ["QTI_XSD"])
    for text in qti_items[0].values():
        schema.assertValid(etree.fromstring(text))


def test_the_spaces_of_a_formula_keep_their_width(qti_items):
    spaces = [n for t in qti_items[0].values() for n in re.findall(r"<mspace[^>]*>", t)]
    assert spaces
    assert all("width=" in space for space in spaces)


# What the official schemas forbid: name -> document, pattern, replacement.
# (That a power needs a base and an exponent is in the text of MathML 2, not in its DTD.)
FORBIDDEN = {
    "rubric after the text": (
        "essay",
        r"(<rubricBlock.*</rubricBlock>)(.*)(?=</itemBody>)",
        r"\2\1",
    ),
    "outcome before response": ("essay", r"(<responseD.*?/>)(<outcomeD.*</outcomeD\w+>)", r"\2\1"),
    "attribute that is not QTI": ("essay", "<itemBody", '<itemBody style="color: red"'),
    "text in the body": ("essay", "</itemBody>", "Good luck.</itemBody>"),
    "inline element in the body": ("essay", "</itemBody>", "<em>Good luck.</em></itemBody>"),
    "base type": ("essay", 'baseType="string"', 'baseType="text"'),
    "cardinality": ("essay", 'cardinality="single"', 'cardinality="one"'),
    "space around a name": ("essay", 'cardinality="single"', 'cardinality=" single"'),
    "view": ("essay", 'view="scorer"', 'view="marker"'),
    "rubric for nobody": ("essay", ' view="scorer"', ""),
    "no title": ("essay", ' title="[^"]*"', ""),
    "no identifier": ("essay", ' identifier="RESPONSE"', ""),
    "identifier with a digit first": ("essay", ' identifier="RESPONSE"', ' identifier="1"'),
    "identifier with a space": ("essay", 'Identifier="RESPONSE"', 'Identifier="MY RESPONSE"'),
    "interaction in a rubric": (
        "essay",
        r"(<rubricBlock.*?>)",
        r'\1<extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="1"/>',
    ),
    "lines that are no number": ("essay", 'expectedLines="10"', 'expectedLines="many"'),
    "block in a line": ("essay", "<p>", "<p><div>aside</div>"),
    "struck-out text": ("essay", "<p>", "<p><del>wrong</del>"),
    "point without a list": ("essay", "<div>", "<div><li>first</li>"),
    "marks that are no number": ("essay", 'normalMaximum="[^"]*"', 'normalMaximum="two"'),
    "element of another namespace": (
        "essay",
        "<itemBody>",
        '<itemBody xmlns="http://www.w3.org/x">',
    ),
    "image without a text": ("figure", ' alt="[^"]*"', ""),
    "width with a unit": ("figure", "<img ", '<img width="10em" '),
    "table without rows": ("table", "<tbody>.*?</tbody>", "<tbody/>"),
    "body before head of a table": ("table", "(<thead>.*?</thead>)(.*?</tbody>)", r"\2\1"),
    "width of a column": ("table", "<thead>", '<colgroup><col width="9%"/></colgroup><thead>'),
    "alignment": ("table", 'align="right"', 'align="end"'),
    "HTML in a formula": ("formula", "<msup><mi>", "<msup><em>x</em><mi>"),
    "power of nothing": ("formula", "<msup><mi>[^<]*</mi>", "<msup>"),
    "comparison with nothing": ("number", '<variable identifier="RESPONSE"/>', ""),
    "value without a type": ("number", '<baseValue baseType="float">', "<baseValue>"),
    "marking before the body": (
        "number",
        "(<itemBody>.*</itemBody>)(<responseProcessing>.*</responseProcessing>)",
        r"\2\1",
    ),
    "no correct value": ("number", "<correctResponse>.*</correctResponse>", "<correctResponse/>"),
    "kind of package": ("manifest", "QTIv2.1 Package", "QTI Package"),
    "version of the package": ("manifest", "1.0.0", "2.1"),
    "no organizations": ("manifest", "<organizations/>", ""),
    "type of a resource": ("manifest", "imsqti_item_xmlv2p1", "imsqti_item_xmlv2p9"),
    "resource with a digit first": ("manifest", 'identifier="r-', 'identifier="1-'),
    "file without an address": ("manifest", "<file [^>]*>", "<file/>"),
}


@pytest.fixture(scope="module")
def samples(qti_items):
    items, manifest = qti_items
    by_hand = [text for (_, auto), text in items.items() if not auto]
    return {
        "essay": by_hand[0],
        "figure": next(text for text in by_hand if "<img" in text),
        "table": next(text for text in by_hand if "<thead" in text and 'align="right"' in text),
        "formula": next(text for text in by_hand if "<msup><mi>" in text),
        "number": next(text for (_, auto), text in items.items() if auto),
        "manifest": manifest,
    }


@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_grammar_refuses(samples, name):
    document, pattern, replacement = FORBIDDEN[name]
    right = samples[document].encode()
    spoilt, count = re.subn(pattern.encode(), replacement.encode(), right, count=1, flags=re.DOTALL)
    assert count == 1
    assert GRAMMAR.validate(etree.fromstring(right))
    assert not GRAMMAR.validate(etree.fromstring(spoilt))


def test_notebook_is_valid_and_has_a_scheme_for_each_question(drawn):
    form, out = drawn
    export(form, out)
    notebook = nbformat.read(out / "lms" / "set_A_otter.ipynb", as_version=4)
    nbformat.validate(notebook)
    text = [cell.source for cell in notebook.cells]
    assert sum("manual: true" in t for t in text) == len(from_bank(form))
    for q in from_bank(form):
        assert any(q["statement"] in t for t in text)
        assert any(q["answer"] in t for t in text)


@pytest.mark.slow
def test_the_practical_part_is_an_autograded_notebook(drawn):
    """Its stubs raise, its checks pass on the right answers, and neither holds a solution."""
    from autograder import matrix
    from tests.submissions import fill

    form, out = drawn
    export(form, out)
    tokens = [q["id"] for q in form["sets"]["A"] if q["kind"] == "practical"]
    blank = nbformat.read(out / "lms" / "practical.ipynb", as_version=4)
    assert [cell.source for cell in blank.cells if "grader.check(" in cell.source] == [
        f'grader.check("{token}")' for token in tokens
    ]
    stubs = [cell.source for cell in blank.cells if "raise NotImplementedError(" in cell.source]
    assert [token for token in tokens if any(token in stub for stub in stubs)] == tokens
    answers = {k: v for token in tokens for k, v in fill.reference(token[:3]).items()}
    space = {"__name__": "notebook"}
    for cell in fill.fill(blank, answers)["cells"]:
        if cell["cell_type"] == "code" and "grader" not in cell["source"]:
            matrix.run_text(cell["source"], "practical", space)
    with zipfile.ZipFile(out / "lms" / "practical_autograder.zip") as archive:
        for token in tokens:
            checks = archive.read(f"tests/{token}.py").decode()
            assert matrix.run_checks(checks, space) == {}


def test_a_practical_question_that_does_not_exist_is_named(drawn):
    form, out = drawn
    wrong = {"id": "a08_q9_none", "kind": "practical"}
    with pytest.raises(
        ValueError, match="practical part: there is no auto-graded question 'a08_q9"
    ):
        practical.write({**form, "sets": {"A": [wrong]}}, out)


@pytest.mark.slow
def test_otter_assign_takes_the_notebook(drawn, tmp_path):
    """The student's copy has every statement, and no answer."""
    import subprocess
    import sys

    form, out = drawn
    export(form, out)
    command = [sys.executable, "-m", "otter", "assign", "--no-run-tests", "--no-pdfs"]
    source = str(out / "lms" / "set_A_otter.ipynb")
    done = subprocess.run([*command, source, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    student = (tmp_path / "student" / "set_A_otter.ipynb").read_text()
    notebook = nbformat.reads(student, as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells)
    for q in from_bank(form):
        assert q["statement"] in text
        assert q["answer"] not in text


def test_two_exports_write_the_same_bytes(drawn):
    form, out = drawn
    export(form, out)
    first = {p.name: p.read_bytes() for p in (out / "lms").iterdir()}
    export(form, out)
    assert {p.name: p.read_bytes() for p in (out / "lms").iterdir()} == first
