"""One submitted notebook → the code that answers each question, and what had to be repaired on the way.

    read_bytes(path) → parse(data, lab) → answers(notebook, lab) → Submission

Theory of operation. `submitted/file.py` turns bytes into cells. Here the cells are recognised (`submitted/recognition.py`), the statements
that answers need and that may run are chosen (`submitted/selection.py`), and the rest is blanked, so that each line keeps its number.
The lab's given cells are no part of the result: the engine runs the lab's own copies first.

Nothing is guessed for marks: a function under another name is suggested, not used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from autograder.lab import Lab
from autograder.submitted.code import without
from autograder.submitted.file import Notebook, NotebookCell, Unreadable, parse, read_bytes
from autograder.submitted.permission import Trust
from autograder.submitted.recognition import ReadCell, given_names, is_stub, recognise
from autograder.submitted.remarks import Findings, remarks
from autograder.submitted.selection import Candidate, Selection, select
from autograder.words import Words

__all__ = ["CodeCell", "Notebook", "NotebookCell", "Submission", "Unreadable", "answers", "parse", "read_bytes"]


@dataclass(frozen=True)
class CodeCell:
    """The code of one cell that is run, in the lines where the student wrote it."""

    source: str
    question: str | None  # whose answer it holds
    role: Literal["question", "extra"]
    number: int  # of the cell, from 1, among the notebook's code cells


@dataclass(frozen=True)
class Submission:
    """A notebook as the engine runs it, behind the lab's given cells."""

    cells: tuple[CodeCell, ...]
    repairs: tuple[Words, ...]  # what was put right, and advice on what could not be
    missing: frozenset[str]  # questions that are defined nowhere
    untouched: frozenset[str]  # questions of which only the starter is there
    syntax_errors: Mapping[str, Words]  # by question; in none of the two above
    language: str | None  # of the notebook, None if it cannot be told


def answers(notebook: Notebook, lab: Lab) -> Submission:
    """Return what a notebook answers to the questions of `lab`, whatever stands in it."""
    asked = [question.name for question in lab.questions]
    cells = recognise(notebook, lab)
    candidates = list(_candidates(cells, lab))
    selection = select(candidates, asked, given_names(lab))
    errors = _syntax_errors(cells, asked, selection)
    untouched = frozenset(selection.stubs) - selection.answers.keys() - errors.keys()
    missing = frozenset(asked) - untouched - selection.answers.keys() - selection.imported - errors.keys()
    found = Findings(notebook, lab, cells, candidates, selection, missing)
    return Submission(
        cells=tuple(_code_cells(cells, candidates)),
        repairs=(*notebook.repairs, *remarks(found)),
        missing=missing,
        untouched=untouched,
        syntax_errors=errors,
        language=notebook.language,
    )


def _candidates(cells: Sequence[ReadCell], lab: Lab) -> Iterator[Candidate]:
    """Yield every statement of the notebook in order."""
    asked = {question.name for question in lab.questions}
    for cell in cells:
        trust = Trust.ADDITIONS if cell.is_the_labs else Trust.ANSWER if cell.question else Trust.DEFINITIONS
        for number, statement in enumerate(cell.code.statements):
            stub = any(is_stub(statement.node, name, lab) for name in statement.names.binds & asked)
            yield Candidate(cell.number, number, statement, trust, stub)


def _syntax_errors(cells: Sequence[ReadCell], asked: Sequence[str], selection: Selection) -> dict[str, Words]:
    """Return the questions whose answers stand in cells that Python cannot read, unless there is another answer."""
    errors: dict[str, Words] = {}
    for cell in cells:
        if cell.code.problem is None or cell.is_the_labs:
            continue
        lost = cell.code.mentioned.intersection(asked) | ({cell.question} if cell.question else set())
        for name in sorted(lost - selection.answers.keys()):
            errors.setdefault(name, cell.code.problem)
    return errors


def _code_cells(cells: Sequence[ReadCell], candidates: Sequence[Candidate]) -> Iterator[CodeCell]:
    """Yield the cells of which something is run."""
    by_cell: dict[int, list[Candidate]] = defaultdict(list)
    for one in candidates:
        by_cell[one.cell].append(one)
    for cell in cells:
        statements = by_cell[cell.number]
        if any(one.kept or one.replacement for one in statements):
            source = without(cell.code, {one.number: one.replacement for one in statements if not one.kept})
            yield CodeCell(source, cell.question, "question" if cell.question else "extra", cell.number)
