"""The system calls of Linux that Python has no function for, one plain function each.

All raise OSError with the name of the call, or of what it was about. Nothing here decides anything: the order of the calls and
the reasons are in `confine.py` and `root.py`. The module can be imported on any system; only calling fails elsewhere.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import struct
import sys

from autograder.sandbox import syscalls

AT_FDCWD = -100

# unshare(2)
NEW_MOUNTS = 0x0002_0000
NEW_CGROUP = 0x0200_0000
NEW_UTS = 0x0400_0000
NEW_IPC = 0x0800_0000
NEW_USER = 0x1000_0000
NEW_PIDS = 0x2000_0000
NEW_NETWORK = 0x4000_0000

# mount(2)
READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC = 1, 2, 4, 8
REMOUNT, BIND, RECURSIVE, PRIVATE = 32, 4096, 16384, 1 << 18

if sys.platform != "win32":
    _libc = ctypes.CDLL(None, use_errno=True)
    _libc.syscall.restype = ctypes.c_long
    _python = ctypes.PyDLL(None, use_errno=True)  # keeps the interpreter's lock during a call


def call(name: str, *arguments: int | bytes | None, about: str = "") -> int:
    """Make a system call by name; bytes are passed as a pointer to them, None as a null pointer."""
    values = [ctypes.c_long(value) if isinstance(value, int) else ctypes.c_char_p(value) for value in arguments]
    result: int = _libc.syscall(ctypes.c_long(syscalls.number(name)), *values)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), f"{name} {about}".rstrip())
    return result


# -- processes -------------------------------------------------------------------------------------------------------------


def unshare(flags: int) -> None:
    """Leave the namespaces named by `flags` for new ones."""
    call("unshare", flags)


def set_namespace(descriptor: int, kind: int) -> None:
    """Enter the namespace that `descriptor` stands for."""
    call("setns", descriptor, kind)


def prctl(option: int, value: int = 0) -> int:
    """Control this process. Values are those of `linux/prctl.h`."""
    return call("prctl", option, value, 0, 0, 0, about=str(option))


def fork() -> int:
    """Fork this process, which should have one thread.

    What Python does after `os.fork` (new locks for its threads and loggers, a new random state) touches, and so copies, a
    megabyte of memory, and costs more than the fork. With one thread there is nothing to repair, so the C library is asked directly.
    """
    if sys.platform != "linux" or len(sys._current_frames()) > 1:
        return os.fork()
    process: int = _python.fork()
    if process < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), "fork")
    return process


def watched(process: int) -> int | None:
    """Return a pidfd of a process, which becomes readable when it ends; None where there are none (before Linux 5.3)."""
    if sys.platform != "linux":
        return None
    try:
        return os.pidfd_open(process)
    except OSError:
        return None


def die_with_parent(parent: int) -> None:
    """Ask for SIGKILL when the parent thread ends, and leave if it is gone already. `parent` is a pidfd of it."""
    prctl(1, signal.SIGKILL)
    if select.select([parent], [], [], 0)[0]:
        os._exit(1)


def no_new_privileges() -> None:
    """Set-user-id programs give nothing any more; also the condition for Landlock and seccomp without capabilities."""
    prctl(38, 1)


def undumpable() -> None:
    """No core dumps, and /proc/<pid> belongs to root: no process of the same user may look inside."""
    prctl(4, 0)


def drop_bounding_set() -> None:
    """Let no program that is started later have a capability. Leaves the present ones alone."""
    for capability in range(64):
        try:
            prctl(24, capability)
        except OSError:
            return  # not permitted to begin with, or past the last one


def drop_capabilities() -> None:
    """Give up every capability."""
    version_3, this_process, none = 0x2008_0522, 0, bytes(24)
    call("capset", struct.pack("Ii", version_3, this_process), none)


def default_signals() -> None:
    """Put every signal back to its default. Paddle installs handlers in C++ that Python's own bookkeeping does not know of."""
    for number in range(1, signal.NSIG):
        with contextlib.suppress(OSError, ValueError):  # SIGKILL, SIGSTOP and the C library's own two
            signal.signal(number, signal.SIG_DFL)


def close_others(keep: set[int]) -> None:
    """Close every descriptor but those in `keep`."""
    first = 0
    for kept in [*sorted(keep), 2**31 - 1]:
        if kept > first:
            try:
                call("close_range", first, kept - 1, 0)
            except OSError:  # before Linux 5.9
                os.closerange(first, min(kept, os.sysconf("SC_OPEN_MAX")))
        first = kept + 1


# -- mounts ----------------------------------------------------------------------------------------------------------------


def mount(source: str | None, target: str, kind: str | None = None, flags: int = 0, options: str | None = None) -> None:
    """Mount something, or change a mount."""
    call("mount", _bytes(source), _bytes(target), _bytes(kind), flags, _bytes(options), about=f"{kind or source} on {target}")


def copy_of_mount(path: str) -> int:
    """Return a descriptor of a detached copy of the tree at `path`, with all that is mounted below it."""
    clone, close_on_exec, recursive = 1, os.O_CLOEXEC, 0x8000
    return call("open_tree", AT_FDCWD, _bytes(path), clone | close_on_exec | recursive, about=path)


def set_mount_flags(path: str, flags: int, tree: int = AT_FDCWD) -> None:
    """Add flags to a mount and all that is mounted below it: at `path`, or with an empty path the detached `tree`.

    Unlike a remount this needs no knowledge of the flags that a user namespace has locked. Since Linux 5.12.
    """
    empty_path, recursive = 0x1000, 0x8000
    attributes = struct.pack("QQQQ", flags, 0, 0, 0)
    call("mount_setattr", tree, _bytes(path), recursive | (0 if path else empty_path), attributes, len(attributes), about=path)


def attach(tree: int, target: str) -> None:
    """Attach a detached tree at `target`, and close its descriptor."""
    from_empty_path = 4
    try:
        call("move_mount", tree, b"", AT_FDCWD, _bytes(target), from_empty_path, about=target)
    finally:
        os.close(tree)


def enter_root(new: str) -> None:
    """Make the mount at `new` the root of this mount namespace; the old root is gone afterwards."""
    os.chdir(new)
    call("pivot_root", b".", b".")  # both on one place: the old root lies on top of the new one, and is taken off
    detach(".")
    os.chdir("/")


def detach(path: str) -> None:
    """Take the mount at `path` off, now or as soon as nobody uses it."""
    call("umount2", _bytes(path), 2, about=path)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else os.fsencode(text)
