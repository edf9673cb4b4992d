"""Executes a solution once and gives its outputs, clean enough to be committed.

Theory of operation. The code runs in a kernel of this very Python, in a folder that looks like `labs/en` of the course (links
to everything beside it), so that relative paths work and nothing that the code writes reaches the course. It speaks English there;
outputs that differ by language carry both, in the bundle entry `LANGUAGES_MIME`, and `in_language` picks one afterwards.
What would differ on another machine or run (warnings on stderr, memory addresses, folders) is refused, not cleaned away.
"""

import copy
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.notebooknode import NotebookNode

from autograder.compose import Outputs, notebook, questions_file
from autograder.lab import LANGUAGES, Cell, CourseError, Lab
from autograder.labs import Course
from autograder.source.problems import Problems, refuse

LANGUAGES_MIME = "application/vnd.autograder+json"  # {"en": …, "zh": …}: a text, or texts by MIME type
CELL_SECONDS = 900
_SPOKEN = ("text/markdown", "text/plain")  # what a text in LANGUAGES_MIME stands for
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{8,}")
# What the author's shell may have set and a student's does not: it would change numbers or pictures.
_NOT_INHERITED = ("OMP_NUM_THREADS", "MPLBACKEND", "PYTHONSTARTUP")


def code_hash(lab: Lab, public_checks: Path) -> str:
    """Return a hash over all that decides the outputs: the solution's code in order, and the checks that its cells call."""
    code = [cell.source["en"] for cell in lab.cells if cell.kind != "text"]
    return _digest([code, public_checks.read_text(encoding="utf-8")])


def outputs_hash(outputs: Outputs) -> str:
    """Return a hash over outputs, which shows whether somebody changed them by hand."""
    return _digest([list(cell_outputs) for cell_outputs in outputs.values()])


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def in_language(outputs: Outputs, language: str) -> Outputs:
    """Return outputs as `language` shows them: where an output carries several languages, this one only."""
    return {name: [_spoken(output, language) for output in cell_outputs] for name, cell_outputs in outputs.items()}


def _spoken(output: NotebookNode, language: str) -> NotebookNode:
    output = copy.deepcopy(output)
    variants = output.get("data", {}).pop(LANGUAGES_MIME, None)
    if variants is None:
        return output
    words = variants[language]
    if isinstance(words, str):
        words = {mime: words for mime in _SPOKEN if mime in output.data}
    output.data.update(words)
    return output


def execute(lab: Lab, course: Course) -> Outputs:
    """Execute the solution of `lab` from top to bottom and return the outputs of its code cells, languages not yet chosen.

    Raises:
        CourseError: a cell raises or never ends, or its output cannot be committed.
    """
    book = notebook(lab, "en", "solution")
    source = Problems(lab.path.relative_to(course.root).as_posix())
    by_id = {cell.id: cell for cell in lab.cells}
    with _workplace(lab, course) as (folder, environment):
        _run(book, by_id, folder, environment, source)
        outputs = {cell.id: _merged(cell.outputs) for cell in book.cells if cell.cell_type == "code"}
        for name, cell_outputs in outputs.items():
            for output in cell_outputs:
                _refuse_unstable(output, by_id[name], (str(folder.parent.parent), str(course.root)), source)
    refuse(source)
    return outputs


@contextmanager
def _workplace(lab: Lab, course: Course) -> Iterator[tuple[Path, dict[str, str]]]:
    """Give a folder that looks like the course's `labs/en`, and the kernel's environment, for as long as the code runs."""
    with tempfile.TemporaryDirectory(prefix="autograder-build-") as name:
        root = Path(name).resolve()
        built = [*LANGUAGES, "questions"]
        for folder in built:
            (root / "labs" / folder).mkdir(parents=True)
        (root / "labs" / "questions" / f"{lab.name}.json").write_bytes(questions_file(lab))
        _link(course.root, root, leave_out=["labs"])
        _link(course.root / "labs", root / "labs", leave_out=built)
        engine = Path(__file__).resolve().parent.parent
        environment = {key: value for key, value in os.environ.items() if key not in _NOT_INHERITED}
        environment |= {
            "PYTHONPATH": os.pathsep.join(dict.fromkeys([str(course.root), str(engine)])),
            "PYTHONWARNINGS": "ignore",  # Paddle warns about tools that it does not find
            "PYTHONHASHSEED": "0",  # the order of sets is printed
            "IPYTHONDIR": str(root / ".ipython"),  # not the author's own start-up files
            "JPY_SESSION_NAME": str(root / "labs" / "en" / f"{lab.name}.ipynb"),  # as a Jupyter server tells a kernel its notebook
        }
        yield root / "labs" / "en", environment


def _link(source: Path, target: Path, leave_out: Sequence[str]) -> None:
    if not source.is_dir():
        return
    for entry in source.iterdir():
        if entry.name not in leave_out and not entry.name.startswith("."):
            (target / entry.name).symlink_to(entry)


def _run(book: NotebookNode, by_id: Mapping[str, Cell], folder: Path, environment: dict[str, str], source: Problems) -> None:
    """Execute the code cells of `book` in place; the first one that fails ends it with a CourseError."""
    specs = KernelSpecManager()
    specs.kernel_dirs = []  # only the kernel of this Python, whatever is installed as python3 elsewhere
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    client = NotebookClient(
        book,
        km=manager,
        timeout=CELL_SECONDS,
        record_timing=False,
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        with client.setup_kernel(env=environment):
            for index, cell in enumerate(book.cells):
                if cell.cell_type == "code":
                    _run_cell(client, index, by_id[cell.id], source)
    except (NoSuchKernel, RuntimeError) as error:
        raise CourseError(f"The notebook kernel of this Python does not start: {error}. Install what requirements.txt names.") from error


def _run_cell(client: NotebookClient, index: int, cell: Cell, source: Problems) -> None:
    try:
        client.execute_cell(client.nb.cells[index], index)
    except CellExecutionError as error:
        _stop(cell, f"raises {error.ename}: {error.evalue}", source)
    except CellTimeoutError:
        _stop(cell, f"does not end within {CELL_SECONDS} s", source)
    except DeadKernelError:
        _stop(cell, "ends the whole process", source)


def _stop(cell: Cell, what: str, source: Problems) -> None:
    source.add(cell.line, f"when the solution is executed, the cell `{first_line(cell)}` {' '.join(what.split())}.")
    refuse(source)


def first_line(cell: Cell) -> str:
    """Return the first line of a cell's code or English text."""
    return cell.source["en"].split("\n", 1)[0]


def _merged(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Join the pieces in which a stream arrived: how it was cut depends on the moment."""
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            merged.append(copy.deepcopy(output))
    return merged


def _refuse_unstable(output: NotebookNode, cell: Cell, folders: Sequence[str], source: Problems) -> None:
    """Note an output that another run or machine would not give."""
    if output.output_type == "stream" and output.name == "stderr":
        first = output.text.strip().split("\n", 1)[0]
        source.add(cell.line, f"the cell `{first_line(cell)}` writes to stderr: {first} A learner would see that; silence its cause.")
        return
    for text in _texts(output):
        address = _ADDRESS.search(text)
        if address:
            source.add(
                cell.line,
                f"the cell `{first_line(cell)}` shows a memory address, {address[0]}, which every run changes. Show what matters.",
            )
        for folder in folders:
            if folder in text:
                source.add(cell.line, f"the cell `{first_line(cell)}` shows a folder of this machine, {folder}. Print relative paths.")


def _texts(output: NotebookNode) -> Iterator[str]:
    """Yield the texts of an output: a stream's, or those of a bundle that people read."""
    if output.output_type == "stream":
        yield output.text
    for mime, content in output.get("data", {}).items():
        if mime.startswith("text/") or mime == LANGUAGES_MIME:
            yield content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
