"""Composes a notebook of the example class from what its student wrote and the starter.

Theory of operation. `class/<student>/<lab>.py` holds in jupytext's percent format only what a student added to the starter notebook:

    # ---
    # jupyter:
    #   handed_in:
    #     language: zh                 which of the two starters
    #     ran: true                    saved with outputs: those of the solution, for students who got everything right
    #     file: lab2 (1).ipynb         the name of the file, if it is not the lab's
    #     deleted: [readout]           questions whose cells the student deleted
    #     lost_marks: true             an editor on the web: no cell ids, no metadata but its own, format 4.0
    #     cut: true                    an upload that broke off in the middle
    # ---

    # %% question="rnn_step"           stands in the place of the starter's cell
    # %% given=1                       stands in the place of the first given cell, which a student should not change
    # %%                               a cell of the student's own, behind the check of the question above (or behind the imports)

A docstring `...` stands for the starter's docstring, which most students leave as it is. `prints="text"` and `fails="Error: text"` are
outputs that a cell was saved with. Composing is a pure function of these files, the starters and the solutions' printed outputs.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
import nbformat

_ROOT = Path(__file__).parent.parent.parent
# Comments stay comments; notebook commands are written as they are.
_FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
_HEADER = {"language", "ran", "file", "deleted", "lost_marks", "cut"}
_OPTIONS = {"question", "given", "prints", "fails"}
_OUTPUTS = {"prints", "fails"}
_DOCSTRING = re.compile(r'""".*?"""', re.DOTALL)

Cell = Any  # nbformat's nodes have no types
Book = Any


class ClassError(Exception):
    """Something is wrong in what a student of the example class wrote; a sentence with the file."""


@dataclass(frozen=True)
class HandedIn:
    """What one student wrote for one lab."""

    path: Path
    header: Mapping[str, Any]
    cells: Sequence[Cell]

    @property
    def lab(self) -> str:
        """The lab's name."""
        return self.path.stem

    @property
    def target(self) -> str:
        """Where the notebook lies, below `submissions`."""
        return f"{self.path.parent.name}/{self.header.get('file', f'{self.lab}.ipynb')}"

    def notebook_of(self, folder: str) -> Book:
        """Return the lab's notebook in the student's language, from `labs` or `solutions`."""
        return nbformat.read(_ROOT / folder / self.header["language"] / f"{self.lab}.ipynb", as_version=4)


def read(path: Path) -> HandedIn:
    """Read what a student wrote. Raises ClassError for a header or an option that is not known."""
    book = jupytext.reads(path.read_text(encoding="utf-8"), fmt=_FORMAT)
    header = dict(book.metadata.get("handed_in", {}))
    if header.get("language") not in ("en", "zh") or not header.keys() <= _HEADER:
        raise ClassError(f"{path}: the header needs `handed_in:` with a language, en or zh; it knows {', '.join(sorted(_HEADER))}.")
    for cell in book.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if not key.startswith("lines_to_")}
        if not cell.metadata.keys() <= _OPTIONS:
            raise ClassError(f"{path}: a cell has the options {sorted(cell.metadata)}; known are {', '.join(sorted(_OPTIONS))}.")
    return HandedIn(path, header, book.cells)


def compose(handed_in: HandedIn) -> bytes:
    """Return the file that the student handed in. Raises ClassError for a question that the lab does not have."""
    book = handed_in.notebook_of("labs")
    _put_answers(book, handed_in)
    gone = {f"{kind}-{name}" for name in handed_in.header.get("deleted", []) for kind in ("q", "check")}
    book.cells = [cell for cell in book.cells if cell.id not in gone]
    _put_outputs(book, handed_in)
    if handed_in.header.get("lost_marks"):
        _lose_marks(book)
    nbformat.validate(book)
    data = (str(nbformat.writes(book, version=nbformat.NO_CONVERT)) + "\n").encode()
    return data[: len(data) * 3 // 5] if handed_in.header.get("cut") else data


def _put_answers(book: Book, handed_in: HandedIn) -> None:
    """Put each answer in its place and the student's own cells behind it."""
    lab_cells = {cell.id: cell for cell in book.cells}
    given = [cell.id for cell in book.cells if cell.id.startswith("given-")]
    own: dict[str, list[Cell]] = defaultdict(list)
    place = given[0]
    for number, cell in enumerate(handed_in.cells, start=1):
        question, position = cell.metadata.get("question"), cell.metadata.get("given")
        if question is None and position is None:
            cell.id = hashlib.sha256(f"{handed_in.target} {number}".encode()).hexdigest()[:8]
            own[place].append(cell)
            continue
        replaced = f"q-{question}" if question else given[position - 1]
        if replaced not in lab_cells:
            raise ClassError(f"{handed_in.path}: {handed_in.lab} has no question {question}.")
        _replace(lab_cells[replaced], cell)
        place = f"check-{question}" if question else replaced
    book.cells = [cell for lab_cell in book.cells for cell in (lab_cell, *own[lab_cell.id])]


def _replace(lab_cell: Cell, cell: Cell) -> None:
    docstring = _DOCSTRING.search(lab_cell.source)
    lab_cell.source = cell.source.replace('"""..."""', docstring[0], 1) if docstring else cell.source
    lab_cell.metadata.update({key: cell.metadata[key] for key in _OUTPUTS & cell.metadata.keys()})


def _put_outputs(book: Book, handed_in: HandedIn) -> None:
    """Number and fill the cells that were run, and take what says so out of their metadata."""
    ran = handed_in.header.get("ran", False)
    known = {cell.id: cell.outputs for cell in handed_in.notebook_of("solutions").cells if cell.cell_type == "code"} if ran else {}
    count = 0
    for cell in book.cells:
        options = {key: cell.metadata.pop(key) for key in _OUTPUTS & cell.metadata.keys()}
        if cell.cell_type != "code":
            continue
        count += 1
        cell.outputs = [*map(_without_pictures, known.get(cell.id, [])), *_own_outputs(options)]
        cell.execution_count = count if ran or options else None
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count


def _without_pictures(output: Any) -> Any:
    """Return an output with the words for a picture only: pictures would be most of the class's bytes, and tell the grader nothing."""
    output = nbformat.from_dict(dict(output))
    if "data" in output:
        output.data = {kind: value for kind, value in output.data.items() if kind.startswith("text/")}
    return output


def _own_outputs(options: Mapping[str, str]) -> Iterator[Any]:
    if "prints" in options:
        yield nbformat.v4.new_output("stream", name="stdout", text=options["prints"] + "\n")
    if "fails" in options:
        kind, _, text = options["fails"].partition(": ")
        yield nbformat.v4.new_output("error", ename=kind, evalue=text, traceback=[options["fails"]])


def _lose_marks(book: Book) -> None:
    """Leave what a well-known editor on the web leaves of a notebook."""
    book.metadata = {"colab": {"provenance": []}, "kernelspec": book.metadata.kernelspec, "language_info": {"name": "python"}}
    book.nbformat_minor = 0
    for cell in book.cells:
        cell.metadata = {"id": hashlib.sha256(cell.pop("id").encode()).hexdigest()[:12]}
