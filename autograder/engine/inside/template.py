"""The template: imports TensorFlow once, runs no operation, and forks one student per job.

    python template.py CONTROL_FD [--bare] [--import NAME ...]

Forking a process that has imported TensorFlow is safe as long as it has run no operation: the
runtime's threads start with the first one. So this process only imports, then waits. Each packet on
the control socket carries a job's limits (msgpack) and two sockets; for each it forks a keeper
(keeper.py), which forks the student (student.py), and forgets about both.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import signal
import socket
import sys

import msgpack

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from inside import keeper, shell

WARM = [
    *("numpy", "matplotlib", "matplotlib.pyplot", "matplotlib.font_manager"),
    *("matplotlib_inline.backend_inline", "scipy.special", "sklearn.datasets", "pandas"),
    *("tensorflow", "keras", "keras.layers", "keras.optimizers", "keras.initializers"),
]


def warm(names: list[str]) -> list[str]:
    """Import what submissions import; return the names that are not installed."""
    missing = []
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            missing.append(name)
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is not None:  # settings, not operations: one thread for one student on one core
        tensorflow.config.threading.set_intra_op_parallelism_threads(1)
        tensorflow.config.threading.set_inter_op_parallelism_threads(1)
        with contextlib.suppress(Exception):
            tensorflow.config.set_visible_devices([], "GPU")
    return missing


def serve(control: socket.socket, bare: bool) -> None:
    """Fork a keeper for each packet until the judge goes away."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are not waited for
    prepared = shell.prepare()
    gc.collect()
    gc.freeze()  # what is here now is shared by all forks: never touch it again
    while True:
        packet, sockets, _, _ = socket.recv_fds(control, 65536, 2)
        if not packet:
            return
        if os.fork() == 0:
            control.close()
            status = 1
            try:
                streams = [socket.socket(fileno=number) for number in sockets]
                keeper.keep(msgpack.unpackb(packet), *streams, prepared, bare)
                status = 0
            finally:
                os._exit(status)
        for number in sockets:
            os.close(number)


def main() -> None:
    """Warm up, say so, serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("control", type=int)
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--import", dest="names", nargs="*", default=WARM)
    options = parser.parse_args()
    control = socket.socket(fileno=options.control)
    missing = warm(options.names)
    control.send(msgpack.packb({"ready": os.getpid(), "missing": missing}))
    serve(control, options.bare)


if __name__ == "__main__":
    main()
