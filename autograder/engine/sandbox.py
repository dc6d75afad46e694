"""The outer box: bubblewrap around the template. And the handle by which jobs reach it.

What the template and every student see: /usr and the libraries, the Python installation and the
environment, read-only, and four files of this package. No network, no other process, no home, no
project: the checks, the solutions, the journal and the submissions do not exist in there.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

import msgpack

from autograder.engine.limits import Limits
from autograder.errors import EngineError, UserError

HERE = Path(__file__).resolve().parent
INSIDE = "/grader"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives")
SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/ssl", "/etc/fonts")
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MPLCONFIGDIR": "/tmp",
    "KERAS_HOME": "/tmp",
    "IPYTHONDIR": "/tmp",
}
INSTALL_HINT = (
    "install it with 'sudo apt-get install bubblewrap' (Debian, Ubuntu) or "
    "'sudo dnf install bubblewrap' (Fedora); or, for submissions that you trust as much as your "
    "own code, go on without a sandbox: --isolation process"
)
START_SECONDS = 180.0


def missing() -> str | None:
    """Return what keeps the sandbox from working on this machine, and what to do; None if fine."""
    if sys.platform != "linux":
        return "the sandbox needs Linux (WSL2 or a Linux container will do)"
    if shutil.which("bwrap") is None:
        return f"bubblewrap (bwrap) is not installed; {INSTALL_HINT}"
    trial = subprocess.run(
        [*command(), "unshare", "--user", "--map-root-user", "--pid", "--fork", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if trial.returncode:
        return (
            "bubblewrap is installed, but user namespaces do not work here "
            f"({(trial.stderr.strip() or 'no message').splitlines()[-1]}); enable them with "
            "'sudo sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=65536' "
            "(Ubuntu 24.04: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'), "
            "or grade trusted submissions with --isolation process"
        )
    return None


def command() -> list[str]:
    """Return the bubblewrap command up to the program that it runs."""
    bind = []
    for path in SYSTEM:
        if os.path.islink(path):
            bind += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            bind += ["--ro-bind", path, path]
    for path in SETTINGS:
        bind += ["--ro-bind-try", path, path]
    for path in _python_folders():
        bind += ["--ro-bind", path, path]
    bind += ["--ro-bind", str(HERE / "inside"), f"{INSIDE}/inside"]
    bind += ["--ro-bind", str(HERE / "wire.py"), f"{INSIDE}/wire.py"]
    environment = []
    for name, value in ENVIRONMENT.items():
        environment += ["--setenv", name, value]
    return [
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--dir", "/stage"),
        *bind,
        *("--remount-ro", "/dev", "--remount-ro", "/", "--hostname", "sandbox", "--chdir", "/tmp"),
        *environment,
        "--",
    ]


def _python_folders() -> list[str]:
    """Return the folders of the interpreter and of the environment, outermost first."""
    folders = {sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent.parent)}
    folders |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    kept: list[str] = []
    for folder in sorted(folders):
        inside_another = any(folder.startswith((f"{other}/", "/usr/")) for other in [*kept, "/usr"])
        if not inside_another and folder != "/usr" and os.path.isdir(folder):
            kept.append(folder)
    return kept


class Template:
    """A running template process; jobs are sent to it, from any thread or forked process.

    The control socket outlives the process behind it: if the template dies, ``watch`` starts
    another one, and a job that was sent meanwhile is taken by that.
    """

    def __init__(self, isolation: str = "sandbox", imports: list[str] | None = None):
        if isolation not in ("sandbox", "process"):
            raise UserError(f"--isolation is 'sandbox' or 'process', not {isolation!r}")
        if isolation == "sandbox" and (problem := missing()):
            raise UserError(problem)
        self.isolation, self.imports = isolation, imports
        self.control, self._far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.missing: list[str] = []
        self.process: subprocess.Popen | None = None
        self.starts = 0
        self._closing = threading.Event()

    def start(self) -> None:
        """Start the process; ``wait_until_ready`` waits for it."""
        program = [sys.executable, "-I", "-u"]
        if self.isolation == "sandbox":
            words = [*command(), *program, f"{INSIDE}/inside/template.py", str(self._far.fileno())]
            environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}
        else:
            words = [*program, str(HERE / "inside/template.py"), str(self._far.fileno()), "--bare"]
            environment = {**ENVIRONMENT, "PATH": os.environ.get("PATH", "/usr/bin:/bin")}
        if self.imports is not None:
            words += ["--import", *self.imports]
        self.process = subprocess.Popen(
            words,
            pass_fds=[self._far.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.starts += 1

    def wait_until_ready(self) -> None:
        """Wait until the imports are done.

        Raises:
            EngineError: if the process ends before, with the end of what it printed.
        """
        end = START_SECONDS
        while end > 0:
            self.control.settimeout(0.2)
            try:
                self.missing = msgpack.unpackb(self.control.recv(65536))["missing"]
                self.control.settimeout(None)
                return
            except TimeoutError:
                end -= 0.2
            if self.process.poll() is not None:
                text = self.process.stderr.read().decode(errors="replace").strip()
                raise EngineError(f"the template did not start: {text[-600:] or 'no message'}")
        raise EngineError(f"the template was not ready within {START_SECONDS:.0f} s")

    def watch(self) -> None:
        """Restart the process whenever it ends; run this in a thread."""
        while not self._closing.is_set():
            self.process.wait()
            if self._closing.is_set() or self.starts > 5:
                return
            self.start()

    def send(self, slot: int, limits: Limits, place: str | None, sockets: list[int]) -> None:
        """Have a student forked that talks over the two sockets."""
        keep = [folder for folder in _python_folders() if folder.startswith("/tmp/")]
        job = {**asdict(limits), "slot": slot, "place": place, "keep": keep}
        socket.send_fds(self.control, [msgpack.packb(job)], sockets)

    def close(self) -> None:
        """End the process, and with it every student."""
        self._closing.set()
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
