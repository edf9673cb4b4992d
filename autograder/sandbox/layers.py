"""Tries each layer of containment by itself, each in a throw-away process, and prints what came out as JSON.

Run in a fresh process, because it forks: `python -P -m autograder.sandbox.layers`. Nothing is concluded from version numbers: what a
container or a security module forbids shows only in the attempt. `probe.py` puts the results into words.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace

from autograder.sandbox import confine, landlock, limits, nursery, planning, root, seccomp, syscalls, system
from autograder.sandbox.plan import Plan

Result = tuple[str, bool, str]  # layer, whether it works, how or why not


def results() -> Iterator[Result]:
    """Yield one result for each layer."""
    direct, _ = attempt(lambda: _leave(system.NEW_MOUNTS, True))

    def namespace(flag: int) -> Callable[[], None]:
        return lambda: _leave(flag, direct)

    yield ("user namespace", True, "not needed: this user may make the others") if direct else ("user namespace", *attempt(namespace(0)))
    yield "mount namespace", *attempt(lambda: _mounts(direct))
    yield "process namespace", *attempt(lambda: _processes(direct))
    for name, flag in (("network", system.NEW_NETWORK), ("IPC", system.NEW_IPC), ("UTS", system.NEW_UTS), ("cgroup", system.NEW_CGROUP)):
        yield f"{name} namespace", *attempt(namespace(flag))
    yield "private root", *attempt(lambda: _private_root(direct))
    yield "Landlock", *attempt(_landlock)
    yield "seccomp", *attempt(_seccomp)
    yield "user id", *attempt(_user_id)
    yield "limits", *attempt(_limits)


def attempt(action: Callable[[], str | None]) -> tuple[bool, str]:
    """Return whether `action` works in a fork of this process, and what it returns, or what it raises."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            said = {"ok": True, "text": action() or "works"}
        except BaseException as error:
            said = {"ok": False, "text": str(error) or type(error).__name__}
        os.write(writer, json.dumps(said).encode())
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as file:
        text = file.read()
    os.waitpid(process, 0)
    if not text:
        return False, "the process that tried it was killed"
    answer = json.loads(text)
    return answer["ok"], answer["text"]


def _leave(flag: int, direct: bool) -> None:
    _need_namespaces()
    confine.leave_namespaces(flag, user_namespace=not direct, user=nursery.Circumstances.now().first_user)


def _need_namespaces() -> None:
    if planning.NO_NAMESPACES in planning.rehearsed():
        raise OSError("taken away for a rehearsal")


def _mounts(direct: bool) -> None:
    _leave(system.NEW_MOUNTS, direct)
    system.mount(None, "/", flags=system.RECURSIVE | system.PRIVATE)
    system.mount("tmpfs", "/tmp", "tmpfs", root.TMPFS_FLAGS)


def _processes(direct: bool) -> str:
    _leave(system.NEW_PIDS, direct)
    works, text = attempt(lambda: None if os.getpid() == 1 else "not process 1")
    if not works:
        raise OSError(text)
    return text


def _private_root(direct: bool) -> str:
    _need_namespaces()
    plans = planning.orders(data=None, trust=True, mode="auto", secrets=(), preload=("numpy", "paddle"))["plans"]
    plan = replace(Plan.from_json(plans[-1]), mode="namespaces", user_namespace=not direct)
    confine.prepare(plan, nursery.Circumstances.now().first_user)
    root.seal()
    root.make_private()
    _must_fail(lambda: os.close(os.open("/planted", os.O_WRONLY | os.O_CREAT)), "a sealed root can be written to")
    processes = "with /proc" if os.listdir(root.PROCESSES) else "without /proc, which this container covers; nothing needs it"
    return f"{len(plan.roots)} folders shown, {processes}"


def _landlock() -> str:
    version = planning.landlock_abi()
    if not version:
        raise OSError("this kernel has none, or it is switched off")
    folder = tempfile.mkdtemp()
    try:
        # In a process of its own: the folder is removed from outside.
        works, text = attempt(lambda: _landlocked(version, folder))
    finally:
        os.rmdir(folder)
    if not works:
        raise OSError(text)
    return f"version {version}" + ("" if version >= 3 else "; truncation is refused by seccomp instead")


def _landlocked(version: int, folder: str) -> None:
    landlock.restrict(version, read=["/usr"], write=[folder])
    _must_fail(lambda: os.listdir("/etc"), "it does not hold")


def _seccomp() -> str:
    program = seccomp.filter_for_child(syscalls.column(), namespaces=True, truncate_guarded=True, own_pid=os.getpid())
    seccomp.install(program)
    seccomp.install(seccomp.filter_without_forks(syscalls.column()))
    _must_fail(lambda: socket.socket().close(), "it does not hold: a socket could be opened")
    _must_fail(lambda: os._exit(0) if os.fork() == 0 else None, "it does not hold: a process could be started")
    return f"{len(program) // 8} instructions"


def _user_id() -> str:
    if os.geteuid() != 0:
        return "not needed: an ordinary user grades"
    user = nursery.Circumstances.now().first_user
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    return f"each child gets its own, from {user}"


def _limits() -> str:
    limits.limit_child(present_mb=256, processes=None)
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    try:
        bytearray(2 << 30)
    except MemoryError:
        return "memory, CPU time, files and processes"
    raise OSError("the limit of memory does not hold")


def _must_fail(action: Callable[[], object], otherwise: str) -> None:
    try:
        action()
    except OSError:
        return
    raise RuntimeError(otherwise)


if __name__ == "__main__":
    print(json.dumps(list(results())))
