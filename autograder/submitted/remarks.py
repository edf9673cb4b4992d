"""Tells the student what was put right in a notebook, and what could not be: the sentences of `Submission.repairs`."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.lab import Lab
from autograder.submitted.file import Notebook
from autograder.submitted.permission import Definition
from autograder.submitted.recognition import ReadCell, given_names, marked_texts
from autograder.submitted.selection import Candidate, Selection
from autograder.words import Words, tr

_SIMILAR = 0.7
_LONGEST = 60  # characters of a student's name that is repeated in a sentence
_LAB_NAME = re.compile(r"[a-z0-9_]{1,60}")


@dataclass(frozen=True)
class Findings:
    """All that is known of a notebook once it has been worked through."""

    notebook: Notebook
    lab: Lab
    cells: Sequence[ReadCell]
    candidates: Sequence[Candidate]
    selection: Selection
    missing: frozenset[str]


def remarks(found: Findings) -> Iterator[Words]:
    """Yield each sentence, from the whole notebook to the single name."""
    yield from _other_lab(found)
    yield from _changed_cells(found)
    yield from _moved_answers(found)
    yield from _missing_answers(found)
    yield from _names_left_out(found)


def _other_lab(found: Findings) -> Iterator[Words]:
    other = found.notebook.lab
    if other and other != found.lab.name and _LAB_NAME.fullmatch(other):
        yield tr("This notebook was made for {other}, but was handed in for {lab}.", other=other, lab=found.lab.name)


def _changed_cells(found: Findings) -> Iterator[Words]:
    for cell in found.cells:
        if cell.changed:
            yield tr("Code cell {number} belongs to the lab and was changed; the lab's own version was used.", number=cell.number)
    if any(cell.code.commands and cell.code.problem is None and not cell.is_the_labs for cell in found.cells):
        yield tr("Notebook commands (lines with `%`, `!` or `?`) are not run when the lab is graded; they were left out.")
    for cell in found.cells:
        if cell.code.problem is not None and cell.original is None and cell.question is None:
            wanted = sorted(cell.code.mentioned & found.selection.needed)
            if wanted:
                yield tr("Code cell {number} was left out. {problem}", number=cell.number, problem=cell.code.problem)


def _moved_answers(found: Findings) -> Iterator[Words]:
    homes = [cell for cell in found.cells if cell.marked and cell.question]
    answered = found.selection.answers.keys()
    if not homes and answered:
        yield tr("The notebook has lost the marks that tell which cell answers which question. The answers were found by their names.")
        return
    for question in found.lab.questions:
        cells = {one.cell for one in found.selection.answers.get(question.name, [])}
        if cells and not any(home.question == question.name and home.number in cells for home in homes):
            yield tr("The answer to `{name}` was found in another cell.", name=question.name)


def _missing_answers(found: Findings) -> Iterator[Words]:
    texts = marked_texts(found.notebook, found.lab)
    own = _own_definitions(found)
    labs = given_names(found.lab) | {question.name for question in found.lab.questions}
    similar = {_plain(name): name for name in sorted(own) if name not in labs}
    for question in found.lab.questions:
        name = question.name
        if name not in found.missing:
            continue
        outer = next((outer for outer, inner in own.items() if name in inner), None)
        close = difflib.get_close_matches(_plain(name), similar, n=1, cutoff=_SIMILAR)
        if name in texts:
            yield tr("The cell of `{name}` is a text cell now. Make it a code cell again.", name=name)
        elif outer is not None:
            yield tr(
                "`{name}` stands inside `{outer}`, where nothing else can call it. Move it to the left margin.", name=name, outer=outer
            )
        elif close:
            yield tr(
                "`{name}` was not found; did you mean `{other}`? Give it the name that the lab asks for.",
                name=name,
                other=similar[close[0]],
            )


def _own_definitions(found: Findings) -> dict[str, set[str]]:
    """Return the student's own functions and classes, each with the names of the functions that stand inside."""
    own: dict[str, set[str]] = {}
    for one in found.candidates:
        node = one.node
        if isinstance(node, Definition) and not one.is_stub and not found.cells[one.cell - 1].is_the_labs and len(node.name) <= _LONGEST:
            inner = {part.name for part in ast.walk(node) if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part is not node}
            own[node.name] = set() if isinstance(node, ast.ClassDef) else inner
    return own


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _names_left_out(found: Findings) -> Iterator[Words]:
    for name in sorted(found.selection.left_out):
        if len(name) <= _LONGEST:
            yield tr(
                "An answer uses `{name}`, which is computed in a cell that is not run here. Compute it inside the answer, or pass it in.",
                name=name,
            )
