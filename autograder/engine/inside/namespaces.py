"""The inner box: one student's own user, mount, pid, network and ipc namespaces.

Called twice. The keeper (trusted) calls ``enter``; the student, its child and process 1 of the new
pid namespace, calls ``furnish`` and ``drop_privileges`` before any of the student's code runs.
What the student then sees: the read-only system of the outer box, a private /tmp and /dev/shm of
limited size, and a /proc that holds nothing but itself.
"""

from __future__ import annotations

import ctypes
import os

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT = 1, 2, 4, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
CAPABILITY_VERSION_3, LAST_CAPABILITY = 0x20080522, 63
SIGKILL = 9
STUDENT_UID = 1000
MNT_DETACH = 2
STAGE = "/stage"  # an empty folder that the outer box provides

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    arguments = [part.encode() if part else None for part in (source, target, kind)]
    result = _libc.mount(*arguments, ctypes.c_ulong(flags), data.encode() if data else None)
    _check(result, f"mount {source} on {target}")


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends."""
    _check(_libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "prctl PDEATHSIG")


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so that none is lost sight of."""
    _check(_libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl CHILD_SUBREAPER")


def enter() -> None:
    """Move the calling process to new namespaces; its next child is process 1 of the new pids."""
    uid, gid = os.getuid(), os.getgid()
    spaces = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
    _check(_libc.unshare(spaces), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{STUDENT_UID} {uid} 1"),
        ("gid_map", f"{STUDENT_UID} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def furnish(disk_bytes: int, keep: list[str]) -> None:
    """Give the student a private /tmp, /dev/shm and a /proc with nothing but itself in it.

    Args:
        disk_bytes: size of /tmp; /dev/shm gets half of it again.
        keep: folders below /tmp that stay (a Python environment may be installed there).
    """
    _check(_libc.unshare(CLONE_NEWNS), "unshare")  # the keeper goes on seeing the outer /proc
    _mount("none", "/", None, MS_REC | MS_PRIVATE)
    own = os.readlink("/proc/self")  # the pid by the outer box's /proc, which is still mounted
    safe = MS_NOSUID | MS_NODEV
    _mount("tmpfs", STAGE, "tmpfs", safe, f"size={disk_bytes},mode=1777")
    for folder in keep:
        staged = STAGE + folder.removeprefix("/tmp")
        os.makedirs(staged)
        _mount(folder, staged, None, MS_BIND | MS_REC)
    _move_stage("/tmp")
    _mount("tmpfs", "/dev/shm", "tmpfs", safe, f"size={disk_bytes // 2},mode=1777")
    _mount("tmpfs", STAGE, "tmpfs", safe, "size=64k,mode=755")
    os.mkdir(f"{STAGE}/self")
    _mount(f"/proc/{own}", f"{STAGE}/self", None, MS_BIND)
    for name in ("cpuinfo", "meminfo", "stat", "version"):
        open(f"{STAGE}/{name}", "w").close()
        _mount(f"/proc/{name}", f"{STAGE}/{name}", None, MS_BIND)
    _mount("none", STAGE, None, MS_REMOUNT | MS_RDONLY | safe, "size=64k,mode=755")
    _move_stage("/proc")


def _move_stage(target: str) -> None:
    _mount(STAGE, target, None, MS_BIND | MS_REC)
    _check(_libc.umount2(STAGE.encode(), MNT_DETACH), f"umount {STAGE}")


def drop_privileges() -> None:
    """Give up every capability, for good."""

    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    for capability in range(LAST_CAPABILITY + 1):
        _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails past the kernel's last one
    header, nothing = Header(CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    _check(_libc.capset(ctypes.byref(header), nothing), "capset")
    _check(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl NO_NEW_PRIVS")
    _check(_libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "prctl DUMPABLE")
