"""Whatever students hand in: each bad one is named with its reason, the others are graded."""

from __future__ import annotations

import io
import json
import stat
import zipfile

import pytest

from autograder.engine import assignment, plan
from autograder.engine.limits import Limits
from autograder.errors import UserError
from autograder.intake import notebook
from autograder.intake.collect import collect
from tests.submissions.fill import blank


def a_zip(*entries) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def a_link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("a.ipynb")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


GOOD = json.dumps(blank("a08")).encode()
OLD = json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}).encode()
OTHER = {**blank("a08"), "metadata": {"otter": {"assignment_name": "hw7"}}}

BAD = {
    "empty.ipynb": (b"", "the file is empty"),
    "text.ipynb": (b"hello", "not valid JSON"),
    "list.ipynb": (b"[1]", "JSON but no notebook"),
    "deep.ipynb": (b"[" * 100_000, "not valid JSON"),
    "latin.ipynb": ('{"a": "é"}'.encode("latin-1"), "not UTF-8"),
    "old.ipynb": (OLD, "nbformat 3"),
    "cells.ipynb": (b'{"nbformat": 4, "cells": 5}', "no list of cells"),
    "damaged.ipynb": (b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "cell 1"),
    "other.ipynb": (json.dumps(OTHER).encode(), "'hw7'"),
    "huge.ipynb": (GOOD + b" " * 50 * 2**20, "21 MB are read"),
    "none.zip": (a_zip(("a.txt", b"x")), "holds 0"),
    "two.zip": (a_zip(("a.ipynb", GOOD), ("b.ipynb", GOOD)), "holds 2"),
    "up.zip": (a_zip(("../../a.ipynb", GOOD)), "leads outside"),
    "absolute.zip": (a_zip(("/etc/a.ipynb", GOOD)), "leads outside"),
    "windows.zip": (a_zip(("C:\\a.ipynb", GOOD)), "leads outside"),
    "link.zip": (a_zip((a_link(), b"/etc/passwd")), "a link"),
    "bomb.zip": (a_zip(("a.ipynb", b"0" * 400 * 2**20)), "bomb"),
    "broken.zip": (b"PK\x03\x04 and no more", "cannot be read"),
    "inside.zip": (a_zip(("a.ipynb", b"hello")), "not valid JSON"),
    "many.zip": (a_zip(*((f"{n}.txt", b"") for n in range(2000))), "2000 entries"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_submission_is_named_with_its_reason(tmp_path, name):
    data, reason = BAD[name]
    folder = tmp_path / "class" / "s01"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(data)
    (job,) = jobs(tmp_path / "class", tmp_path)
    assert job.submission.path is None
    assert reason in job.submission.note


def jobs(folder, out, only=None):
    limits = Limits()
    return plan.jobs(collect(folder), assignment.load(), out, limits, "sandbox", 1, only)


def test_a_truncated_zip_is_invalid(tmp_path):
    path = tmp_path / "cut.zip"
    data = a_zip(("a.ipynb", GOOD))
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(notebook.Invalid, match="zip cannot be read"):
        notebook.read(path)


def test_an_encrypted_zip_is_invalid(tmp_path):
    path = tmp_path / "locked.zip"
    data = bytearray(a_zip(("a.ipynb", GOOD)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(notebook.Invalid, match=r"cannot be read|damaged"):
        notebook.read(path)


def test_the_zip_that_otter_exports_is_read(tmp_path):
    path = tmp_path / "export.zip"
    path.write_bytes(a_zip(("a08_gradient_clipping.ipynb", GOOD), ("__zip_filename__", b"x")))
    read, _ = notebook.read(path)
    assert read.assignment == "a08_gradient_clipping"


def test_one_folder_of_files_and_a_folder_per_student(tmp_path):
    for name in ("s01.ipynb", "s02_a08_gradient_clipping.ipynb", "s03-a08.zip"):
        (tmp_path / name).write_bytes(GOOD)
    for student in ("s04", "s05"):
        (tmp_path / student).mkdir()
        (tmp_path / student / "a08_gradient_clipping.ipynb").write_bytes(GOOD)
    (tmp_path / "s06").mkdir()
    (tmp_path / ".DS_Store").write_bytes(b"x")
    found = collect(tmp_path)
    assert [one.student for one in found] == ["s01", "s02", "s03", "s04", "s05", "s06"]
    assert found[-1].path is None


def test_of_two_files_for_one_assignment_the_last_counts(tmp_path):
    (tmp_path / "s01").mkdir()
    for name in ("a08_1.ipynb", "a08_2.ipynb"):
        (tmp_path / "s01" / name).write_bytes(GOOD)
    (job,) = jobs(tmp_path, tmp_path)
    assert job.submission.path.name == "a08_2.ipynb"
    assert "a08_1.ipynb" in job.submission.note


def test_a_link_in_the_folder_is_not_followed(tmp_path):
    (tmp_path / "class").mkdir()
    (tmp_path / "secret.ipynb").write_bytes(GOOD)
    (tmp_path / "class" / "s01.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (job,) = jobs(tmp_path / "class", tmp_path)
    assert "link" in job.submission.note


def test_a_notebook_of_another_assignment(tmp_path):
    (tmp_path / "s01.ipynb").write_bytes(GOOD)
    known = assignment.load()
    other = next((key for key in known if key != "a08"), None)
    if other is None:
        pytest.skip("there is one assignment")
    (job,) = jobs(tmp_path, tmp_path, only=other)
    assert "a08_gradient_clipping" in job.submission.note
    assert job.assignment == other


def test_the_same_input_has_the_same_key_and_any_change_another(tmp_path):
    (tmp_path / "s01.ipynb").write_bytes(GOOD)
    (first,), (again,) = jobs(tmp_path, tmp_path), jobs(tmp_path, tmp_path)
    assert first.key == again.key
    changed = json.loads(GOOD)
    changed["cells"][1]["source"] = "another text"
    (tmp_path / "s01.ipynb").write_text(json.dumps(changed))
    (other,) = jobs(tmp_path, tmp_path)
    assert other.key != first.key


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path / "nowhere", "no such folder"),
        (lambda path: path, "no submission in it"),
        (lambda path: (path / "file", (path / "file").write_text("x"))[0], "this is a file"),
    ],
)
def test_a_folder_that_is_none(tmp_path, make, reason):
    with pytest.raises(UserError, match=reason):
        collect(make(tmp_path))


def test_an_unknown_assignment_is_refused(tmp_path):
    (tmp_path / "s01.ipynb").write_bytes(GOOD)
    with pytest.raises(UserError, match="no assignment 'a77'"):
        jobs(tmp_path, tmp_path, only="a77")


def test_checks_run_where_otter_would_run_them():
    data = blank("a08")
    read = notebook.parse(json.dumps(data).encode())
    places = read.checks_after()
    for token, position in places.items():
        assert f'grader.check("{token}")' in "".join(data["cells"][position]["source"])
    assert len(places) == 5
