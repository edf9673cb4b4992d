"""The promises about one lab, tried in this process on the course's own code.

The solution earns everything, the starter nothing; every misconception loses marks in its question and is the one that is named,
and costs nothing in the questions that build on it; every correct version earns what the solution earns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.check_session import Checks, serve_checks
from autograder.grading import Grader
from autograder.labs import Course, Lab, Question
from autograder.notebook import Submission
from autograder.reference import LocalTransport, Reference, course_cells, data_from, load_cells, replaced
from autograder.results import LabResult, Outcome, QuestionResult
from autograder.student import Student
from autograder.student_code import LocalCode

MIN_MISCONCEPTIONS = 3


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: whether it held, and what was seen."""

    held: bool
    what: str


def verify(course: Course, lab: Lab, report: Callable[[Finding], None]) -> list[Finding]:
    """Try every promise about `lab`; call `report` after each. Returns all findings. Raises CourseError for a broken course."""
    findings: list[Finding] = []

    def serve(checks: Checks) -> None:
        for finding in _Verifier(course, lab, checks).findings():
            findings.append(finding)
            report(finding)

    with data_from(course.data):
        serve_checks([course.hidden_checks(lab.name), course.public_checks(lab.name)], serve)
    return findings


def grade_answers(course: Course, lab: Lab, answers: Path) -> LabResult:
    """Grade a file of functions that replace the solution's, in this process: for authors who try out answers of their own."""
    own = [(answers.read_text(encoding="utf-8"), str(answers))]
    namespace = load_cells([*course_cells(lab), *own], course.data)
    results: list[LabResult] = []

    def serve(checks: Checks) -> None:
        results.append(Grader(lab, Reference(course, lab), checks).grade(answers.stem, plain_submission(), LocalCode(namespace)))

    with data_from(course.data):
        serve_checks([course.hidden_checks(lab.name), course.public_checks(lab.name)], serve)
    return results[0]


def plain_submission() -> Submission:
    """Return a submission about whose notebook there is nothing to say."""
    return Submission(cells=(), repairs=(), missing=frozenset(), untouched=frozenset(), syntax_errors={}, language="en")


class _Verifier:
    def __init__(self, course: Course, lab: Lab, checks: Checks) -> None:
        self._course = course
        self._lab = lab
        self._checks = checks
        self._reference = Reference(course, lab)
        # The grader has a reference of its own: what is graded here is changed in place, what it is compared with is not.
        self._grader = Grader(lab, Reference(course, lab), checks)

    def findings(self) -> Iterator[Finding]:
        yield from self._solution()
        yield from self._starter()
        for question in self._lab.questions:
            yield from self._public_checks(question)
            yield from self._misconceptions(question)
            yield from self._correct_version(question)

    def _solution(self) -> Iterator[Finding]:
        for result in self._grade(self._reference.namespace).questions:
            held = result.points == result.max_points and result.outcome is Outcome.PASSED
            yield Finding(held, f"the solution of {result.name} earns {result.points} of {result.max_points}{_why(result)}")

    def _starter(self) -> Iterator[Finding]:
        cells = [cell for cell in self._lab.cells if cell.kind in ("given", "question")]
        namespace = load_cells([(cell.starter or cell.source["en"], f"starter:{cell.line}") for cell in cells], self._course.data)
        for result in self._grade(namespace).questions:
            held = result.points == 0 and result.outcome is Outcome.NOT_ATTEMPTED
            yield Finding(held, f"the starter of {result.name} earns {result.points}, {result.outcome.value}{_why(result)}")

    def _public_checks(self, question: Question) -> Iterator[Finding]:
        with self._reference.responder() as responder:
            for check in self._checks.of(self._lab.name, question.name, public=True):
                start = time.process_time()
                ran = self._checks.run(check, Student(LocalTransport(responder)))
                seconds = time.process_time() - start
                what = f"the solution passes the public {check.name} ({seconds:.2f} s)"
                yield Finding(ran.passed, what if ran.passed else f"{what}: {ran.error!r}")

    def _misconceptions(self, question: Question) -> Iterator[Finding]:
        known = self._reference.misconceptions[question.name]
        touched = self._touched_by(question)
        yield Finding(len(known) >= MIN_MISCONCEPTIONS, f"{question.name} has {len(known)} misconceptions")
        for one in known:
            with replaced(self._reference.namespace, {question.name: one.function}):
                results = {result.name: result for result in self._grade(self._reference.namespace, touched).questions}
            result = results[question.name]
            named = result.diagnosis.name if result.diagnosis else "none"
            held = result.points < result.max_points and named == one.name
            what = f"{question.name}__{one.name} earns {result.points} of {result.max_points}, {result.outcome.value}, named {named}"
            yield Finding(held, what if held else what + _why(result))
            for other in results.values():
                if other.name != question.name and other.points < other.max_points:
                    yield Finding(False, f"{question.name}__{one.name} costs marks in {other.name}, too{_why(other)}")

    def _correct_version(self, question: Question) -> Iterator[Finding]:
        is_used = any(question.name in other.uses for other in self._lab.questions)
        version = self._reference.correct_versions.get(question.name)
        if version is None:
            if is_used:
                yield Finding(False, f"later questions use {question.name}, so correct__{question.name} is needed for follow-through")
            return
        names: dict[str, Any] = dict(self._reference.namespace)
        exec(compile(version.source, version.function, "exec"), names)
        with replaced(self._reference.namespace, {question.name: names[version.function]}):
            results = self._grade(self._reference.namespace, self._touched_by(question)).questions
        lost = [result for result in results if result.points < result.max_points]
        yield Finding(not lost, f"{version.function} earns everything{''.join(f'; {one.name}{_why(one)}' for one in lost)}")

    def _touched_by(self, question: Question) -> set[str]:
        """Return the question and those whose answers call it."""
        return {question.name} | {other.name for other in self._lab.questions if question.name in self._lab.builds_on(other.name)}

    def _grade(self, namespace: dict[str, Any], only: set[str] | None = None) -> LabResult:
        return self._grader.grade("the course", plain_submission(), LocalCode(namespace), only=only)


def _why(result: QuestionResult) -> str:
    failed = [check for check in result.checks if check.outcome is not Outcome.PASSED]
    if not failed:
        return ""
    return ": " + "; ".join(f"{check.name} — {check.outcome.value}: {check.message or ''}" for check in failed)
