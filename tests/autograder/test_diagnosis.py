"""Diagnosis is measured: known mistakes get their name, everything else gets none."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from autograder import catalogue
from autograder.catalogue import Misconception
from autograder.engine import assignment
from autograder.engine.diagnosis import Diagnostician
from autograder.engine.judge import Judge
from autograder.engine.limits import Limits
from autograder.house import assignment_folders
from autograder.intake.notebook import parse
from tests.engine import text_of
from tests.submissions import fill

pytestmark = pytest.mark.slow
UNCATALOGUED = Path(__file__).parent / "uncatalogued"


def answers(token: str) -> dict[str, tuple[str, Misconception]]:
    """Return every answer that there is to a question, with its kind, the last ones first."""
    paths = [(kind, path) for _, kind, path in catalogue.answers(token)]
    paths += [("uncatalogued", path) for path in sorted((UNCATALOGUED / token).glob("*.py"))]
    made = {}
    for kind, path in reversed(paths):
        name = path.stem if kind == "misconception" else f"{kind}: {path.stem}"
        made[name] = (kind, dataclasses.replace(catalogue.read(path), name=name))
    return made


@pytest.mark.parametrize("key", sorted(assignment_folders()))
def test_known_mistakes_are_named_and_nothing_else_is(template, key, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_SEED", "5")
    chosen = assignment.load()[key]
    diagnostician, students = (Diagnostician(template, Limits()) for _ in range(2))
    told, wrong = {"misconception": 0, "also right": 0, "uncatalogued": 0, "pairs": 0}, []
    for question in chosen.questions:
        kinds = answers(question.token)
        everybody = tuple(answer for _, answer in kinds.values())
        asked = dataclasses.replace(question, misconceptions=everybody)
        for answer, transcript in students.transcripts(chosen, asked):
            kind, _ = kinds.pop(answer.name)
            found = [m.name for m in diagnostician.name(chosen, question, transcript)]
            told[kind] += 1
            told["pairs"] += len(found) > 1
            right = [answer.name] if kind == "misconception" else []
            if set(right) - set(found) or (not right and found) or len(found) > 2:
                wrong.append((question.token, answer.name, found))
            assert all(transcript.verdicts) == (kind == "also right"), (question.token, answer.name)
        assert kinds == {}, f"{question.token}: stopped, or not run"
    print(f"{key}: {told}")
    assert wrong == []


def test_there_are_thirty_wrong_answers_outside_of_the_catalogue():
    tokens = {question.token for a in assignment.load().values() for question in a.questions}
    assert {folder.name for folder in UNCATALOGUED.iterdir()} <= tokens
    assert len(list(UNCATALOGUED.glob("*/*.py"))) >= 30


SAME_IDEA = '''
def clip_by_global_norm(gradients, clip_norm):
    """In NumPy, with branches: the mistake of per_tensor.py written by somebody else."""
    squares = sum(float(np.sum(np.square(np.asarray(g, "float64")))) for g in gradients if g is not None)
    clipped = []
    for g in gradients:
        if g is None:
            clipped.append(None)
            continue
        length = np.sqrt(np.sum(np.square(np.asarray(g, "float64"))))
        clipped.append(np.asarray(g) if length <= clip_norm else np.asarray(g) * clip_norm / length)
    return clipped, np.float32(np.sqrt(squares))
'''  # noqa: E501


def test_a_mistake_is_named_in_another_style_and_told_to_the_student(template):
    filled = fill.fill(fill.blank("a08"), fill.reference("a08"))
    fill.fill(blank := fill.blank("a08"), {"clip_by_global_norm": SAME_IDEA})
    for cell, own in zip(filled["cells"], blank["cells"], strict=True):
        if "per_tensor.py" in "".join(own["source"]):
            cell["source"] = own["source"]
    judge = Judge(
        template, assignment.load()["a08"], parse(json.dumps(filled).encode()), Limits(), seed=3
    )
    judge.run()
    judge.diagnose(Diagnostician(template, Limits()))
    result = judge.result(student="s01", file="s01.ipynb")
    by_token = {question.token: question for question in result.questions}
    (found,) = by_token["a08_q3_clip_by_global_norm"].diagnosis
    assert found.name == "per_tensor"
    assert found.section == "3. The bungee cord: by global norm"
    assert by_token["a08_q1_global_norm"].diagnosis is None
    said = [text_of(outputs) for outputs in judge.executed.values()]
    assert sum(found.sentence in text for text in said) == 1


def test_what_is_not_written_gets_no_diagnosis(template):
    blank = parse(json.dumps(fill.blank("a08")).encode())
    judge = Judge(template, assignment.load()["a08"], blank, Limits())
    judge.run()
    judge.diagnose(Diagnostician(template, Limits()))
    result = judge.result(student="s01", file="s01.ipynb")
    assert [question.diagnosis for question in result.questions] == [None] * 5
