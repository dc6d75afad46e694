"""Every limit bites, the rest of the notebook is graded, and nothing is left alive."""

from __future__ import annotations

import os
import time

import pytest

from tests.engine import RIGHT, grade, scores

FULL = {"double": 2.0, "triple": 2.0}


@pytest.fixture
def attacked(light_template):
    """Grade a right notebook with one more cell in the middle of it."""

    def run(cell: str):
        return grade(light_template, RIGHT, cell, "print('the next cell runs')")

    return run


@pytest.mark.parametrize(
    ("status", "cell"),
    [
        ("timeout", "while True: pass"),
        ("timeout", "import time; time.sleep(1000)"),
        ("timeout", "while True:\n try:\n  while True: pass\n except BaseException: pass"),
        ("timeout", "import signal; signal.signal(2, signal.SIG_IGN)\nwhile True: pass"),
        ("memory", "import numpy as np\nheld = [np.ones(10**7) for _ in range(1000)]"),
        ("killed", "import os; os._exit(0)"),
        ("killed", "import ctypes; ctypes.string_at(0)"),
        ("killed", "import os\nwhile True: os.fork()"),
        (
            "killed",
            "import threading, time\n"
            "for _ in range(2000): threading.Thread(target=time.sleep, args=(60,)).start()",
        ),
        ("error", "1 / 0"),
        ("error", "raise SystemExit(0)"),
        ("error", "def broken(:"),
        ("error", "input('your name? ')"),
        ("error", "file = open('/tmp/x', 'wb')\nwhile True: file.write(b'0' * 10**7)"),
        ("error", "held = [open('/dev/null') for _ in range(9999)]"),
    ],
)
def test_a_cell_over_a_limit_costs_only_itself(attacked, status, cell):
    result, texts = attacked(cell)
    assert result.status == status, (result.problems, texts)
    assert scores(result) == FULL
    assert result.problems[0].cell == 1
    assert "the next cell runs" in texts[2]


def test_disk_and_shared_memory_are_limited(attacked):
    result, texts = attacked(
        "import os\n"
        "for place in ('/tmp', '/dev/shm'):\n"
        "    written = 0\n"
        "    try:\n"
        "        for n in range(100):\n"
        "            written += open(f'{place}/{n}', 'wb').write(b'0' * 10**7)\n"
        "    except OSError:\n"
        "        print(place, 'full', written < 300 * 10**6)\n"
    )
    assert result.status == "ok"
    assert "/tmp full True" in texts[1]
    assert "/dev/shm full True" in texts[1]


def test_a_flood_of_output_is_cut(attacked):
    result, texts = attacked("for _ in range(10**6): print('x' * 100)")
    assert result.status in ("ok", "timeout")
    assert len(texts[1]) < 2**20 + 1000
    assert "over the limit" in texts[1]


def test_raw_descriptors_lead_nowhere(attacked):
    result, texts = attacked("import os; os.write(1, b'RAW'); os.write(2, b'RAW'); print('done')")
    assert result.status == "ok"
    assert "RAW" not in texts[1]


def test_a_call_that_never_returns_costs_its_question(light_template):
    slow = "def double(x):\n    while True: pass\ndef triple(x):\n    return 3 * x"
    result, _ = grade(light_template, slow)
    assert result.status == "timeout"
    assert scores(result) == {"double": 0.0, "triple": 2.0}
    assert result.questions[0].status == "timeout"
    assert "took over" in result.questions[0].cases[0].message


def test_a_call_that_kills_the_process_costs_its_question(light_template):
    deadly = "import os\ndef double(x):\n    os._exit(0)\ndef triple(x):\n    return 3 * x"
    result, _ = grade(light_template, deadly)
    assert scores(result) == {"double": 0.0, "triple": 2.0}
    assert [q.status for q in result.questions] == ["killed", "ok"]


def test_restarts_are_limited(light_template):
    deadly = ["import os; os._exit(0)"] * 9
    result, _ = grade(light_template, *deadly, RIGHT)
    assert result.status == "killed"
    assert result.restarts <= 4
    assert scores(result) == {"double": 0.0, "triple": 0.0}


def test_the_whole_submission_has_a_deadline(light_template):
    import dataclasses

    from tests.engine import SHORT

    limits = dataclasses.replace(SHORT, submission_seconds=4.0)
    cells = ["import time; time.sleep(2.5)"] * 6
    result, _ = grade(light_template, *cells, RIGHT, limits=limits)
    assert result.status == "timeout"
    assert result.seconds["wall"] < 30


def test_nothing_is_left_alive(attacked):
    mark = f"left-over-{os.getpid()}-{time.time_ns()}"
    result, texts = attacked(
        "import os, time\n"
        "for _ in range(3):\n"
        "    if os.fork() == 0:\n"
        "        os.setsid()\n"
        "        if os.fork() == 0:\n"
        f"            os.execv('/bin/sh', ['{mark}', '-c', 'sleep 600; sleep 600'])\n"
        "        os._exit(0)\n"
        "time.sleep(0.2)\n"
        "print('started')"
    )
    assert "started" in texts[1], result.problems
    assert not _running(mark)


def _running(mark: str) -> list[str]:
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if mark.encode() in file.read():
                    found.append(pid)
        except OSError:
            continue
    return found
