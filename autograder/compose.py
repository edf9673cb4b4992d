"""Composes what is built from a lab: the notebooks of students and of self-study, and the list of questions.

Composing is a pure function: the same lab (and the same outputs) give the same bytes. Cell ids come from the source, the
metadata is nbgrader's (schema 3) so that its tools and JupyterLab know what may be edited, and JSON is written as nbformat does.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.lab import LANGUAGES, Cell, Lab

SCHEMA = 1
Role = Literal["student", "solution"]
Outputs = Mapping[str, Sequence[NotebookNode]]  # by cell id

_FIGURE = re.compile(r"(?<![\w./])\.\./figures/")


def notebook(lab: Lab, language: str, role: Role, outputs: Outputs | None = None) -> NotebookNode:
    """Return the notebook of `lab` in `language`; with `outputs`, its cells are numbered as executed once from top to bottom."""
    book = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "file_extension": ".py"},
            "autograder": {"schema": SCHEMA, "lab": lab.name, "language": language, "role": role},
        }
    )
    book.nbformat_minor = 5
    for cell in lab.cells:
        book.cells.append(_text_cell(cell, language, role) if cell.kind == "text" else _code_cell(cell, lab, language, role))
    if outputs is not None:
        _put_outputs(book, outputs)
    return book


def outputs_of(book: NotebookNode) -> Outputs:
    """Return the outputs that a notebook holds."""
    return {cell.id: cell.outputs for cell in book.cells if cell.cell_type == "code"}


def as_bytes(book: NotebookNode) -> bytes:
    """Return the file of a notebook, after holding it against the notebook format."""
    nbformat.validate(book)
    return (str(nbformat.writes(book)) + "\n").encode()


def questions_file(lab: Lab) -> bytes:
    """Return the list of questions that a student's computer has in place of the source."""
    questions = [
        {
            "name": question.name,
            "points": question.points,
            "minutes": question.minutes,
            "limits": {"seconds": question.limits.seconds, "memory_mb": question.limits.memory_mb},
            "hints": {language: list(question.hints[language]) for language in LANGUAGES},
        }
        for question in lab.questions
    ]
    title = {language: lab.title[language] for language in LANGUAGES}
    content = {"schema": SCHEMA, "lab": lab.name, "title": title, "minutes": lab.minutes, "questions": questions}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _text_cell(cell: Cell, language: str, role: Role) -> NotebookNode:
    text = cell.source[language]
    if role == "solution":
        text = _FIGURE.sub("../../labs/figures/", text)  # solutions/en is not beside labs/figures
    return nbformat.v4.new_markdown_cell(
        text, id=cell.id, metadata={"editable": False, "nbgrader": _nbgrader(cell.id, "markdown", locked=True)}
    )


def _code_cell(cell: Cell, lab: Lab, language: str, role: Role) -> NotebookNode:
    code = cell.starter if cell.kind == "question" and role == "student" else cell.source[language]
    return nbformat.v4.new_code_cell(code, id=cell.id, metadata=_code_metadata(cell, lab))


def _code_metadata(cell: Cell, lab: Lab) -> dict[str, Any]:
    if cell.kind == "demo":
        return {}
    if cell.kind == "given":
        return {"deletable": False, "editable": False, "nbgrader": _nbgrader(cell.id, "code", locked=True)}
    question = lab.question(cell.question or "")
    if cell.kind == "check":
        marks = _nbgrader(f"check_{question.name}", "code", locked=True, grade=True) | {"points": question.points}
        return {"deletable": False, "editable": False, "nbgrader": marks}
    return {
        "autograder": {"question": question.name, "points": question.points, "minutes": question.minutes},
        "deletable": False,
        "nbgrader": _nbgrader(question.name, "code", solution=True),
    }


def _nbgrader(grade_id: str, cell_type: str, *, locked: bool = False, grade: bool = False, solution: bool = False) -> dict[str, Any]:
    return {
        "schema_version": 3,
        "grade_id": grade_id,
        "cell_type": cell_type,
        "locked": locked,
        "grade": grade,
        "solution": solution,
        "task": False,
    }


def _put_outputs(book: NotebookNode, outputs: Outputs) -> None:
    count = 0
    for cell in book.cells:
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        cell.outputs = [NotebookNode(output) for output in outputs[cell.id]]
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
