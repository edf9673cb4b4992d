"""Working folders on disk, for children that have no private root.

What students' code leaves in one is removed by the zygote. Nothing in it is followed, opened or believed: names may be hostile,
folders closed, and nested deeper than a path can name.
"""

from __future__ import annotations

import os
import stat
import tempfile
import time

# Nothing limits how much a child writes to the disk in all: it is ended before it takes the last.
RESERVE = 256 << 20
RESERVED_FILES = 10_000
ROOM_S = 10.0
# Who holds more than this when the disk is full is the one to be ended: as much as there is where the folder is in memory.
HOARD, HOARDED_FILES = 64 << 20, 4096


def is_full(path: str) -> bool:
    """Return whether the disk that `path` is on has less than the reserve left, of space or of room for files."""
    try:
        disk = os.statvfs(path)
    except OSError:
        return False  # the folder went with its zygote
    counts_files = disk.f_files > 0  # some file systems make room as they need it
    return disk.f_bavail * disk.f_frsize < RESERVE or (counts_files and disk.f_favail < RESERVED_FILES)


def has_room_soon(path: str) -> bool:
    """Return whether the disk has room, or has it again in a moment: who fills it is ended, and its files with it."""
    end = time.monotonic() + ROOM_S
    while is_full(path):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def is_hoard(path: str) -> bool:
    """Return whether a working folder holds more than anybody needs. What does not let itself be looked at counts as more."""
    size = files = 0
    waiting = [path]
    try:
        while waiting:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    files += 1
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if size > HOARD or files > HOARDED_FILES:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
    except FileNotFoundError:
        return False  # it removed something just now; it will be looked at again
    except OSError:
        return True
    return False


def make_base() -> str:
    """Make the folder in which working folders are made. Every user may pass through it, none may list it."""
    path = tempfile.mkdtemp(prefix="autograder-")
    os.chmod(path, 0o711)
    return path


def make(base: str, number: int, owner: int | None) -> str:
    """Make the working folder of a child, for `owner` alone, and return its path."""
    path = os.path.join(base, f"child-{number}")
    os.mkdir(path, mode=0o700)
    if owner is not None:
        os.chown(path, owner, owner)
    return path


def remove(path: str) -> None:
    """Remove a working folder after its child has ended.

    Folders inside are moved up beside it before they are emptied, so that no path grows long, and opened to their owner first: an
    ordinary user could not list a closed one.
    """
    waiting = [path]
    moved = 0
    while waiting:
        folder = waiting.pop()
        for name in os.listdir(folder):
            inside = os.path.join(folder, name)
            if stat.S_ISDIR(os.lstat(inside).st_mode):
                os.chmod(inside, 0o700)
                moved += 1
                beside = f"{path}.{moved}"
                os.rename(inside, beside)
                waiting.append(beside)
            else:
                os.unlink(inside)
        os.rmdir(folder)
