"""A student's process finds no check, no expected value, no other student, writes nowhere."""

from __future__ import annotations

import pytest

from tests.engine import RIGHT, SECRET, grade, scores

# What is looked for is put together at run time, so that the cell does not find itself.
LOOK = """
import gc, os, sys
wanted = "-".join(["the", "expected", "value", "4711"])
kinds = (str, bytes, dict, list, tuple)
found = []
def look(place, data):
    text = data if isinstance(data, str) else repr(data)
    if wanted in text: found.append(place)
"""


@pytest.fixture
def prying(light_template):
    """Grade a right notebook whose first cell, before and after the checks, looks around."""

    def run(cell: str):
        result, texts = grade(
            light_template, f"{LOOK}\n{RIGHT}", 'grader.check("a99_double")', cell
        )
        return result, texts[2]

    return run


def test_no_file_holds_a_check(prying):
    result, text = prying(
        "seen = 0\n"
        "for root, _, names in os.walk('/'):\n"
        "    if root.startswith(('/proc/self/task', '/usr/share', '/usr/lib/x86_64')): continue\n"
        "    for name in names:\n"
        "        path = os.path.join(root, name)\n"
        "        try:\n"
        "            if not name.endswith(('.py', '.ipynb', '.csv', '.json', '.sqlite', '.md')):\n"
        "                continue\n"
        "            with open(path, errors='replace') as file: look(path, file.read(10**6))\n"
        "            seen += 1\n"
        "        except OSError: pass\n"
        "print('seen', seen > 1000, 'found', found)"
    )
    assert "seen True found []" in text or result.status == "timeout", (text, result.problems)
    assert SECRET not in text


def test_the_house_is_not_there(prying):
    from autograder.house import ROOT

    _, text = prying(f"print('here', os.path.exists({str(ROOT / 'autograder')!r}))")
    assert "here False" in text


def test_no_object_holds_a_check(prying):
    _, text = prying(
        "for thing in gc.get_objects():\n"
        "    if isinstance(thing, kinds) and thing is not globals():\n"
        "        try: look(type(thing).__name__, thing) if len(thing) < 10**5 else None\n"
        "        except Exception: pass\n"
        "names = [n for n in sys.modules if n.startswith(('autograder', 'solutions', 'tests'))]\n"
        "print('found', found, 'modules', names)"
    )
    assert "found [] modules []" in text


def test_proc_shows_only_itself(prying):
    _, text = prying(
        "print([n for n in os.listdir('/proc') if n.isdigit()], os.getpid(), os.getuid())\n"
        "for name in ('cmdline', 'environ', 'maps', 'status'):\n"
        "    look(name, open(f'/proc/self/{name}').read())\n"
        "print('found', found)"
    )
    assert "[] 1 1000" in text
    assert "found []" in text


def test_no_memory_but_its_own_can_be_read(prying):
    _, text = prying(
        "import ctypes\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "print([libc.ptrace(16, pid, 0, 0) for pid in range(2, 300)].count(0))\n"
        "for pid in range(2, 300):\n"
        "    try: os.kill(pid, 0); print('alive', pid)\n"
        "    except OSError: pass"
    )
    assert text.startswith("0\n")
    assert "alive" not in text


def test_nothing_but_private_places_can_be_written(prying):
    _, text = prying(
        "places = []\n"
        "for root, folders, _ in os.walk('/'):\n"
        "    if root.startswith('/proc/self'): folders.clear(); continue\n"
        "    try:\n"
        "        path = os.path.join(root, 'written'); open(path, 'w').close(); os.remove(path)\n"
        "        places.append(root)\n"
        "    except OSError: pass\n"
        "    if root.count('/') > 3: folders.clear()\n"
        "print(sorted(p for p in places if not p.startswith('/tmp/')))"
    )
    assert text.strip() == "['/dev/shm', '/tmp']"


def test_no_privilege_comes_back(prying):
    _, text = prying(
        "import ctypes\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "print('remount', libc.mount(b'none', b'/', None, 32, None))\n"
        "print('chroot', libc.chroot(b'/tmp'))\n"
        "print('caps', open('/proc/self/status').read().split('CapEff:')[1].split()[0])\n"
        "libc.unshare(0x10000000)\n"
        "print('again', libc.mount(b'n', b'/usr', None, 32, None))"
    )
    assert "remount -1" in text
    assert "chroot -1" in text
    assert "caps 0000000000000000" in text
    assert "again 0" not in text


def test_no_network(prying):
    _, text = prying(
        "import socket\n"
        "for address in (('1.1.1.1', 53), ('127.0.0.1', 22)):\n"
        "    try: socket.create_connection(address, 2); print('connected')\n"
        "    except OSError as error: print('refused')\n"
        "s = socket.socket(socket.AF_UNIX)\n"
        "print('nothing else')"
    )
    assert "connected" not in text
    assert text.count("refused") == 2


def test_no_descriptor_but_the_own_socket(prying):
    _, text = prying(
        "for n in range(3, 4096):\n"
        "    try: print(n, os.readlink(f'/proc/self/fd/{n}').split(':')[0])\n"
        "    except OSError: pass"
    )
    kinds = [line.split()[1] for line in text.splitlines() if line]
    assert kinds == ["socket"]


def test_two_students_share_nothing(light_template):
    first = "open('/tmp/left', 'w').write('x'); open('/dev/shm/left', 'w').write('x')"
    grade(light_template, RIGHT, first)
    result, texts = grade(
        light_template,
        RIGHT,
        "import os; print(os.listdir('/dev/shm'), 'left' in os.listdir('/tmp'))",
    )
    assert "[] False" in texts[1]
    assert result.status == "ok"


def test_the_environment_is_clean(prying, monkeypatch):
    _, text = prying("print(sorted(os.environ))")
    assert "AUTOGRADER_SEED" not in text
    assert "SSH" not in text


TAMPER = """
import builtins, sys, numpy as np
np.isclose = np.allclose = np.array_equal = lambda *a, **k: True
np.testing.assert_allclose = lambda *a, **k: None
builtins.isinstance = lambda *a: True
builtins.len = lambda *a: 1
builtins.abs = lambda *a: 0
class Equal:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 1
import otter
otter.Notebook.check = lambda *a: "passed"
for name in list(sys.modules):
    if 'otter' in name: sys.modules[name] = Equal()
open('/tmp/results.json', 'w').write('{"score": 100}')
open('/tmp/results.pkl', 'wb').write(b'x')
"""


def test_tampering_changes_no_score(light_template):
    wrong = "def triple(x):\n    return Equal()"
    result, _ = grade(light_template, "def double(x):\n    return 2 * x", TAMPER, wrong)
    assert scores(result) == {"double": 2.0, "triple": 0.0}


LIES = {
    "zero": "0.0",
    "one": "1.0",
    "True": "True",
    "NaN": "float('nan')",
    "a huge list": "[0] * 10**6",
    "its arguments": "args[0] if args else None",
}
LIAR = """
import sys
student = sys.modules['inside.student'].Student
def lie(self, *, args=(), **kwargs):
    return {answer}
for name in ('do_call', 'do_attribute', 'do_item', 'do_list', 'do_length', 'do_probe'):
    setattr(student, name, lie)
student.do_name = lambda self, name: {{"found": True, "value": (lambda *a, **k: 0)}}
"""


@pytest.mark.parametrize("lie", LIES)
def test_a_liar_scores_nothing(light_template, lie):
    result, _ = grade(light_template, LIAR.format(answer=LIES[lie]))
    assert result.score == 0.0


RAW = """
import gc, socket, struct, os
own = [s for s in gc.get_objects() if isinstance(s, socket.socket)][0]
own.sendall({data})
"""


@pytest.mark.parametrize(
    "data",
    [
        "b'\\xff' * 100",  # a length of four gigabytes
        "struct.pack('>I', 10) + b'x' * 10",  # no msgpack
        "struct.pack('>I', 5000) + b'\\x91' * 5000",  # nested without end
        "struct.pack('>I', 6) + b'\\xdd\\xff\\xff\\xff\\xff\\x00'",  # a list of four billion
        "struct.pack('>I', 40) + __import__('pickle').dumps(os.system)[:40].ljust(40)",
        "struct.pack('>I', 1) + b'\\xc0'",  # None for a reply
    ],
)
def test_garbage_on_the_socket_is_no_answer(light_template, data):
    result, _ = grade(light_template, RIGHT, RAW.format(data=data), "print('later')")
    assert result.status in ("killed", "timeout")
    assert scores(result) == {"double": 2.0, "triple": 2.0}


def test_a_poisoned_pickle_is_never_opened(light_template, tmp_path):
    trap = tmp_path / "sprung"
    result, _ = grade(
        light_template,
        "import os\n"
        "class Trap:\n"
        f"    def __reduce__(self): return os.system, ('touch {trap}',)\n"
        "def double(x): return Trap()\n"
        "def triple(x): return 3 * x",
    )
    assert scores(result) == {"double": 0.0, "triple": 2.0}
    assert not trap.exists()


ODD = """
import sys
student = sys.modules['inside.student'].Student
def odd(self, *args, **kwargs):
    return {reply}
student.{method} = odd
"""
ODD_ERRORS = """
import sys
inside = sys.modules['inside.student']
def odd(self, *args, **kwargs):
    raise ValueError
inside.shell.describe = lambda error: {described}
inside.Student.{method} = odd
"""


@pytest.mark.parametrize("method", ["do_cell", "do_name", "do_call"])
@pytest.mark.parametrize(
    "described",
    [
        "{'types': ['ValueError'], 'message': 'made up'}",
        "{'types': ['KeyError'], 'message': 'made up'}",
        "{'types': ['SystemExit'], 'message': 'made up'}",
        "{'types': [True, None], 'message': 1}",
        "{'types': [], 'message': None}",
        "{'types': 5, 'message': 'made up'}",
        "{'message': 'made up'}",
        "None",
    ],
)
def test_an_error_that_no_one_asked_for_costs_only_its_own(light_template, method, described):
    forged = ODD_ERRORS.format(described=described, method=method)
    result, _ = grade(light_template, RIGHT, 'grader.check("a99_double")', forged, "1 + 1")
    assert result.status != "internal_error", result
    assert scores(result)["double"] == 2.0
    assert scores(result)["triple"] == (2.0 if method in ("do_cell", "do_probe") else 0.0)


@pytest.mark.parametrize("method", ["do_cell", "do_name", "do_call", "do_probe"])
@pytest.mark.parametrize("reply", ["None", "[1]", "'found'", "{'found': 1}", "lambda: 1", "{}"])
def test_a_reply_of_another_form_costs_only_its_own(light_template, method, reply):
    forged = ODD.format(reply=reply, method=method)
    result, _ = grade(light_template, RIGHT, 'grader.check("a99_double")', forged, "1 + 1")
    assert result.status != "internal_error", result
    assert scores(result)["double"] == 2.0
    assert scores(result)["triple"] == (2.0 if method in ("do_cell", "do_probe") else 0.0)
