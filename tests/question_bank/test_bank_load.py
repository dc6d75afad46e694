"""Bad input: one line each with file, line, field and fix; the rest of the bank still loads."""

import re

import pytest

from question_bank.load import load_bank

GOOD = "m2-vanishing-sigmoid-bound"

LINE = re.compile(r"^items/m[12]/[\w.-]+:(\d+): [\w.\[\]$]+: .+; ?.+")


def only_fault(bench):
    """Add a good neighbour, load, and return the one fault of the bad file."""
    bench.copy("m1-xor-single-perceptron")
    bank = bench.load()
    assert "m1-xor-single-perceptron" in bank.questions
    assert len(bank.faults) == 1, [str(fault) for fault in bank.faults]
    fault = bank.faults[0]
    assert "\n" not in str(fault)
    assert LINE.match(str(fault)), str(fault)
    return fault


@pytest.mark.parametrize(
    ("edit", "field", "at", "says"),
    [
        (("bloom: L3", "blom: L3\nbloom: L3"), "blom", "blom: L3", "did you mean `bloom`?"),
        (("minutes: 3\n", ""), "minutes", None, "missing; add `minutes:`"),
        (("    marks: 1\n    earns: Gives 0.25", "    earns: Gives 0.25"), "scheme[0].marks",
         "  - step: Largest", "missing; add `marks:`"),
        (("    marks: 1\n    earns: Multi", "    marks: 0.5\n    earns: Multi"), "scheme",
         "scheme:", "add up to 1.5; make them add up to 2"),
        (("    marks: 1\n    earns: Multi", "    marks: 0.75\n    earns: Multi"),
         "scheme[1].marks", "marks: 0.75", "write 0.5 or 1"),
        (("co: CO-4", "co: CO-9"), "co", "co: CO-9", "use one of: CO-1"),
        (("PO-2", "PO-13"), "po[1]", "po: ", "unknown 'PO-13'"),
        (("topic: a01", "topic: a16"), "topic", "topic: a16", "use one of: a01"),
        (("kind: numeric", "kind: mcq"), "kind", "kind: mcq", "'numeric'"),
        (("[4, 12]", "[12, 4]"), "parameters.n", "  n: ", "write the lower bound first"),
        (("integer: [4, 12]", "real: [4, 12]"), "parameters.n", "  n: ", "needs `step`"),
        (("integer: [4, 12]", "choice: [4, 4]"), "parameters.n", "  n: ", "list each once"),
        (("bloom: L3", "bloom: L3\nbloom: L4"), "bloom", "bloom: L4", "keep one"),
        (("marks: 2", "marks: 3"), "marks", "marks: 3", "write 2"),
        (("where: Q7", "where: Q21"), "source[1].where", "where: Q21", "Q1 to Q20"),
        (("version: 1", "version: one"), "version", "version: one", "integer"),
        (("key: {value: bound, rel: 0.02}\n", ""), "key", None, "missing in a numeric question"),
        (("status: draft", "status: draft\nenemies: [M2 x]"), "enemies", "enemies: [M2", "twice"),
        (("statement: |", "statement: |\n  x\nanswr: |"), "answr", "answr:", "`answer`"),
        (("id: m2", "id: m1"), "id", "id: m1", "begin it with m2-"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_line(bench, edit, field, at, says):
    file = bench.copy(GOOD, edit)
    if field == "enemies":  # given twice: the line is that of the second
        at = "enemies: []"
    fault = only_fault(bench)
    assert fault.field == field
    assert says in fault.problem or "twice" in fault.problem
    if at:
        lines = file.read_text().splitlines()
        assert at in lines[fault.line - 1]


def test_wrong_encoding_names_the_line_of_the_byte(bench):
    text = bench.copy().read_text(encoding="utf-8").replace("one quarter", "0.25 \u2013 a quarter")
    bench.write(GOOD, text.encode("cp1252"))
    fault = only_fault(bench)
    assert (fault.field, "0x96" in fault.problem) == ("encoding", True)
    assert "a quarter" in text.splitlines()[fault.line - 1]


@pytest.mark.parametrize("text", ["id: [m2", "a: b: c", "\tid: x", "id: 'open"])
def test_broken_yaml_names_the_line(bench, text):
    bench.write(GOOD, "status: draft\n" + text)
    assert only_fault(bench).field == "YAML"


@pytest.mark.parametrize("text", ["", "just words", "- a\n- list"])
def test_a_file_without_fields(bench, text):
    bench.write(GOOD, text)
    assert "holds no fields" in only_fault(bench).problem


def test_duplicate_id_names_the_other_file(bench):
    bench.copy()
    bench.copy(name="m2-vanishing-sigmoid-bound-2")
    fault = only_fault(bench)

    assert f"{GOOD} is also in" in fault.problem


def test_a_file_whose_name_is_not_the_id(bench):
    bench.copy(name="m2-other-name")
    assert f"name it {GOOD}.yaml" in only_fault(bench).problem


def test_a_file_in_the_wrong_folder(bench):
    file = bench.copy()
    file.rename(bench.items / "m1" / file.name)
    fault = only_fault(bench)
    assert (fault.field, "move it to m2/" in fault.problem) == ("module", True)


def test_several_faults_of_one_file_are_all_told(bench):
    bench.copy(GOOD, ("co: CO-4", "co: CO-9"), ("bloom: L3", "bloom: L9"))
    assert {fault.field for fault in bench.load().faults} == {"co", "bloom"}


def test_a_byte_order_mark_does_no_harm(bench):
    file = bench.copy()
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert GOOD in bench.load().questions


def test_a_missing_folder_is_the_users_fault(tmp_path):
    with pytest.raises(ValueError, match="is not a folder"):
        load_bank(tmp_path / "none")
