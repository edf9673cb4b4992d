"""Finds what was handed in: which notebooks lie under a folder, whose they are, and for which lab.

    submissions/<student>/<lab>.ipynb
    submissions/<student>.zip                                the same packed, or a zip in a student's folder
    submitted/<student>/<assignment>/<notebook>.ipynb        nbgrader's; the folder itself, or the one that holds it
    <lab or student>.ipynb                                   one notebook

Theory of operation. Each folder is a student, and the notebooks somewhere in it are theirs. A notebook that is called like a lab, or
lies in a folder that is, belongs to that lab and is not opened here, so that a large class is found at once; of the others the content
is asked, then similar names. At most one notebook stands for one student and lab; `Found.notes` names those that were passed over.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.labs import Course
from autograder.submitted.archives import is_archive
from autograder.submitted.folders import Entry, Folder, clean, entry, is_ignored, is_notebook, look_into, shown
from autograder.submitted.lab_of import LabFinder
from autograder.words import Words, listing, tr

_MOST_NAMED = 5  # files in one sentence


class NoSubmissions(Exception):
    """There is nothing to grade; the sentence says why and what to do."""


@dataclass(frozen=True)
class Found:
    """One notebook that was handed in, or a student who handed in none (`lab` and `path` are None then)."""

    student: str
    lab: str | None  # None with a path: what lies there belongs to no lab, and `problem` says why
    path: Path | None
    problem: Words | None = None  # why it cannot be graded
    renamed: bool = False  # the file is not called like the lab
    notes: tuple[Words, ...] = ()  # what else the student should know
    member: int | None = None  # its number, if `path` is a zip archive that holds it


@dataclass(frozen=True)
class _Placed:
    """A notebook and the lab that it belongs to."""

    entry: Entry
    lab: str | None
    problem: Words | None

    @property
    def is_exact(self) -> bool:
        return self.entry.name == f"{self.lab}.ipynb"


def find(path: Path | str, course: Course) -> list[Found]:
    """Return what was handed in under `path`, sorted by student, lab and path; for each student and lab one notebook at most.

    Raises:
        NoSubmissions: there is no such file or folder, it cannot be opened, or nothing in it was handed in.
        CourseError: the course has no labs.
    """
    path = Path(path)
    labs = LabFinder(course)
    try:
        students = _students(path, labs)
    except FileNotFoundError:
        raise NoSubmissions(f"{path} does not exist. Name the folder in which the submissions lie.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NoSubmissions(f"{path} cannot be opened: {reason}. Name a folder of submissions that you may read.") from None
    if not students:
        raise NoSubmissions(f"{path} holds no submissions. Expected is a folder for each student, with notebooks in it.")
    names = _names_to_show(students)
    found = [one for raw, folder in students.items() for one in _of_student(names[raw], folder, labs)]
    return sorted(found, key=lambda one: (one.student, one.lab or "", str(one.path or "")))


def _students(path: Path, labs: LabFinder) -> dict[str, Folder]:
    """Return what each student handed in, by the names that the file system has for them."""
    if not path.is_dir():
        if is_archive(path.name) and path.exists():
            return {path.stem: look_into(path)}
        one = entry(path)
        return {_student_of(one, labs): Folder(path.parent, [one])}
    root = path / "submitted" if (path / "submitted").is_dir() else path
    students: dict[str, Folder] = {}
    with os.scandir(root) as content:
        items = sorted((item for item in content if not is_ignored(item.name)), key=lambda item: item.name)
    for item in items:
        if is_notebook(item.name):
            one = entry(item.path)
            students.setdefault(_student_of(one, labs), Folder(root)).notebooks.append(one)
        elif item.is_dir() or is_archive(item.name):
            student = item.name if item.is_dir() else item.name[: -len(".zip")]
            folder = look_into(Path(item.path))
            folder.notebooks.extend(students[student].notebooks if student in students else ())
            students[student] = folder
    return students


def _student_of(one: Entry, labs: LabFinder) -> str:
    """Return whose notebook it is that lies in no student's folder: its name says so, unless it is the lab's."""
    if is_notebook(one.name) and labs.by_name(one) is None and labs.by_similar_name(one) is None:
        return one.stem
    return one.path.absolute().parent.name or "student"


def _names_to_show(raw_names: Sequence[str] | dict[str, Folder]) -> dict[str, str]:
    """Return each student's name as it may be shown and used for files; names that would become the same are numbered."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for raw in sorted(raw_names):
        first = name = clean(raw)
        count = 1
        while name in taken:
            count += 1
            name = f"{first}~{count}"
        taken.add(name)
        names[raw] = name
    return names


def _of_student(student: str, folder: Folder, labs: LabFinder) -> Iterator[Found]:
    """Yield what stands for each lab, then what belongs to none."""
    by_lab: dict[str | None, list[_Placed]] = defaultdict(list)
    for one in folder.notebooks:
        placed = _place(one, labs)
        by_lab[placed.lab].append(placed)
    for placed in by_lab.pop(None, []):
        yield Found(student, None, placed.entry.path, placed.problem or _belongs_nowhere(placed.entry, labs))
    for lab, several in by_lab.items():
        best, *others = sorted(several, key=_preference)
        notes = (_passed_over(best, others),) if others else ()
        yield Found(student, lab, best.entry.path, best.problem, not best.is_exact, notes, best.entry.member)
    if folder.problem is not None:
        yield Found(student, None, folder.path, folder.problem)
    elif not folder.notebooks and folder.others:
        names = listing(shown(name) for name in folder.others[:_MOST_NAMED])
        yield Found(
            student, None, folder.path, tr("There is no notebook among what was handed in ({names}). Hand in the .ipynb file.", names=names)
        )
    elif not folder.notebooks:
        yield Found(student, None, None)


def _place(one: Entry, labs: LabFinder) -> _Placed:
    lab = labs.by_name(one)
    problem = one.problem
    if lab is None and problem is None:
        lab, problem = labs.by_content(one)
    if lab is None:
        lab = labs.by_similar_name(one)
        problem = one.problem if lab else problem  # the lab's grading finds for itself what is wrong inside
    return _Placed(one, lab, problem)


def _preference(placed: _Placed) -> tuple[bool, bool, int, str]:
    """Order the notebooks for one lab: what can be read, then the right name, then the newest."""
    return placed.problem is not None, not placed.is_exact, -placed.entry.modified_ns, str(placed.entry.path)


def _passed_over(best: _Placed, others: Sequence[_Placed]) -> Words:
    names = listing(shown(other.entry.name) for other in others[:_MOST_NAMED])
    return tr(
        "There are several notebooks for this lab: `{chosen}` was graded, {others} not. Hand in one.",
        chosen=shown(best.entry.name),
        others=names,
    )


def _belongs_nowhere(one: Entry, labs: LabFinder) -> Words:
    return tr(
        "It cannot be told to which lab `{name}` belongs. Give it the name of its lab, such as `{example}.ipynb`.",
        name=shown(one.name),
        example=labs.names[0],
    )
