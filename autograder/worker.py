"""One worker: a process that holds a pytest session and a zygote, and grades one submission after another.

It gets tasks over a pipe and sends results back as JSON. A task is one submission's bytes; its result is one LabResult. Nothing
that a submission holds reaches this process but as text to parse and plain data to compare.
"""

from __future__ import annotations

import dataclasses
import gc
import signal
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from autograder.check_session import Checks, serve_checks
from autograder.grading import Grader, nothing_to_grade
from autograder.labs import Course, CourseError, Lab
from autograder.notebook import CodeCell, Unreadable, answers, parse
from autograder.reference import Reference
from autograder.results import LabResult, Outcome
from autograder.sandbox.process import NoRoom, SandboxUnavailable, Zygote
from autograder.student_code import ConfinedCode
from autograder.words import Words


@dataclass(frozen=True)
class Setup:
    """What a worker needs to know once."""

    course: Path
    labs: tuple[str, ...]
    trust: bool


@dataclass(frozen=True)
class Task:
    """One submission; `key` is what its result is stored under. `alone` says that no other is graded at the same time."""

    key: str
    student: str
    lab: str
    notebook: bytes
    notes: tuple[Words, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Fault:
    """Sent in place of a result when the grader itself failed on a submission: what Python says, for those who mend graders."""

    traceback: str


@dataclass(frozen=True)
class Suspicion:
    """Sent in place of a result where the submission or another one graded beside it did harm: it has to be graded alone."""


@dataclass(frozen=True)
class Broken:
    """Sent in place of a result when the worker cannot work: a sentence for the instructor."""

    sentence: str


class ZygoteDied(Exception):
    """A submission has to be graded again, because its processes may have ended with the one that they were forked from."""


class Suspected(Exception):
    """A submission has to be graded again, alone: its process was ended because the disk was full, and nobody knows by whose doing."""


def work(connection: Connection, setup: Setup) -> None:
    """Grade tasks from `connection` until it is closed. The entry point of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the leading process decides what Ctrl-C means
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])  # as it was blocked until now
    try:
        course = Course(setup.course)
        labs = course.select(setup.labs)
        with open_zygote(course, trust=setup.trust) as zygote:
            connection.send(zygote.mode)
            serve_checks([course.hidden_checks(lab.name) for lab in labs], lambda checks: _loop(connection, course, labs, checks, zygote))
    except (CourseError, SandboxUnavailable) as error:
        connection.send(Broken(str(error)))
    except (EOFError, ConnectionError, KeyboardInterrupt):
        return


def open_zygote(course: Course, *, trust: bool) -> Zygote:
    """Start the warm process that students' code is forked from. Raises SandboxUnavailable."""
    return Zygote(data=course.data if course.data.is_dir() else None, trust=trust, secrets=[course.root, Path(__file__).parent])


def _loop(connection: Connection, course: Course, labs: tuple[Lab, ...], checks: Checks, zygote: Zygote) -> None:
    graders = {lab.name: Grader(lab, Reference(course, lab), checks) for lab in labs}
    gc.freeze()  # Paddle, pytest and the checks stay for good; they need not be looked through for garbage
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        if task is None:
            return
        try:
            answer: LabResult | Fault | Suspicion = grade(task, graders[task.lab], zygote, trusted=zygote.mode == "trusted")
        except Suspected:
            answer = Suspicion()
        except NoRoom:
            raise
        except Exception:
            answer = Fault(traceback.format_exc())
        connection.send(answer)


def grade(task: Task, grader: Grader, zygote: Zygote, *, trusted: bool) -> LabResult:
    """Grade one submission: read it, load it in a child, check it. Raises ZygoteDied, Suspected or SandboxUnavailable."""
    lab = grader.lab
    try:
        notebook = parse(task.notebook, lab)
    except Unreadable as problem:
        return nothing_to_grade(lab, task.student, Outcome.ERROR, problem.words)
    submission = answers(notebook, lab)
    given = [CodeCell(source=cell.source["en"], question=None, role="extra", number=0) for cell in lab.given_cells]
    deaths = zygote.deaths
    with ConfinedCode(zygote, lab, [*given, *submission.cells]) as code:
        result = grader.grade(task.student, submission, code, trusted=trusted)
    if zygote.deaths > deaths:
        raise ZygoteDied("The process that students' code is forked from died: how the student's ended says nothing about the student.")
    if code.is_suspect:
        if not task.alone:
            raise Suspected
        zygote.require_room()  # there is none although it has ended: then it was somebody else
    return _with_notes(result, task.notes)


def _with_notes(result: LabResult, notes: tuple[Words, ...]) -> LabResult:
    return dataclasses.replace(result, notes=(*notes, *result.notes)) if notes else result
