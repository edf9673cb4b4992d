"""Grading a class: find what was handed in, grade what is not graded yet, write the reports.

Results go into the store as they come; reports are written from it at the end, so memory does not grow with the class and a run
that was killed goes on where it stopped.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import submissions
from autograder.executors import LocalPool
from autograder.grading import nothing_to_grade
from autograder.labs import LANGUAGES, Course, Lab
from autograder.notebook import Unreadable
from autograder.results import LabResult, Outcome
from autograder.store import Store, fingerprint, lab_fingerprint
from autograder.student_code import WALL_EXTRA_S, WALL_FACTOR
from autograder.submissions import Found
from autograder.submitted.folders import content
from autograder.words import Words, msg, tr
from autograder.worker import Setup, Task

_FAILED = msg("The grader failed on this submission; nothing about its marks is decided. Grade it again.")
_CHANGED = msg("The file changed or vanished while the class was graded; nothing about its marks is decided. Grade it again.")


@dataclass(frozen=True)
class Seat:
    """One student and one lab: what was found, and under which key its result is kept."""

    student: str
    lab: str
    found: Found | None
    key: str
    problem: Words | None = None  # with what was found, or, where that is nothing, with what lies there instead
    lab_key: str = ""


@dataclass(frozen=True)
class Graded:
    """A class that has been graded."""

    labs: tuple[Lab, ...]
    seats: tuple[Seat, ...]
    not_graded: tuple[Seat, ...]  # the grader failed; not the student
    unplaced: tuple[Found, ...]  # files that belong to no lab
    mode: str  # how code was contained; "" if nothing had to be graded
    new: int
    faults: tuple[str, ...] = ()  # what Python said where the grader failed
    changed: frozenset[str] = frozenset()  # keys of files that changed or vanished meanwhile; among those not graded

    def results(self, store: Store) -> Iterator[LabResult]:
        """Yield the results of all students and labs in order.

        What is said about a notebook whose language is not known is said in the language of the student's other ones.
        """
        for _, seats in itertools.groupby(self.seats, key=lambda seat: seat.student):
            results = list(self._results_of(seats, store))
            language = next((result.language for result in results if result.language), LANGUAGES[0])
            for result in results:
                yield result if result.language else dataclasses.replace(result, language=language)

    def _results_of(self, seats: Iterable[Seat], store: Store) -> Iterator[LabResult]:
        labs = {lab.name: lab for lab in self.labs}
        failed = {(seat.student, seat.lab) for seat in self.not_graded}
        for seat in seats:
            lab = labs[seat.lab]
            if (seat.student, seat.lab) in failed:
                why = _CHANGED if seat.key in self.changed else _FAILED
                yield nothing_to_grade(lab, seat.student, Outcome.GRADER_ERROR, tr(why))
            elif seat.found is None:
                words = tr("Nothing was handed in for this lab.")
                words = words + seat.problem if seat.problem else words
                yield nothing_to_grade(lab, seat.student, Outcome.MISSING, words)
            elif seat.problem is not None:
                yield nothing_to_grade(lab, seat.student, Outcome.ERROR, seat.problem)
            else:
                stored = store.get(seat.key)
                assert stored is not None, "every seat with a submission was graded or failed"
                yield dataclasses.replace(stored, student=seat.student)


def grade_class(
    course: Course,
    path: Path,
    store: Store,
    *,
    lab_names: Sequence[str] = (),
    jobs: int,
    trust: bool = False,
    started: Callable[[int, int], None] = lambda total, stored: None,
    advanced: Callable[[LabResult | None], None] = lambda result: None,
) -> Graded:
    """Grade everything under `path` that `store` has no result of.

    Calls `started(total, already stored)` once and `advanced` after each submission. Raises NoSubmissions, CourseError,
    ExecutorError or StoreError when grading itself cannot be done; what was graded by then is kept.
    """
    found = submissions.find(path, course)
    placed = [one for one in found if one.lab and (not lab_names or one.lab in lab_names)]
    names = tuple(lab_names) or tuple(sorted({one.lab for one in placed if one.lab}))
    labs = course.select(names) if names else ()
    seats = _seats(course, labs, found, placed, trust=trust)
    waiting = {seat.key: seat for seat in seats if seat.found and not seat.problem and not store.has(seat.key)}
    submitted = sum(1 for seat in seats if seat.found)
    started(submitted, submitted - len(waiting))
    failed: set[str] = set()
    changed: set[str] = set()
    mode, faults = "", tuple[str, ...]()
    if waiting:
        with LocalPool(Setup(course.root, names, trust), min(jobs, len(waiting)), _task_limit_s(labs)) as pool:
            for task, result in pool.run(_tasks(waiting.values(), changed)):
                if result is None:
                    failed.add(task.key)
                else:
                    store.put(task.key, result)
                advanced(result)
            mode, faults = pool.mode, tuple(pool.faults)
    for _ in changed:
        advanced(None)
    not_graded = tuple(seat for seat in seats if seat.key in failed | changed)
    unplaced = tuple(one for one in found if not one.lab and one.path is not None)
    return Graded(labs, tuple(seats), not_graded, unplaced, mode, len(waiting), faults, frozenset(changed))


def _seats(course: Course, labs: Sequence[Lab], found: Sequence[Found], placed: Sequence[Found], *, trust: bool) -> list[Seat]:
    """Return a seat for every student and lab, in order, with or without a submission."""
    students = sorted({one.student for one in found})
    fingerprints = {lab.name: lab_fingerprint(course, lab, trusted=trust) for lab in labs}
    handed_in = {(one.student, one.lab): one for one in placed}
    elsewhere = {one.student: one.problem for one in found if not one.lab and one.problem}
    seats = []
    for student in students:
        for lab in labs:
            one = handed_in.get((student, lab.name))
            if one is None or one.path is None:
                seats.append(Seat(student, lab.name, None, "", elsewhere.get(student)))
            else:
                seats.append(_seat(student, lab.name, one, one.path, fingerprints[lab.name]))
    return seats


def _seat(student: str, lab: str, found: Found, path: Path, lab_key: str) -> Seat:
    if found.problem is not None:
        return Seat(student, lab, found, "", found.problem)
    try:
        data = content(path, found.member)
    except Unreadable as problem:
        return Seat(student, lab, found, "", problem.words)
    return Seat(student, lab, found, _key(lab_key, found, data), lab_key=lab_key)


def _key(lab_key: str, found: Found, data: bytes) -> str:
    return fingerprint([lab_key.encode(), repr(_notes(found)).encode(), data])


def _notes(found: Found) -> tuple[Words, ...]:
    """Return what is said about a file before it is opened."""
    if not found.renamed:
        return found.notes
    return (*found.notes, tr("The file was not called `{name}`; it was recognised all the same.", name=f"{found.lab}.ipynb"))


def _tasks(seats: Iterable[Seat], changed: set[str]) -> Iterator[Task]:
    """Read each submission when its turn comes; one that is no longer what it was when the run began is added to `changed`."""
    for seat in seats:
        assert seat.found is not None and seat.found.path is not None
        try:
            data = content(seat.found.path, seat.found.member)
        except Unreadable:
            changed.add(seat.key)
            continue
        if _key(seat.lab_key, seat.found, data) != seat.key:
            changed.add(seat.key)
            continue
        yield Task(seat.key, seat.student, seat.lab, data, _notes(seat.found))


def _task_limit_s(labs: Sequence[Lab]) -> float:
    """How long one submission may keep a worker at the very most, before the worker counts as hung."""
    longest = max(sum(question.limits.seconds * WALL_FACTOR + WALL_EXTRA_S for question in lab.questions) for lab in labs)
    return 60 + 3 * longest  # loading, retries without a cell, and follow-through come on top
