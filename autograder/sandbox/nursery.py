"""Forks confined children from the zygote, and ends them."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.sandbox import confine, limits, root, system, workplace
from autograder.sandbox.plan import Plan

# User ids for children, where root grades. The high ones are used by nothing else; a container with 65,536 ids has not got them.
# A zygote takes a stretch of its own by its process id, so two runs at once hardly ever meet; if they do, they share a limit.
HIGH_USERS, LOW_USERS, LOW_STRETCHES = 1_900_000_000, 30_000, 600
STRETCH = 50
FAILED_TO_CONFINE = 97


@dataclass(frozen=True)
class Circumstances:
    """What the zygote finds out about the machine while it can still see it."""

    first_user: int
    own_threads: int  # processes and threads of an ordinary user, which count towards a limit of the children's

    @classmethod
    def now(cls) -> Circumstances:
        """Look."""
        user = os.geteuid()
        return cls(_first_user(os.getpid()), _threads_of(user) if user else 0)


@dataclass(frozen=True)
class Process:
    """A child as the zygote knows it."""

    loader: int
    stand_in: int | None  # process 1 of its namespace
    workplace: str | None  # to be removed


class Nursery:
    """Makes children and ends them."""

    def __init__(self, plan: Plan, circumstances: Circumstances) -> None:
        """Get ready. Call this after the imports: the present size of this process is where children's limits start."""
        self._plan = plan
        self._circumstances = circumstances
        self._numbers = itertools.count()
        self._children: dict[int, Process] = {}
        own = system.watched(os.getpid())
        self._self = None if own is None else _out_of_the_way(own)
        self._namespace = _out_of_the_way(os.open("/proc/self/ns/pid", os.O_RDONLY)) if plan.mode == "namespaces" else None
        self._filter = confine.filter_of(plan, 0) if plan.mode == "namespaces" else None
        self.present_mb = _present_mb()

    def make(self, requests: int, questions: int, output: int, run: Callable[[], None]) -> int:
        """Fork a child, confine it and let it `run`; return its process id. Raises OSError."""
        number = next(self._numbers)
        user = self._circumstances.first_user + number % STRETCH if self._plan.separate_user else None
        stand_in = None
        place = root.BOX
        if self._namespace is None:
            place = workplace.make(self._plan.workplaces, number, user)
        given = confine.Child(
            requests, questions, output, self._self, place, user, self.present_mb, self._limit_of_processes(), self._filter
        )  # fmt: skip

        def confined() -> None:
            confine.confine(self._plan, given)
            run()

        if self._namespace is not None:
            system.unshare(system.NEW_PIDS)  # for the processes that are forked from here on
        try:
            if self._namespace is not None and self._self is not None:
                parent = self._self
                stand_in = _fork(lambda: confine.stand_by(parent, user))
            loader = _fork(confined)
        except OSError:
            if stand_in is not None:
                _kill(stand_in)
            raise
        finally:
            if self._namespace is not None:
                system.set_namespace(self._namespace, system.NEW_PIDS)
        self._children[loader] = Process(loader, stand_in, None if self._namespace is not None else place)
        return loader

    def end(self, loader: int) -> dict[str, Any]:
        """Kill a child if it still runs, and return how it ended: its exit code (negative for a signal) and CPU seconds."""
        process = self._children.pop(loader)
        if process.stand_in is not None:
            os.kill(process.stand_in, signal.SIGKILL)  # takes all of the namespace along
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(loader, signal.SIGKILL)
        os.kill(loader, signal.SIGKILL)
        _, status, usage = os.wait4(loader, 0)
        cpu_s = usage.ru_utime + usage.ru_stime
        if process.stand_in is not None:
            usage = os.wait4(process.stand_in, 0)[2]
            cpu_s += usage.ru_utime + usage.ru_stime
        if process.workplace is not None:
            workplace.remove(process.workplace)
        return {"code": os.waitstatus_to_exitcode(status), "cpu_s": cpu_s}

    def hoards(self, loader: int) -> bool:
        """Return whether a child holds so much of the disk that it is to blame for a full one."""
        place = self._children[loader].workplace
        return place is not None and workplace.is_hoard(place)

    def end_all(self) -> None:
        """End every child that is left."""
        for loader in list(self._children):
            self.end(loader)

    def _limit_of_processes(self) -> int | None:
        if self._plan.mode == "trusted" or (self._plan.mode == "landlock" and not self._plan.separate_user):
            return None  # all processes of the user count, and come and go; without forks there is nothing to limit
        return limits.PROCESSES + (0 if self._plan.separate_user else self._circumstances.own_threads)


def _fork(action: Callable[[], None]) -> int:
    """Run `action` in a fork, which ends with it, and return the fork's process id."""
    process = system.fork()
    if process != 0:
        return process
    try:
        action()
        os._exit(0)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.write(2, f"{error}\n".encode())
        os._exit(FAILED_TO_CONFINE)


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _out_of_the_way(descriptor: int) -> int:
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD, confine.ELSEWHERE)
    os.close(descriptor)
    return moved


def _present_mb() -> int:
    try:
        descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 2048  # macOS: a generous guess, for code that is trusted
    try:
        return limits.present_mb(descriptor) or 2048
    finally:
        os.close(descriptor)


def _first_user(process: int) -> int:
    try:
        with open("/proc/self/uid_map", encoding="ascii") as file:
            end = max(int(start) + int(count) for start, _, count in map(str.split, file))
    except OSError:
        end = 0
    if end > 2**31:
        return HIGH_USERS + process * STRETCH
    return LOW_USERS + process % LOW_STRETCHES * STRETCH


def _threads_of(user: int) -> int:
    count = 0
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        with contextlib.suppress(OSError):
            if name.isdigit() and os.stat(f"/proc/{name}").st_uid == user:
                count += len(os.listdir(f"/proc/{name}/task"))
    return count
