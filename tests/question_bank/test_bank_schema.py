"""The schema: the committed JSON schema is current, and editors would accept the items."""

import json

import jsonschema
import yaml

from question_bank.course import course, known, programme_outcomes
from question_bank.load import ITEMS
from question_bank.schema import JSON_SCHEMA, KINDS, json_schema


def test_the_committed_json_schema_is_current():
    message = "run: python -m question_bank schema > question_bank/schema.json"
    assert JSON_SCHEMA.read_text(encoding="utf-8") == json_schema(), message


def test_editors_complete_the_names_of_the_course():
    schema = json.loads(json_schema())["properties"]
    assert schema["co"]["enum"] == list(known("course_outcomes"))
    assert schema["topic"]["enum"][:2] == ["a01", "a02"]
    assert schema["kind"]["enum"] == list(KINDS)


def test_every_item_names_the_schema_for_its_editor():
    for file in ITEMS.glob("*/*.yaml"):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=../../schema.json", file.name
        named = (file.parent / first.split("=", 1)[1]).resolve()
        assert named == JSON_SCHEMA.resolve()


def test_the_json_schema_accepts_every_item_and_refuses_a_misspelt_field():
    validator = jsonschema.Draft202012Validator(json.loads(json_schema()))
    for file in ITEMS.glob("*/*.yaml"):
        item = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert not list(validator.iter_errors(item)), file.name
        assert list(validator.iter_errors(item | {"blom": "L3"}))


def test_every_po_maps_to_one_of_the_eleven():
    twelve, eleven = (course()["po_schemes"][s]["outcomes"] for s in ("po12", "po11"))
    assert (len(twelve), len(eleven)) == (12, 11)
    images = {po: programme_outcomes([po], "po11") for po in twelve}
    assert {po for (po,) in images.values()} == set(eleven)
    assert images["PO-6"] == images["PO-7"] == ["PO-6"]
    assert programme_outcomes(["PO-6", "PO-7"], "po11") == ["PO-6"]


def test_course_file_is_plain_yaml():
    assert yaml.safe_load((JSON_SCHEMA.parent / "course.yaml").read_text())["code"] == "21CSE558T"
