"""A throw-away place: what runs in it may do what it likes, and everything that it leaves behind is listed.

Theory of operation. A process of its own gets namespaces for mounts, processes, network, IPC and host name, and a root that is an
overlay of the machine's: it can be read as it is, and what is written goes into memory and is forgotten. Process 1 in there is the
warden: it builds the root, starts what is to run, waits until that has ended or its time is over, looks who still runs and what was
written, and reports. With its end the kernel ends all.

Only root can build one like this. For others `available` says no, and the harness runs without.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import resource
import select
import signal
import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox import system

# What may change in it without anybody wondering: the harness's own folder, and what Paddle keeps at home.
OWN, HOME = "/tmp/hostile", "/srv/grader"
_BASE = "/tmp"  # where the new root is built; any folder that exists
_DEVICES = ("null", "zero", "full", "random", "urandom")
_SIZE = "size=1g,nr_inodes=60k,mode=755"
GRACE_S = 1.0  # in which processes that were told to end do so


@dataclass(frozen=True)
class Aftermath:
    """How a run in an arena ended, and what was left.

    Attributes:
        code: exit status, or the negative number of the signal; None if its time was over.
        processes: command lines of those that went on running.
        files: paths that were made or changed, outside of OWN.
        shared: System V objects, POSIX ones and mounts.
    """

    code: int | None
    processes: tuple[str, ...]
    files: tuple[str, ...]
    shared: tuple[str, ...]

    @property
    def left(self) -> tuple[str, ...]:
        """Return all that was left, in words."""
        return (
            *(f"process {line}" for line in self.processes),
            *(f"file {path}" for path in self.files),
            *self.shared,
        )


class Answer:
    """Carries an answer out of an arena, in a file without a name: one on the overlay would be gone with it."""

    def __init__(self) -> None:
        self._file = os.memfd_create("answer")

    def send(self, report: dict[str, Any]) -> None:
        """Leave the answer; called inside."""
        os.pwrite(self._file, json.dumps(report).encode(), 0)

    def received(self) -> bytes:
        """Return the answer, or nothing if there was none; called outside, when the run is over."""
        return os.pread(self._file, os.fstat(self._file).st_size, 0)


def available() -> bool:
    """Return whether an arena can be built here."""
    if os.geteuid() != 0:
        return False
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        with contextlib.suppress(OSError):
            system.unshare(_NAMESPACES)
            system.mount(None, "/", flags=system.RECURSIVE | system.PRIVATE)
            _overlay()
            os.write(writer, b"1")
        os._exit(0)
    os.close(writer)
    os.waitpid(process, 0)
    said = os.read(reader, 1)
    os.close(reader)
    return said == b"1"


def run(
    inside: Callable[[], None], *, limit_s: float, user: int | None = None, shown: Sequence[str] = (), covered: bool = False
) -> Aftermath:
    """Run `inside` in an arena of its own and return what became of it.

    Args:
        inside: called in a new process; its return is exit status 0.
        limit_s: seconds by the clock, after which all is ended.
        user: the id that it runs under; root if None.
        shown: paths that every user must be able to reach.
        covered: make what could change the machine through /proc read-only. (An ordinary user then cannot mount /proc.)
    """
    reader, writer = os.pipe()
    outer = os.fork()
    if outer == 0:
        os.close(reader)
        _outer(inside, limit_s, user, shown, covered, writer)
    os.close(writer)
    said = _read_all(reader, limit_s + 20)
    with contextlib.suppress(ProcessLookupError):
        os.kill(outer, signal.SIGKILL)
    os.waitpid(outer, 0)
    if not said:
        raise OSError("the warden of an arena ended without a word")
    report: dict[str, Any] = json.loads(said)
    if "problem" in report:
        raise OSError(report["problem"])
    return Aftermath(report["code"], tuple(report["processes"]), tuple(report["files"]), tuple(report["shared"]))


_NAMESPACES = system.NEW_MOUNTS | system.NEW_PIDS | system.NEW_NETWORK | system.NEW_IPC | system.NEW_UTS


def _outer(inside: Callable[[], None], limit_s: float, user: int | None, shown: Sequence[str], covered: bool, writer: int) -> None:
    """Leave the namespaces, fork the warden, and end with it. Does not return."""
    try:
        above = os.pidfd_open(os.getppid())
        system.die_with_parent(above)
        system.unshare(_NAMESPACES)
        me = os.pidfd_open(os.getpid())
        warden = os.fork()
        if warden == 0:
            system.default_signals()  # process 1 takes no signal from inside but those that it handles, and Paddle installs handlers
            system.die_with_parent(me)
            os.close(me)
            os.close(above)
            try:
                report = _guard(inside, limit_s, user, shown, covered, writer)
            except BaseException as error:
                report = {"problem": f"an arena could not be run: {error!r}"}
            os.write(writer, json.dumps(report).encode())
            os._exit(0)
        os.waitpid(warden, 0)
    finally:
        os._exit(0)


def _read_all(reader: int, limit_s: float) -> bytes:
    said, end = b"", time.monotonic() + limit_s
    while select.select([reader], [], [], max(0.0, end - time.monotonic()))[0]:
        piece = os.read(reader, 1 << 16)
        if not piece:
            break
        said += piece
    os.close(reader)
    return said


# -- the warden ------------------------------------------------------------------------------------------------------------


def _guard(
    inside: Callable[[], None], limit_s: float, user: int | None, shown: Sequence[str], covered: bool, writer: int
) -> dict[str, Any]:
    """Be process 1: build the root, run `inside` in it, and look at what is left."""
    upper = _build(shown, covered)
    _switch_on_loopback()
    mounts, before = _mounts(), _written(upper)
    os.set_inheritable(upper, False)
    process = os.fork()
    if process == 0:
        code = 70
        try:
            os.close(upper)
            os.close(writer)
            os.setsid()
            if user is not None:
                os.setgroups([])
                os.setresgid(user, user, user)
                os.setresuid(user, user, user)
            inside()
            code = 0
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
        finally:
            os._exit(code)
    code = _wait(process, limit_s)
    processes = _still_running()
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    after = _written(upper)
    files = sorted(path for path in after.keys() | before.keys() if before.get(path) != after.get(path))
    return {
        "code": code,
        "processes": processes,
        "files": [path for path in files if path != HOME and not f"{path}/".startswith((OWN + "/", HOME + "/.cache/"))],
        "shared": [*_system_v(), *(f"mount {line}" for line in _mounts() if line not in mounts)],
    }  # fmt: skip


def _overlay() -> int:
    """Mount the view of the machine at `_BASE`/root. Returns a descriptor of the folder that takes what is written."""
    system.mount("tmpfs", _BASE, "tmpfs", system.NO_SUID | system.NO_DEVICES, _SIZE)
    for name in ("upper", "work", "root"):
        os.mkdir(f"{_BASE}/{name}")
    options = f"lowerdir=/,upperdir={_BASE}/upper,workdir={_BASE}/work"
    system.mount("overlay", f"{_BASE}/root", "overlay", system.NO_DEVICES, options)
    return os.open(f"{_BASE}/upper", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def _build(shown: Sequence[str], covered: bool) -> int:
    system.mount(None, "/", flags=system.RECURSIVE | system.PRIVATE)
    machine = os.stat("/").st_dev
    elsewhere = {path: system.copy_of_mount(path) for path in shown if os.stat(path).st_dev != machine}
    terminal = {name: system.copy_of_mount(f"/dev/{name}") for name in _DEVICES}
    upper = _overlay()
    root = f"{_BASE}/root"
    for path, tree in elsewhere.items():
        os.makedirs(root + path, exist_ok=True)
        system.set_mount_flags("", system.READ_ONLY, tree)
        system.attach(tree, root + path)
    _build_devices(root, terminal)
    system.mount("sysfs", f"{root}/sys", "sysfs", system.READ_ONLY | system.NO_SUID | system.NO_EXEC)
    system.mount("proc", f"{root}/proc", "proc", system.NO_SUID | system.NO_EXEC)
    if covered:
        for path in ("sys", "sysrq-trigger", "irq", "bus"):
            if os.path.exists(f"{root}/proc/{path}"):
                system.mount(f"{root}/proc/{path}", f"{root}/proc/{path}", flags=system.BIND)
                system.set_mount_flags(f"{root}/proc/{path}", system.READ_ONLY)
    for folder in ("/tmp", os.path.dirname(HOME)):
        os.makedirs(root + folder, exist_ok=True)
        os.chmod(root + folder, 0o1777)
    _open_ways(root, shown)
    system.enter_root(root)
    return upper


def _build_devices(root: str, devices: dict[str, int]) -> None:
    """Make a /dev with what programs need: the machine's own is shared, and nodes made in it would stay."""
    system.mount("tmpfs", f"{root}/dev", "tmpfs", system.NO_SUID, "size=1m,mode=755")
    for name, device in devices.items():
        with open(f"{root}/dev/{name}", "xb"):
            pass
        system.attach(device, f"{root}/dev/{name}")
    os.mkdir(f"{root}/dev/shm")
    system.mount("tmpfs", f"{root}/dev/shm", "tmpfs", system.NO_SUID | system.NO_DEVICES, "size=256m,mode=1777")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.symlink(f"/proc/self/fd/{number}", f"{root}/dev/{name}")
    os.symlink("/proc/self/fd", f"{root}/dev/fd")


def _open_ways(root: str, paths: Sequence[str]) -> None:
    """Let every user pass through the folders above `paths`; on the overlay this changes nothing on the machine."""
    for path in paths:
        for folder in [Path(path), *Path(path).parents]:
            mode = os.stat(root + str(folder)).st_mode & 0o7777
            if mode & 0o005 != 0o005:
                with contextlib.suppress(OSError):
                    os.chmod(root + str(folder), mode | 0o005)


def _switch_on_loopback() -> None:
    set_flags, up_and_running = 0x8914, 0x41
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket, contextlib.suppress(OSError):
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sH14x", b"lo", up_and_running))


# -- what is left ----------------------------------------------------------------------------------------------------------


def _wait(process: int, limit_s: float) -> int | None:
    """Wait for one process, burying all others that end meanwhile."""
    end = time.monotonic() + limit_s
    watched = os.pidfd_open(process)
    try:
        while time.monotonic() < end:
            if select.select([watched], [], [], 0.05)[0]:
                return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            _bury(but=process)
        return None
    finally:
        os.close(watched)


def _bury(but: int = 0) -> None:
    for name in filter(str.isdigit, os.listdir("/proc")):
        if int(name) != but and _state(int(name)) == "Z":
            with contextlib.suppress(OSError):
                os.waitpid(int(name), os.WNOHANG)


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return "gone"


def _still_running() -> list[str]:
    """Return the command lines of those that still run after a moment of grace."""
    end = time.monotonic() + GRACE_S
    while True:
        _bury()
        running = [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]
        running = [process for process in running if _state(process) not in ("Z", "gone")]
        if not running or time.monotonic() > end:
            return [_command(process) for process in running]
        time.sleep(0.02)


def _command(process: int) -> str:
    with contextlib.suppress(OSError):
        return f"{process}: " + Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()[:200]
    return str(process)


def _written(upper: int) -> dict[str, tuple[object, ...]]:
    """Return what lies in the writable layer, with what tells whether it changed."""
    found: dict[str, tuple[object, ...]] = {}
    for place, folder in (("", f"/proc/self/fd/{upper}"), ("/dev/shm", "/dev/shm")):
        for above, folders, files in os.walk(folder):
            if place + above.removeprefix(folder) == OWN:
                folders.clear()
                continue
            for name in (*folders, *files):
                path = os.path.join(above, name)
                with contextlib.suppress(OSError):
                    entry = os.lstat(path)
                    changes = () if name in folders else (entry.st_size, entry.st_mtime_ns)
                    found[place + path.removeprefix(folder)] = (entry.st_mode, entry.st_uid, *changes)
    return found


def _system_v() -> list[str]:
    left = []
    for kind in ("shm", "sem", "msg"):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/sysvipc/{kind}").read_text(encoding="ascii").splitlines()[1:]
            left += [f"System V {kind} {line.split()[1]}" for line in lines]
    return left


def _mounts() -> list[str]:
    with contextlib.suppress(OSError):
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    return []


def bound(*, cpu_s: int, memory_mb: int, file_mb: int, processes: int) -> None:
    """Bound this process, for code that nothing else contains."""
    for limit, value in (
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_AS, memory_mb << 20),
        (resource.RLIMIT_FSIZE, file_mb << 20),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
