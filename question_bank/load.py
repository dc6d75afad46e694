"""Loading: item files to a bank, a YAML file to a model. A fault in one item stops no other."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from .faults import Fault, FieldPath, SafeLoader, explain, field_name, line_of
from .schema import Question

Read = TypeVar("Read", bound=BaseModel)
ITEMS = Path(__file__).with_name("items")


@dataclass
class Bank:
    """The questions that loaded, where they came from, and the faults of those that did not."""

    questions: dict[str, Question] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions.values())

    def __len__(self) -> int:
        return len(self.questions)

    def __getitem__(self, id: str) -> Question:
        return self.questions[id]

    def fault(self, id: str, path: FieldPath, problem: str, offset: int = 0) -> Fault:
        """Return a fault of a loaded question, ``offset`` lines below the start of the field."""
        file = self.files[id]
        return Fault(shown(file), line_of(file, path) + offset, field_name(path), problem)


def shown(file: Path) -> str:
    """Return a path as it is printed: relative to the working directory where it is below it."""
    file = file.resolve()
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def load_bank(items: Path = ITEMS) -> Bank:
    """Load every ``<module>/<id>.yaml`` below ``items``, in the order of their ids.

    Raises:
        ValueError: if ``items`` is not a folder.
    """
    if not items.is_dir():
        raise ValueError(f"{items} is not a folder; give the folder that holds m1/ and m2/")
    bank = Bank()
    for file in sorted(items.rglob("*.y*ml"), key=lambda file: (file.stem, file)):
        question, faults = load_item(file)
        bank.faults += faults
        if question is None:
            continue
        if question.id in bank.questions:
            first = shown(bank.files[question.id])
            line = line_of(file, ("id",))
            bank.faults.append(
                Fault(shown(file), line, "id", f"{question.id} is also in {first}; rename one")
            )
            continue
        bank.questions[question.id], bank.files[question.id] = question, file
        bank.faults += _misplaced(bank, question, file)
    return bank


def load_item(file: Path) -> tuple[Question | None, list[Fault]]:
    """Read one file. Returns the question, or None and the faults that kept it from loading."""
    data, faults = read_yaml(file)
    if faults:
        return None, faults
    if not isinstance(data, dict):
        problem = "holds no fields; start it with `python -m question_bank new`"
        return None, [Fault(shown(file), 1, "file", problem)]
    try:
        return Question.model_validate(data), []
    except ValidationError as error:
        return None, [_fault(file, detail, Question) for detail in error.errors()]


def read_model(model: type[Read], file: Path, expected: str) -> Read:
    """Read a YAML file that is one model, such as a blueprint or the head of a paper.

    Args:
        model: what the file holds.
        file: where it is.
        expected: what to give instead, for the message of a file that cannot be opened.

    Raises:
        ValueError: if the file is missing or wrong; one line with file, line, field and fix.
    """
    try:
        data, faults = read_yaml(file)
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}; give {expected}") from None
    if not faults and not isinstance(data, dict):
        faults = [Fault(shown(file), 1, "file", f"holds no fields; give {expected}")]
    if not faults:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            faults = [_fault(file, detail, model) for detail in error.errors()]
    raise ValueError(str(faults[0]))


def read_yaml(file: Path) -> tuple[Any, list[Fault]]:
    """Return the data of a YAML file, or None and the faults that kept it from being read."""
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        return None, [Fault(shown(file), line, "encoding", problem)]
    try:
        loader = SafeLoader(text)
        node = loader.get_single_node()
        repeated = [] if node is None else list(_repeated_keys(node))
        data = None if node is None else loader.construct_document(node)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        line = mark.line + 1 if mark else 1
        return None, [Fault(shown(file), line, "YAML", f"{problem}; mend the YAML at this line")]
    if repeated:
        return None, [
            Fault(shown(file), key.start_mark.line + 1, key.value, "given twice; keep one")
            for key in repeated
        ]
    return data, []


def _fault(file: Path, error: dict, model: type[BaseModel]) -> Fault:
    path, problem = explain(error, _fields_at(error["loc"][:-1], model))
    return Fault(shown(file), line_of(file, path), field_name(path), problem)


def _fields_at(path: FieldPath, model: type[BaseModel]) -> list[str]:
    """Return the names of the fields that may stand below a path."""
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            inner = _models(model.model_fields[part].annotation)
            model = inner[0] if inner else model
    return list(model.model_fields)


def _models(annotation: object) -> list[type[BaseModel]]:
    """Return the models inside an annotation such as ``list[Step]`` or ``Key | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for arg in typing.get_args(annotation) for model in _models(arg)]


def _repeated_keys(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield keys that a mapping holds twice; PyYAML would silently keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield key
            seen.add(str(key.value))
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated_keys(value)


def _misplaced(bank: Bank, question: Question, file: Path) -> list[Fault]:
    if file.name != f"{question.id}.yaml":
        return [
            bank.fault(question.id, ("id",), f"the file is {file.name}; name it {question.id}.yaml")
        ]
    if file.parent.name != question.module:
        problem = f"the file lies in {file.parent.name}/; move it to {question.module}/"
        return [bank.fault(question.id, ("module",), problem)]
    return []
