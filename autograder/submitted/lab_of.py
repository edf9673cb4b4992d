"""Tells which lab a notebook belongs to: by its name, by what stands in it, at last by a similar name."""

from __future__ import annotations

import difflib
import re
import unicodedata

from autograder.labs import Course, CourseError
from autograder.submitted.code import read_code
from autograder.submitted.file import Notebook, Unreadable, parse
from autograder.submitted.folders import Entry, content
from autograder.words import Words

_NUMBER = re.compile(r"(?:lab|实验|作业)_*0*(\d{1,3})(?!\d)")
_SIMILAR = 0.8


class LabFinder:
    """Knows the labs of a course; reads their sources only when names do not tell."""

    def __init__(self, course: Course) -> None:
        """Raises CourseError if the course has no labs."""
        self.names = course.names
        self._course = course
        self._questions: dict[str, frozenset[str]] | None = None

    def by_name(self, found: Entry) -> str | None:
        """Return the lab that the file is called after, or the folder in which it lies."""
        return next((name for name in (found.stem, found.assignment) if name in self.names), None)

    def by_content(self, found: Entry) -> tuple[str | None, Words | None]:
        """Return the lab that a notebook says it belongs to, or whose questions it answers; or why it cannot be read."""
        try:
            notebook = parse(content(found.path, found.member), None)
        except Unreadable as problem:
            return None, problem.words
        if notebook.lab in self.names:
            return notebook.lab, None
        return self._by_answers(notebook), None

    def by_similar_name(self, found: Entry) -> str | None:
        """Return the lab whose name is in the file's name, or whose number, or whose name is nearly the same."""
        return self._similar(found.stem) or self._similar(found.assignment)

    def _by_answers(self, notebook: Notebook) -> str | None:
        """Return the lab of which most questions are defined, at least half of them; None between two of the same number."""
        defined = frozenset[str]().union(*(read_code(cell.source).mentioned for cell in notebook.cells))
        counts = {name: len(asked & defined) for name, asked in self._asked().items() if 0 < len(asked) <= 2 * len(asked & defined)}
        most = [name for name, count in counts.items() if count == max(counts.values())]
        return most[0] if len(most) == 1 else None

    def _asked(self) -> dict[str, frozenset[str]]:
        if self._questions is None:
            self._questions = {}
            for name in self.names:
                try:
                    lab = self._course.lab(name)
                except CourseError:
                    continue  # whoever grades this lab is told; the other labs need not wait for it
                self._questions[name] = frozenset(question.name for question in lab.questions)
        return self._questions

    def _similar(self, called: str) -> str | None:
        plain = re.sub(r"[\W_]+", "_", unicodedata.normalize("NFKC", called).lower()).strip("_")
        number = _NUMBER.search(plain)
        if not plain:
            return None
        return (
            _only([name for name in self.names if name in plain])
            or (number and _only([name for name in self.names if name.startswith(f"lab{int(number[1]):02d}_")]))
            or _only([name for name in self.names if name.split("_", 1)[1] in plain])
            or next(iter(difflib.get_close_matches(plain, self.names, n=1, cutoff=_SIMILAR)), None)
        )


def _only(names: list[str]) -> str | None:
    return names[0] if len(names) == 1 else None
