"""The lab's own answers, loaded in this process: what solutions, misconceptions and replays run on.

Only code of the course is run here, never a student's.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib.util
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.labs import Course, CourseError, Lab
from autograder.sandbox.responder import Message, Responder
from autograder.words import Words, from_docstring


@dataclass(frozen=True)
class Misconception:
    """A known wrong answer: its name, what it does, and what to tell the student who wrote it."""

    name: str
    question: str
    function: Callable[..., Any]
    explanation: Words


@dataclass(frozen=True)
class CorrectVersion:
    """A correct version of an earlier answer, as source to be sent to where a student's code runs."""

    question: str
    function: str
    source: str


class Reference:
    """The given cells and solutions of one lab, and its misconceptions."""

    def __init__(self, course: Course, lab: Lab) -> None:
        self.lab = lab
        self._course = course

    @functools.cached_property
    def namespace(self) -> dict[str, Any]:
        """The names that the given cells and the solutions define. Raises CourseError if one of them fails."""
        return load_cells(course_cells(self.lab), self._course.data)

    @functools.cached_property
    def misconceptions(self) -> dict[str, list[Misconception]]:
        """Known wrong answers by question. Raises CourseError for one without a question or an explanation."""
        found: dict[str, list[Misconception]] = {question.name: [] for question in self.lab.questions}
        for name, function in self._module_names():
            question, separator, short = name.partition("__")
            if not separator or name.startswith(("_", "correct__")):
                continue
            where = f"{self._path.name}: {name}"
            if question not in found:
                raise CourseError(f"{where} belongs to no question of {self.lab.name}; name it <question>__<what_is_wrong>.")
            explanation = from_docstring(function)
            if explanation is None:
                raise CourseError(f"{where} needs a docstring: an explanation in English, then a paragraph that begins with `zh:`.")
            found[question].append(Misconception(short, question, function, explanation))
        return found

    @functools.cached_property
    def correct_versions(self) -> dict[str, CorrectVersion]:
        """Correct versions of earlier answers, by question."""
        names = [name for name, _ in self._module_names() if name.startswith("correct__")]
        sources = definitions(self._path) if names else {}
        return {name.removeprefix("correct__"): CorrectVersion(name.removeprefix("correct__"), name, sources[name]) for name in names}

    @contextlib.contextmanager
    def responder(self, question: str = "", replacement: Callable[..., Any] | None = None) -> Iterator[Responder]:
        """Answer requests with the solutions, one of them replaced for as long as the context is open."""
        with data_from(self._course.data), replaced(self.namespace, {question: replacement} if replacement else {}):
            yield Responder(self.namespace)

    @property
    def _path(self) -> Path:
        return self._course.misconceptions(self.lab.name)

    def _module_names(self) -> list[tuple[str, Any]]:
        if not self._path.exists():
            return []
        module = import_file(self._path)
        return [(name, value) for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__]


class LocalTransport:
    """Requests answered in this process: for code that is trusted."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder

    def request(self, message: Message) -> Message:
        """Return the reply, through the wire's bytes, so that a check sees exactly what it would see of a child."""
        from autograder.sandbox import wire

        reply: Message = wire.decode(wire.encode(self._responder.handle(wire.decode(wire.encode(message)))))
        return reply


def course_cells(lab: Lab) -> list[tuple[str, str]]:
    """Return the given cells and the solutions of a lab, each with the place where it stands."""
    return [(cell.source["en"], f"{lab.path.name}:{cell.line}") for cell in lab.cells if cell.kind in ("given", "question")]


def load_cells(cells: list[tuple[str, str]], data: Path) -> dict[str, Any]:
    """Run cells of the course itself, `(source, where)`, and return what they define. Raises CourseError if one fails."""
    responder = Responder(private=False)
    with data_from(data):
        for source, where in cells:
            reply = responder.handle({"op": "cell", "source": source, "name": f"<cell {where}>"})
            error = reply.get("error")
            if error:
                raise CourseError(f"{where}: the cell fails with {error['type']}: {error['text']}")
    return responder.namespace


@contextlib.contextmanager
def data_from(folder: Path) -> Iterator[None]:
    """Let `load_data` read from the data folder of a course for a while."""
    before = os.environ.get("AUTOGRADER_DATA")
    os.environ["AUTOGRADER_DATA"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["AUTOGRADER_DATA"]
        else:
            os.environ["AUTOGRADER_DATA"] = before


@contextlib.contextmanager
def replaced(namespace: dict[str, Any], values: dict[str, Any]) -> Iterator[None]:
    """Put other values under some names for a while. Functions look their globals up here, so earlier answers see them too."""
    before = {name: namespace[name] for name in values if name in namespace}
    namespace.update(values)
    try:
        yield
    finally:
        namespace.update(before)
        for name in values.keys() - before.keys():
            namespace.pop(name, None)


def definitions(path: Path) -> dict[str, str]:
    """Return the source of each function and class that stands at the top level of a file of the course, decorators included."""
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            found[node.name] = "\n".join(lines[first - 1 : node.end_lineno])
    return found


def import_file(path: Path) -> ModuleType:
    """Import a file of the course by its path, anew each time. Raises CourseError if that fails."""
    spec = importlib.util.spec_from_file_location(f"autograder_course.{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(f"{path.name}: {type(error).__name__}: {error}") from error
    return module
