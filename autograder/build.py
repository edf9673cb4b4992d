"""Builds the notebooks of a course from its sources, or says how what is there differs.

    build(course)                 write what is out of date, execute solutions where their code changed
    build(course, check=True)     write and execute nothing, return what a build would change

Theory of operation. Everything is composed in memory first (`compose.py`), each file as its bytes. A solution's outputs are
taken over from the committed notebook as long as the hash in its metadata is that of the code; otherwise it is executed
(`execution.py`), once for both languages. Only when nothing can fail any more are files written, each by renaming a finished one.
So a build that is refused leaves the course as it was, and a second build changes nothing.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder import execution, figures
from autograder.compose import Outputs, as_bytes, notebook, outputs_of, questions_file
from autograder.difference import first_changed_code, first_difference
from autograder.labs import LAB_NAME, LANGUAGES, Course, CourseError, Lab

Report = Callable[[str], None]


@dataclass(frozen=True)
class Change:
    """One file that a build wrote or deleted, or that a check found different."""

    path: str  # below the course's folder
    what: str  # the rest of the sentence, such as "written."

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


def build(
    course: Course,
    *,
    check: bool = False,
    execute: bool | None = None,
    labs: Iterable[str] | None = None,
    report: Report = lambda line: None,
) -> list[Change]:
    """Build the labs called `labs` (all of them for None) and return what changed: an empty list if nothing had to.

    Args:
        course: where the sources are read and the notebooks written.
        check: write nothing and execute nothing; return what a build would change, with the first cell that differs.
        execute: True executes every solution, None those whose code or public checks changed, False none: a solution whose
            outputs are out of date then stays as it is.
        labs: with names, the files of other labs are left alone, and so are leftovers of labs that are gone.
        report: called with a line for people when something slow begins or ends.

    Raises:
        CourseError: something is wrong in a source or its checks, or a solution fails. Nothing was written then.
    """
    try:
        chosen = course.select(labs)
        wanted: dict[str, bytes] = figures.translated(course, chosen)
        outdated: list[Lab] = []
        for lab in chosen:
            wanted |= _student_files(lab)
            outputs = None if execute and not check else _committed_outputs(lab, course)
            if outputs is None and not check and execute is not False:
                outputs = _execute(lab, course, report)
            if outputs is None:
                outdated.append(lab)
            else:
                wanted |= _solution_files(lab, course, outputs)
    except CourseError as error:
        raise error if check else _nothing_written(error) from error
    leftovers = _leftovers(course) if labs is None else []
    if check:
        found = [*_differences(course, wanted), *_old_outputs(course, outdated), *_as_leftovers(leftovers)]
        return sorted(found, key=lambda change: change.path)
    for lab in outdated:
        report(f"{lab.name}: the solution notebooks stay as they are; their outputs are older than the code.")
    return _write(course, wanted, leftovers)


def solution_lines(lab: Lab) -> tuple[str, ...]:
    """Return the lines by which a lab's solutions can be recognised, without the space around them.

    They have 12 characters or more and stand nowhere in what students receive: text in both languages, hints, other code.
    """
    shown = [cell.starter or cell.source[language] for cell in lab.cells for language in LANGUAGES]
    shown += [hint for question in lab.questions for hints in question.hints.values() for hint in hints]
    outside = "\n".join(shown)
    inside = (line.strip() for cell in lab.question_cells for line in cell.solution)
    return tuple(dict.fromkeys(line for line in inside if len(line) >= 12 and line not in outside))


def _nothing_written(error: CourseError) -> CourseError:
    """Add to what is wrong that the course was left as it is."""
    last = "Nothing was written to labs/."
    if len(error.sentences) == 1:
        return CourseError(f"{error.sentences[0]} {last}")
    return CourseError(*error.sentences, last)


def _student_files(lab: Lab) -> dict[str, bytes]:
    """Return what students receive of a lab, by path."""
    files = {f"labs/{language}/{lab.name}.ipynb": as_bytes(notebook(lab, language, "student")) for language in LANGUAGES}
    return files | {f"labs/questions/{lab.name}.json": questions_file(lab)}


def _solution_files(lab: Lab, course: Course, outputs: Mapping[str, Outputs]) -> dict[str, bytes]:
    """Return the executed notebooks, by path, for the outputs by language."""
    files = {}
    for language in LANGUAGES:
        book = notebook(lab, language, "solution", outputs[language])
        book.metadata.autograder.executed = execution.code_hash(lab, course.public_checks(lab.name))
        book.metadata.autograder.outputs = execution.outputs_hash(outputs_of(book))
        files[_solution_path(lab, language)] = as_bytes(book)
    return files


def _solution_path(lab: Lab, language: str) -> str:
    return f"solutions/{language}/{lab.name}.ipynb"


def _execute(lab: Lab, course: Course, report: Report) -> dict[str, Outputs]:
    """Execute a solution and return its outputs by language."""
    start = time.monotonic()
    report(f"{lab.name}: executing the solution ({sum(cell.kind != 'text' for cell in lab.cells)} cells) …")
    outputs = execution.execute(lab, course)
    report(f"{lab.name}: executed in {time.monotonic() - start:.0f} s.")
    return {language: execution.in_language(outputs, language) for language in LANGUAGES}


def _committed_outputs(lab: Lab, course: Course) -> dict[str, Outputs] | None:
    """Return the outputs by language that the committed notebooks hold; None if one of them is not of this code."""
    executed = execution.code_hash(lab, course.public_checks(lab.name))
    names = [cell.id for cell in lab.cells if cell.kind != "text"]
    found: dict[str, Outputs] = {}
    for language in LANGUAGES:
        book = _read(course.root / _solution_path(lab, language))
        about = book.metadata.get("autograder", {}) if book else {}
        if book is None or about.get("executed") != executed:
            return None
        outputs = outputs_of(book)
        if len(outputs) != len(names) or about.get("outputs") != execution.outputs_hash(outputs):
            return None
        # By position: the code is the same, but an id may have got or lost the number of a repeated cell.
        found[language] = dict(zip(names, outputs.values(), strict=True))
    return found


def _read(path: Path) -> NotebookNode | None:
    """Read a notebook; None if there is none or it is broken, by a merge for example."""
    try:
        book: NotebookNode = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        nbformat.validate(book)
    except (OSError, ValueError, nbformat.ValidationError):
        return None
    return book


def _leftovers(course: Course) -> list[str]:
    """Return the built files of labs that are gone, and figures that are shown nowhere.

    Only names of labs count, so that nobody's own notebook is taken for one.
    """
    folders = [(f"{top}/{language}", ".ipynb") for top in ("labs", "solutions") for language in LANGUAGES] + [("labs/questions", ".json")]
    found = [
        f"{folder}/{path.name}"
        for folder, suffix in folders
        for path in sorted((course.root / folder).glob(f"*{suffix}"))
        if LAB_NAME.fullmatch(path.stem) and path.stem not in course.names
    ]
    return found + figures.leftovers(course)


def _differences(course: Course, wanted: Mapping[str, bytes]) -> Iterator[Change]:
    for path, content in wanted.items():
        file = course.root / path
        if not file.is_file():
            yield Change(path, "missing. Run make labs.")
        elif file.read_bytes() != content:
            yield Change(path, first_difference(file.read_bytes(), content))


def _old_outputs(course: Course, labs: Iterable[Lab]) -> Iterator[Change]:
    """Yield the solution notebooks whose outputs are not those of the code, with the first cell that shows it."""
    for lab in labs:
        for language in LANGUAGES:
            path = _solution_path(lab, language)
            file = course.root / path
            if not file.is_file():
                yield Change(path, "missing. Run make labs.")
                continue
            place = first_changed_code(file.read_bytes(), as_bytes(notebook(lab, language, "solution")))
            since = (
                f" It first differs in {place}." if place else " No cell differs: the public checks or the outputs themselves were changed."
            )
            yield Change(path, f"outputs are older than the code: run make labs.{since}")


def _as_leftovers(paths: Iterable[str]) -> Iterator[Change]:
    for path in paths:
        yield Change(path, "nothing in solutions/ asks for it any more. Run make labs to delete it.")


def _write(course: Course, wanted: Mapping[str, bytes], leftovers: Iterable[str]) -> list[Change]:
    """Write what differs and delete what is left over; return what was done."""
    changes = []
    try:
        for path, content in wanted.items():
            file = course.root / path
            if not file.is_file() or file.read_bytes() != content:
                _replace(file, content)
                changes.append(Change(path, "written."))
        for path in leftovers:
            (course.root / path).unlink()
            changes.append(Change(path, "deleted; nothing in solutions/ asks for it any more."))
    except OSError as error:
        raise CourseError(f"The course at {course.root} cannot be written: {error}.") from error
    return changes


def _replace(file: Path, content: bytes) -> None:
    """Put `content` in the place of `file` in one step, so that nobody meets half a notebook."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(file)
