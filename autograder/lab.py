"""What one lab is, once its source has been read: cells, questions, limits.

These are plain frozen records. `source.py` makes them, `labs.py` finds them, everything else reads them.
Code is the same under both languages, so `cell.source[language]` works for every cell.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

LANGUAGES = ("en", "zh")

CellKind = Literal["text", "given", "question", "check", "demo"]


class CourseError(Exception):
    """Something an author has to put right: one sentence or several, each with its `file:line:` where it has one."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences

    def __str__(self) -> str:
        return "\n".join(self.sentences)


@dataclass(frozen=True)
class Limits:
    """What all checks of one question may take together."""

    seconds: float  # of CPU time
    memory_mb: int  # beyond what Paddle itself takes


@dataclass(frozen=True)
class Question:
    """One function or class that a student is asked to write."""

    name: str
    lab: str
    points: int
    minutes: int
    uses: tuple[str, ...]  # earlier questions of the lab whose answers this one calls
    limits: Limits
    hints: Mapping[str, tuple[str, ...]]  # by language, three each, from vague to nearly there
    line: int  # of its `# %%` marker


@dataclass(frozen=True)
class Cell:
    """One cell of the notebooks that are built from a source."""

    kind: CellKind
    id: str  # the same in both languages and on every build
    source: Mapping[str, str]  # by language; for a question, with its solution
    starter: str  # a question as students receive it; "" for other cells
    question: str | None  # of question and check cells
    line: int  # of its `# %%` marker; a check cell has its question's
    solution: tuple[str, ...] = ()  # the lines inside the solution regions, as they stand


@dataclass(frozen=True)
class Lab:
    """One lab: all of its source, in order."""

    name: str
    path: Path  # of the source
    title: Mapping[str, str]
    minutes: int
    limits: Limits
    cells: tuple[Cell, ...]
    questions: tuple[Question, ...]

    @property
    def max_points(self) -> int:
        """The points of all questions together."""
        return sum(question.points for question in self.questions)

    @property
    def given_cells(self) -> tuple[Cell, ...]:
        """The cells that answers need, in order."""
        return tuple(cell for cell in self.cells if cell.kind == "given")

    @property
    def question_cells(self) -> tuple[Cell, ...]:
        """The cells that hold the questions, in order."""
        return tuple(cell for cell in self.cells if cell.kind == "question")

    def question(self, name: str) -> Question:
        """Return the question called `name`.

        Raises:
            CourseError: the lab has no such question.
        """
        for question in self.questions:
            if question.name == name:
                return question
        known = ", ".join(question.name for question in self.questions)
        raise CourseError(f"{self.name} has no question {name}. Its questions are: {known}.")

    def builds_on(self, name: str) -> frozenset[str]:
        """Return the questions whose answers the answer to `name` calls, directly or through others.

        Raises CourseError as `question` does.
        """
        direct = self.question(name).uses
        return frozenset(direct).union(*(self.builds_on(used) for used in direct))

    def question_cell(self, name: str) -> Cell:
        """Return the cell that holds the question called `name`; raises CourseError as `question` does."""
        self.question(name)
        return next(cell for cell in self.question_cells if cell.question == name)

    def is_stub(self, name: str, code: str) -> bool:
        """Say whether `code` is still the starter of question `name`: the same program, comments and layout aside."""
        try:
            return ast.dump(ast.parse(code)) == ast.dump(ast.parse(self.question_cell(name).starter))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
