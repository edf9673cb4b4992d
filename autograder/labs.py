"""Finds the labs of a course and reads them.

A course is any folder shaped like this repository: `solutions/labNN_name.py`, the checks and misconceptions of the same names
under `autograder/`, `data/`, and `labs/` for what is built. Nothing is registered: what lies in the right place under the right
name is found. Sources are read when they are first asked for, and kept.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.lab import LANGUAGES, Cell, CellKind, CourseError, Lab, Limits, Question
from autograder.source.declared import compare_with_checks
from autograder.source.problems import Problems, refuse
from autograder.source.reading import read_lab

__all__ = ["DEFAULT_COURSE", "LAB_NAME", "LANGUAGES", "Cell", "CellKind", "Course", "CourseError", "Lab", "Limits", "Question"]

LAB_NAME = re.compile(r"lab\d\d_[a-z0-9]+(_[a-z0-9]+)*")


class Course:
    """The labs under one folder, read lazily."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root).resolve()
        self._labs: dict[str, Lab] = {}

    def __repr__(self) -> str:
        return f"Course({str(self.root)!r})"

    @property
    def sources(self) -> Path:
        """The folder of the lab sources."""
        return self.root / "solutions"

    @property
    def data(self) -> Path:
        """The folder of the data sets."""
        return self.root / "data"

    def public_checks(self, lab_name: str) -> Path:
        """The checks of a lab that students see."""
        return self.root / "autograder" / "checks" / "public" / f"check_{lab_name}.py"

    def hidden_checks(self, lab_name: str) -> Path:
        """The checks of a lab that give points."""
        return self.root / "autograder" / "checks" / "hidden" / f"check_{lab_name}.py"

    def misconceptions(self, lab_name: str) -> Path:
        """The known wrong answers of a lab; the file need not exist."""
        return self.root / "autograder" / "misconceptions" / f"{lab_name}.py"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all labs, sorted, without reading the sources.

        Raises:
            CourseError: the folder holds no labs, or a source is not named as labs are.
        """
        if not self.sources.is_dir():
            raise CourseError(f"{self.root} is no course: it has no folder solutions/. Name a folder shaped like this repository.")
        paths = sorted(self.sources.glob("*.py"))
        if not paths:
            raise CourseError(f"{self.sources} holds no labs. A lab is a file labNN_short_name.py.")
        misnamed = [path for path in paths if not LAB_NAME.fullmatch(path.stem)]
        if misnamed:
            raise CourseError(
                *(
                    f"{path.relative_to(self.root).as_posix()}:1: the name of a lab is labNN_short_name, in small letters; rename the file."
                    for path in misnamed
                )
            )
        return tuple(path.stem for path in paths)

    @property
    def labs(self) -> tuple[Lab, ...]:
        """All labs, sorted by name.

        Raises:
            CourseError: every problem of every source and its checks, a sentence each.
        """
        return self.select(None)

    def lab(self, name: str) -> Lab:
        """Return one lab; the other sources are not read.

        Raises:
            CourseError: the lab is unknown (the sentence names the known ones), or it has problems.
        """
        return self.select([name])[0]

    def select(self, names: Iterable[str] | None) -> tuple[Lab, ...]:
        """Return the labs called `names` in the order of the course, all of them for None.

        Raises:
            CourseError: a lab is unknown, or those asked for have problems: all of them, a sentence each.
        """
        known = self.names
        wanted = set(known if names is None else names)
        unknown = sorted(wanted.difference(known))
        if unknown:
            raise CourseError(f"There is no lab {', '.join(unknown)}. The labs of this course are: {', '.join(known)}.")
        chosen = [name for name in known if name in wanted]
        files = [problems for name in chosen for problems in self._read(name)]
        labs = tuple(self._labs[name] for name in chosen if name in self._labs)
        refuse(*files, *self._names_used_twice(labs))
        return labs

    def _read(self, name: str) -> tuple[Problems, ...]:
        """Read a lab and hold it against its checks, once; return what is wrong with its files."""
        if name in self._labs:
            return ()
        path = self.sources / f"{name}.py"
        source, public, hidden = (Problems(self._below(file)) for file in (path, self.public_checks(name), self.hidden_checks(name)))
        lab = read_lab(path, self.root / "labs" / "figures", source)
        if lab is not None:
            compare_with_checks(lab, source, self.public_checks(name), self.hidden_checks(name), public, hidden)
            if not (source or public or hidden):
                self._labs[name] = lab
        return source, public, hidden

    def _names_used_twice(self, labs: Iterable[Lab]) -> Iterator[Problems]:
        """Yield a problem for each question that has the name of one in an earlier lab."""
        first: dict[str, str] = {}
        for lab in labs:
            problems = Problems(self._below(lab.path))
            for question in lab.questions:
                place = first.setdefault(question.name, f"{problems.file}:{question.line}")
                if place != f"{problems.file}:{question.line}":
                    problems.add(question.line, f"`{question.name}` is already the name of a question, at {place}. Choose another one.")
            yield problems

    def _below(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


DEFAULT_COURSE = Course(Path(__file__).resolve().parent.parent)
