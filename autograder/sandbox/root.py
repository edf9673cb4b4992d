"""A private root: a file system that holds Python, its packages, the course's data and an empty working folder, and nothing else.

The zygote builds it once and lives in it. A child gets a copy of its mount table (`unshare` of the mount namespace), in which only
the working folder, /dev/shm and /proc are new. Everything else is read-only, for the zygote too.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.sandbox import system
from autograder.sandbox.libraries import SETTINGS

BOX = "/box"  # the working folder
DATA = "/data"
SHARED_MEMORY = "/dev/shm"
PROCESSES = "/proc"
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")

# Memory, all of it: 64 MB hold what an exercise saves, and a child that fills them all has a limit too.
BOX_OPTIONS = "size=64m,nr_inodes=4096,mode=1777"
SHARED_MEMORY_OPTIONS = "size=64m,nr_inodes=256,mode=1777"
TMPFS_FLAGS = system.NO_SUID | system.NO_DEVICES

_BASE = "/tmp"  # where the new root is mounted before it is entered; any folder that exists


@dataclass(frozen=True)
class Contents:
    """What the private root shows of the machine."""

    roots: Sequence[str]  # folders, and links to folders
    hidden: Sequence[str]  # what is covered in them
    data: str | None


def build(contents: Contents) -> None:
    """Build the root and enter it. Needs a mount and a process namespace of its own, and the capabilities of their owner."""
    system.mount(None, "/", flags=system.RECURSIVE | system.PRIVATE)  # nothing of what follows is seen outside
    # Everything is taken before anything is covered: any of it may lie below the place where the new root is mounted.
    shown: dict[str, int | str] = {path: _take(path) for path in contents.roots}
    if contents.data is not None:
        shown[DATA] = _take(contents.data)
    devices = {path: system.copy_of_mount(path) for path in DEVICES}
    settings = {path: _read(path) for path in SETTINGS if os.path.exists(path)}
    covered = {path: os.path.isdir(path) for path in contents.hidden}

    system.mount("tmpfs", _BASE, "tmpfs", TMPFS_FLAGS, "size=8m,nr_inodes=4096,mode=755")
    for path in sorted({*shown, *covered}):  # a folder comes before what lies in it
        if path in covered:
            _cover(path, is_folder=covered[path])
        else:
            _show(path, shown[path])
    for path, device in devices.items():
        _show(path, device)
    for path, content in settings.items():
        _write(path, content)
    for folder, options in ((SHARED_MEMORY, SHARED_MEMORY_OPTIONS), (BOX, BOX_OPTIONS)):
        os.makedirs(_BASE + folder, exist_ok=True)
        system.mount("tmpfs", _BASE + folder, "tmpfs", TMPFS_FLAGS | system.NO_EXEC, options)
    # A whole /proc: for an ordinary user the kernel mounts a child's only where one is in sight.
    os.mkdir(_BASE + PROCESSES)
    system.mount("proc", _BASE + PROCESSES, "proc", TMPFS_FLAGS | system.NO_EXEC)
    if not os.path.lexists(_BASE + "/tmp"):
        os.symlink(BOX, _BASE + "/tmp")
    system.enter_root(_BASE)


def seal() -> None:
    """Make everything in the root read-only."""
    system.set_mount_flags("/", system.READ_ONLY)


def make_private() -> None:
    """Give this process a working folder, shared memory and /proc of its own. Needs a process namespace of its own."""
    system.unshare(system.NEW_MOUNTS)
    system.mount("tmpfs", BOX, "tmpfs", TMPFS_FLAGS | system.NO_EXEC, BOX_OPTIONS)
    system.mount("tmpfs", SHARED_MEMORY, "tmpfs", TMPFS_FLAGS | system.NO_EXEC, SHARED_MEMORY_OPTIONS)
    try:
        # Its own processes only, and nothing about the machine.
        system.mount("proc", PROCESSES, "proc", TMPFS_FLAGS | system.NO_EXEC, "subset=pid,hidepid=invisible")
    except OSError:
        # Refused to ordinary users in containers that cover parts of /proc. Then there is none: the zygote's must go.
        system.detach(PROCESSES)


def _take(path: str) -> int | str:
    """Return what a link leads to, or else a read-only copy of the mounts at `path`."""
    if os.path.islink(path):
        return os.readlink(path)
    tree = system.copy_of_mount(path)
    system.set_mount_flags("", system.READ_ONLY | system.NO_SUID | system.NO_DEVICES, tree)
    return tree


def _show(path: str, source: int | str) -> None:
    os.makedirs(os.path.dirname(_BASE + path), exist_ok=True)
    if isinstance(source, str):
        os.symlink(source, _BASE + path)
        return
    if stat.S_ISDIR(os.fstat(source).st_mode):
        os.makedirs(_BASE + path, exist_ok=True)
    else:
        _empty_file(_BASE + path)
    system.attach(source, _BASE + path)


def _cover(path: str, *, is_folder: bool) -> None:
    """Put something empty over `path`. Folders that lie in it may be shown on top again."""
    if not os.path.lexists(_BASE + path):
        return  # it lies in something that is covered already
    covers = _BASE + "/.covers"
    os.makedirs(covers, exist_ok=True)
    empty = f"{covers}/{len(os.listdir(covers))}"
    if is_folder:
        os.mkdir(empty, mode=0o711)
    else:
        _empty_file(empty)
    system.mount(empty, _BASE + path, flags=system.BIND)


def _read(path: str) -> bytes | dict[str, str]:
    """Return the content of a file, or the links in a folder by name."""
    if os.path.isdir(path):
        return {entry.name: os.readlink(entry.path) for entry in os.scandir(path) if entry.is_symlink()}
    with open(path, "rb") as file:
        return file.read()


def _write(path: str, content: bytes | dict[str, str]) -> None:
    os.makedirs(os.path.dirname(_BASE + path), exist_ok=True)
    if isinstance(content, bytes):
        with open(_BASE + path, "wb") as file:
            file.write(content)
        return
    os.mkdir(_BASE + path)
    for name, target in content.items():
        os.symlink(target, f"{_BASE}{path}/{name}")


def _empty_file(path: str) -> None:
    with open(path, "xb"):
        pass
