"""Recognises the cells of a submitted notebook: which are the lab's, which hold answers, which are the student's own.

Theory of operation. Built notebooks mark their cells three times: `autograder.question` and nbgrader's `grade_id` in the metadata,
and the cell's id. Editors lose some of these, students copy, split and merge cells. So any mark will do, and where there is none
a cell is the lab's if it holds the same program, or one that still binds all names of a given cell that is found nowhere else.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.lab import Cell, Lab
from autograder.submitted.code import CellCode, read_code
from autograder.submitted.file import Notebook, NotebookCell
from autograder.submitted.permission import Definition


@dataclass
class ReadCell:
    """One code cell of a submission, and what is known of it."""

    number: int  # from 1, among the code cells
    source: str
    code: CellCode
    original: Cell | None  # the lab's cell that it is or was
    marked: bool  # its marks say so
    question: str | None = None  # whose answer it holds or is meant to hold
    changed: bool = False  # a given cell that is another program now

    @property
    def is_the_labs(self) -> bool:
        """Whether it is a cell of the lab that holds no answer."""
        return self.original is not None and self.original.kind != "question"


def recognise(notebook: Notebook, lab: Lab) -> list[ReadCell]:
    """Return the code cells of a notebook in order, each with what it is."""
    marks = _marks(lab)
    known = {source for cell in lab.cells if cell.kind != "text" for source in (*cell.source.values(), cell.starter)}
    cells = []
    for number, cell in enumerate(notebook.cells, start=1):
        original = _by_marks(cell, marks)
        code = _read_known(cell.source) if cell.source in known else read_code(cell.source)
        cells.append(ReadCell(number, cell.source, code, original, marked=original is not None))
    _by_program(cells, lab)
    _by_names(cells, lab)
    asked = [question.name for question in lab.questions]
    for read in cells:
        read.question = _question_of(read, asked)
        if read.original is not None and read.original.kind == "given":
            read.changed = not _same_program(read, read.original)
    return cells


def marked_texts(notebook: Notebook, lab: Lab) -> frozenset[str]:
    """Return the questions whose cells are text cells now."""
    marks = _marks(lab)
    found = [_by_marks(cell, marks) for cell in notebook.texts]
    return frozenset(cell.question for cell in found if cell is not None and cell.kind == "question" and cell.question)


def given_names(lab: Lab) -> frozenset[str]:
    """Return the names that the lab's given cells bind."""
    return frozenset[str]().union(*(_names(cell.source["en"]) for cell in lab.given_cells))


def is_stub(node: ast.stmt, name: str, lab: Lab) -> bool:
    """Say whether a definition is still that of the starter of the question `name`, docstring and comments aside."""
    return isinstance(node, Definition) and _shape(_without_docstring(node)) in _starter_shapes(lab.question_cell(name).starter, name)


# -- by marks --------------------------------------------------------------------------------------------------------------


def _marks(lab: Lab) -> dict[str, Cell]:
    """Return the lab's code cells by everything that a mark may call them."""
    marks = {}
    for cell in lab.cells:
        if cell.kind != "text":
            marks[cell.id] = cell
        if cell.kind == "question" and cell.question:
            marks[cell.question] = cell
            marks[f"q-{cell.question}"] = cell
        elif cell.kind == "check":
            marks[f"check_{cell.question}"] = cell
    return marks


def _by_marks(cell: NotebookCell, marks: Mapping[str, Cell]) -> Cell | None:
    for own in (_entry(cell, "autograder", "question"), _entry(cell, "nbgrader", "grade_id"), cell.id):
        if isinstance(own, str) and own in marks:
            return marks[own]
    return None


def _entry(cell: NotebookCell, owner: str, key: str) -> object:
    part = cell.metadata.get(owner)
    return part.get(key) if isinstance(part, Mapping) else None


# -- by what stands in them ------------------------------------------------------------------------------------------------


def _by_program(cells: list[ReadCell], lab: Lab) -> None:
    """Recognise unmarked cells that are the lab's own to the letter, or differ in layout and comments only."""
    texts = {
        _text(source): cell for cell in reversed(lab.cells) if cell.kind not in ("text", "question") for source in cell.source.values()
    }
    shapes = {_source_shape(source): cell for source, cell in texts.items()}
    longest = 2 * max(map(len, texts), default=0)  # a longer cell is another program, and takes long to compare
    for read in cells:
        if read.original is None and len(read.source) <= longest:
            read.original = texts.get(_text(read.source)) or shapes.get(_code_shape(read.code))


def _by_names(cells: list[ReadCell], lab: Lab) -> None:
    """Recognise unmarked cells that were changed, but still bind all names of a given cell that is missing otherwise."""
    asked = {question.name for question in lab.questions}
    found = {read.original.id for read in cells if read.original is not None}
    for given in lab.given_cells:
        names = _names(given.source["en"])
        if given.id in found or not names:
            continue
        for read in cells:
            if read.original is None and names <= read.code.mentioned and asked.isdisjoint(read.code.mentioned):
                read.original = given
                break


def _question_of(read: ReadCell, asked: list[str]) -> str | None:
    """Return the question that a cell answers: by its marks, else the first whose name it binds. Lab cells answer none."""
    if read.original is not None:
        return read.original.question if read.original.kind == "question" else None
    return next((name for name in asked if name in read.code.mentioned), None)


def _same_program(read: ReadCell, cell: Cell) -> bool:
    if any(_text(read.source) == _text(source) for source in cell.source.values()):
        return True
    return read.code.problem is None and _code_shape(read.code) == _source_shape(_text(cell.source["en"]))


def _text(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def _shape(node: ast.AST) -> str:
    """Return a program as text without layout and comments; a text that equals no other for one that cannot be written down."""
    try:
        return ast.dump(node)
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        return f"<{id(node)}>"


def _code_shape(code: CellCode) -> str:
    return _shape(ast.Module([statement.node for statement in code.statements], [])) if code.statements else ""


# The lab's own sources are few and come again with every submission. What students write is not kept.
_read_known = functools.lru_cache(maxsize=1024)(read_code)


@functools.lru_cache(maxsize=1024)
def _source_shape(source: str) -> str:
    return _code_shape(_read_known(source)) or "<no program>"


def _names(source: str) -> frozenset[str]:
    return _read_known(source).mentioned


@functools.lru_cache(maxsize=1024)
def _starter_shapes(starter: str, name: str) -> frozenset[str]:
    nodes = [statement.node for statement in _read_known(starter).statements]
    return frozenset(_shape(_without_docstring(node)) for node in nodes if isinstance(node, Definition) and node.name == name)


def _without_docstring(node: ast.stmt) -> ast.stmt:
    if not isinstance(node, Definition) or ast.get_docstring(node, clean=False) is None:
        return node
    fields = {name: value for name, value in ast.iter_fields(node) if name != "body"}
    return type(node)(**fields, body=node.body[1:])
