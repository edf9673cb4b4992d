"""What sits in a worker while it grades the corpus: it reads along what children emit, and measures.

It puts itself in the place of `worker.work` (see `inside.py`) and of the descriptors through which children are heard. What it saw
of each submission goes as one line of JSON into a file beside the results.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from autograder import student_code, worker
from autograder.results import LabResult
from autograder.sandbox import handle, output
from autograder.sandbox.process import Zygote
from autograder.tests.hostile.canaries import LONGEST, SUCCESS, Canary
from autograder.tests.hostile.course import ATTACKED
from autograder.worker import Setup

WALL_EXTRA = "HOSTILE_WALL_EXTRA_S"  # seconds by the clock that a question has beyond its CPU limit
NOTES = "HOSTILE_NOTES"  # the folder for the notes
TOKEN = "HOSTILE_SECRET_TOKEN"
_real_work = worker.work


class Watch:
    """What is seen of the submission that is graded now."""

    def __init__(self, canary: Canary, notes: Path) -> None:
        self.canary = canary
        self._notes = notes
        self._forget()

    def _forget(self) -> None:
        self.leaks: list[str] = []
        self.succeeded = False
        self.loads: list[list[float]] = []  # seconds by the clock, and of computing
        self.question = [0.0, 0.0]
        self._tails: dict[str, bytes] = {}

    def hear(self, where: str, data: bytes) -> None:
        """Look through what a child emitted; a piece may begin in the middle of a word."""
        data = self._tails.get(where, b"") + data
        if self.canary.found_in(data):
            self.leaks.append(where)
        self.succeeded = self.succeeded or SUCCESS in data
        self._tails[where] = data[-LONGEST:]

    def finish(self, student: str, zygote: Zygote) -> None:
        """Write down what was seen of a submission that is done."""
        note = {
            "student": student,
            "leaks": sorted(set(self.leaks)),
            "succeeded": self.succeeded,
            "loads": self.loads,
            "question": self.question,
            "left": _left(zygote),
            "mode": zygote.mode,
        }
        with self._notes.open("a", encoding="utf-8") as file:
            file.write(json.dumps(note) + "\n")
        self._forget()


def work(connection: Connection, setup: Setup) -> None:
    """Be a worker that is watched."""
    watch = Watch(Canary(os.environ[TOKEN]), Path(os.environ[NOTES]) / f"{os.getpid()}.jsonl")
    student_code.WALL_FACTOR, student_code.WALL_EXTRA_S = 1.0, float(os.environ[WALL_EXTRA])
    _secret_in_memory.append(watch.canary.of("memory"))
    _listen_in(watch)
    _real_work(connection, setup)


_secret_in_memory: list[str] = []


def _listen_in(watch: Watch) -> None:
    real_channel, real_grade, real_load, real_question = (
        handle.Channel.__init__,
        worker.grade,
        student_code.ConfinedCode._load,
        student_code.ConfinedCode.question,
    )

    def channel(self: Any, end: Any) -> None:
        real_channel(self, _Overheard(end, watch))

    def grade(task: Any, grader: Any, zygote: Zygote, **options: Any) -> LabResult:
        try:
            return real_grade(task, grader, zygote, **options)
        finally:
            watch.finish(task.student, zygote)

    def load(self: Any) -> None:
        with _measured(self._zygote) as seconds:
            real_load(self)
        watch.loads.append(seconds)

    @contextlib.contextmanager
    def question(self: Any, asked: Any, corrections: Any = ()) -> Iterator[Any]:
        before = len(watch.loads)
        with _measured(self._zygote) as seconds, real_question(self, asked, corrections) as transport:
            yield transport
        if asked.name == ATTACKED:  # where questions are not forks, each loads the code again
            inside = watch.loads[before:]
            watch.question = [seconds[place] - sum(load[place] for load in inside) for place in (0, 1)]

    handle.Channel.__init__ = channel  # type: ignore[method-assign]
    output.os = _OverheardSystem(watch)  # type: ignore[assignment]
    worker.grade = grade  # type: ignore[assignment]
    student_code.ConfinedCode._load = load  # type: ignore[method-assign]
    student_code.ConfinedCode.question = question  # type: ignore[method-assign,assignment]


@contextlib.contextmanager
def _measured(zygote: Zygote) -> Iterator[list[float]]:
    """Give a list that is filled at the end: seconds by the clock, and seconds that the zygote's family computed."""
    seconds = [0.0, 0.0]
    wall, cpu = time.monotonic(), _cpu_s(zygote)
    try:
        yield seconds
    finally:
        seconds[:] = [time.monotonic() - wall, max(0.0, _cpu_s(zygote) - cpu)]


class _Overheard:
    """A socket whose data is read along."""

    def __init__(self, end: Any, watch: Watch) -> None:
        self._end = end
        self._watch = watch

    def recv(self, count: int) -> bytes:
        data: bytes = self._end.recv(count)
        self._watch.hear("reply", data)
        return data

    def recv_into(self, buffer: Any, *arguments: Any) -> int:
        count: int = self._end.recv_into(buffer, *arguments)
        self._watch.hear("reply", bytes(memoryview(buffer)[:count]))
        return count

    def __getattr__(self, name: str) -> Any:
        return getattr(self._end, name)


class _OverheardSystem:
    """The module `os` for the one who reads what children print."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def read(self, descriptor: int, count: int) -> bytes:
        data = os.read(descriptor, count)
        self._watch.hear("output", data)
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


# -- processes -------------------------------------------------------------------------------------------------------------


def _family(zygote: Zygote) -> dict[int, list[str]]:
    """Return the fields of /proc/<pid>/stat behind the name, for the zygote and all below it."""
    if zygote._process is None:
        return {}
    stats: dict[int, list[str]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            stats[int(name)] = Path(f"/proc/{name}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    family = {zygote._process.pid}
    while more := {process for process, fields in stats.items() if int(fields[1]) in family} - family:
        family |= more
    return {process: stats[process] for process in family & stats.keys()}


def _cpu_s(zygote: Zygote) -> float:
    """Return the CPU seconds of the zygote's family so far, with those of members that were buried by others of it."""
    ticks = sum(int(field) for fields in _family(zygote).values() for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _left(zygote: Zygote) -> list[str]:
    """Return what there is of a submission that should be gone: processes beside the zygote's own, and working folders."""
    family = {process: fields for process, fields in _family(zygote).items() if fields[0] != "Z"}
    own = 1 if zygote.mode == "landlock" else 2  # with namespaces it waits for process 1 of them
    left = [f"process {process}" for process in sorted(family)[own:]]
    if zygote._workplaces:
        with contextlib.suppress(OSError):  # another user's, and closed
            left += [f"folder {name}" for name in os.listdir(zygote._workplaces) if name.startswith("child")]
    return left
