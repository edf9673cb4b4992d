"""Running checks: one pytest session that runs its collected checks again and again, with another student each time.

`pytest.main` once per submission would cost 50–150 ms each time. Here pytest starts once, collects the check files, and in
place of its own run loop calls `serve(checks)`; `checks.run(check, student)` then runs one collected item through pytest's
whole protocol (fixtures, parametrize, marks), for about a tenth of a millisecond.

Assertions are not rewritten: what a failed check tells is its author's sentence, never pytest's picture of the values.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from autograder.checking import Disagreement, Draw
from autograder.labs import CourseError
from autograder.student import Student, StudentFailure
from autograder.words import Words, from_docstring


@dataclass(frozen=True)
class Check:
    """One collected check of a question."""

    name: str
    lab: str
    question: str
    points: int
    public: bool
    pattern: bool
    behaviour: Words
    item: pytest.Function


@dataclass(frozen=True)
class Ran:
    """How a check ended: passed, or what was raised."""

    passed: bool
    error: BaseException | None = None


class CheckBroken(Exception):
    """A check's setup or teardown failed: the grader's fault."""


class Checks:
    """The checks of a session. Valid only inside `serve`."""

    def __init__(self, checks: list[Check], plugin: _Plugin) -> None:
        self._checks = checks
        self._plugin = plugin

    def of(self, lab: str, question: str, *, public: bool = False) -> list[Check]:
        """Return a question's hidden (or public) checks, in the order of their file."""
        return [check for check in self._checks if (check.lab, check.question, check.public) == (lab, question, public)]

    def run(self, check: Check, student: Student) -> Ran:
        """Run one check against one student."""
        return self._plugin.run(check, student)


def serve_checks(files: list[Path], serve: Callable[[Checks], None]) -> None:
    """Start pytest on check files, call `serve` with what was collected, and return when it returns.

    Raises CourseError if a file cannot be collected, and whatever `serve` raises.
    """
    plugin = _Plugin(serve)
    options = [
        *("-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:logging", "-p", "no:warnings", "-p", "no:faulthandler"),
        *("-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:doctest", "-p", "no:junitxml"),
        *("--disable-plugin-autoload", "--assert=plain", "--import-mode=importlib", "--capture=no", "--noconftest"),
        *("-o", "python_files=check_*.py", "-o", "python_functions=check_*", "-o", "addopts=", "-c", os.devnull),
    ]
    if not files:
        raise CourseError("There are no check files to run.")
    root = os.path.commonpath([str(file.parent) for file in files])
    with _quiet(), _own_options(), _forgotten_afterwards(files):
        pytest.main([*options, f"--rootdir={root}", *map(str, files)], plugins=[plugin])
    if plugin.raised is not None:
        raise plugin.raised
    if not plugin.served:
        raise CourseError("\n".join(plugin.problems) or "pytest could not start on the check files.")


class _Plugin:
    """Replaces pytest's run loop and gives checks their fixtures."""

    def __init__(self, serve: Callable[[Checks], None]) -> None:
        self._serve = serve
        self._student: Student | None = None
        self._error: BaseException | None = None
        self.problems: list[str] = []
        self.raised: BaseException | None = None
        self.served = False

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "question(name, points): the question that a check belongs to")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(f"{report.nodeid}: {str(report.longrepr).strip().splitlines()[-1]}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.problems:
            return True
        try:
            checks = [_check(item) for item in session.items]
            _refuse_points_for_cases(checks)
            self.served = True
            self._serve(Checks(checks, self))
        except BaseException as error:  # handed to the caller of serve_checks; pytest would print it
            self.raised = error
        return True

    @pytest.fixture
    def student(self) -> Student:
        assert self._student is not None
        return self._student

    @pytest.fixture
    def draw(self, request: pytest.FixtureRequest) -> Draw:
        return Draw(request.node.name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[None]:
        if call.excinfo is not None and self._error is None:
            # A fixture may ask the student's code and compare. Another assertion in it, or in pytest itself, is no judgement.
            error = call.excinfo.value
            judged = call.when == "call" or isinstance(error, (StudentFailure, Disagreement))
            self._error = error if judged else CheckBroken(f"{call.when}: {error!r}")
        return (yield)

    def run(self, check: Check, student: Student) -> Ran:
        """Run one item through setup, call and teardown with `student` as its fixture."""
        self._student, self._error = student, None
        student.start_check(Draw(check.item.name).seed)
        check.item._initrequest()
        runtestprotocol(check.item, log=False, nextitem=None)  # any check may follow, so everything is torn down
        return Ran(self._error is None, self._error)


def _check(item: pytest.Item) -> Check:
    mark = item.get_closest_marker("question")
    where = f"{item.path.name}:{(item.location[1] or 0) + 1}"
    if mark is None or not isinstance(item, pytest.Function):
        raise CourseError(f'{where}: {item.name} has no @question("name"), so nobody knows what it checks.')
    behaviour = from_docstring(item.function)
    if behaviour is None:
        raise CourseError(f"{where}: {item.name} needs a docstring for the student: a sentence in English, then a paragraph `zh:`.")
    return Check(
        name=item.name,
        lab=item.path.stem.removeprefix("check_"),
        question=mark.args[0],
        points=mark.kwargs.get("points", 0),
        public=item.path.parent.name == "public",
        pattern=mark.kwargs.get("pattern", False),
        behaviour=behaviour,
        item=item,
    )


def _refuse_points_for_cases(checks: list[Check]) -> None:
    """Raise CourseError for a parametrized check with points: each of its cases would earn all of them."""
    for check in checks:
        if check.points and hasattr(check.item, "callspec"):
            name = f"{check.item.path.name}: {check.item.originalname}"
            raise CourseError(f"{name} is parametrized, so each of its cases would earn {check.points} points. Loop over the cases in it.")


def is_judgement(error: BaseException | None) -> bool:
    """Whether a check ended with a judgement about the answer, and not by failing itself."""
    return isinstance(error, (AssertionError, StudentFailure, pytest.fail.Exception))


def sentence(error: BaseException | None) -> Words | None:
    """Return the sentence that a failed check carries, if it has one besides its behaviour.

    Only what was said with `say` is shown: the text of another assertion, such as NumPy's, may hold the values that it compared.
    """
    if isinstance(error, (StudentFailure, Disagreement)):
        return error.words
    said = error.args[0] if isinstance(error, AssertionError) and error.args else None
    return said if isinstance(said, Words) else None


@contextlib.contextmanager
def _forgotten_afterwards(files: list[Path]) -> Iterator[None]:
    """Unload check files at the end: pytest knows modules by their place below its root, so those of another course are called the same."""
    before = set(sys.modules)
    try:
        yield
    finally:
        paths = {str(file) for file in files}
        for name in set(sys.modules) - before:
            if getattr(sys.modules[name], "__file__", None) in paths:
                del sys.modules[name]


@contextlib.contextmanager
def _own_options() -> Iterator[None]:
    """Keep options that are meant for other runs of pytest, such as `-k`, from leaving out checks."""
    others = {name: os.environ.pop(name) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS") if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(others)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep pytest's own words about bad options or files off the screen; problems are told by CourseError."""
    with contextlib.redirect_stderr(io.StringIO()):
        yield
