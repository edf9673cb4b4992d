"""Grading one submission: a pure function of the submission, the checks and the environment.

    submission → its code, loaded in a child → each question in a fork → checks → diagnosis → LabResult

A question that fails is tried once more with correct versions of earlier answers that failed too (follow-through), so that one
mistake is not paid for twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

from autograder.check_session import Check, Checks, Ran, is_judgement, sentence
from autograder.diagnosis import Diagnoser, Tried
from autograder.labs import Lab, Question
from autograder.notebook import Submission
from autograder.reference import CorrectVersion, LocalTransport, Reference
from autograder.results import CheckResult, LabResult, Outcome, QuestionResult
from autograder.student import Student, StudentFailure
from autograder.student_code import StudentCode
from autograder.words import Words, tr


class Grader:
    """Grades submissions of one lab."""

    def __init__(self, lab: Lab, reference: Reference, checks: Checks) -> None:
        self.lab = lab
        self._reference = reference
        self._checks = checks
        self._diagnoser = Diagnoser(reference, checks)

    def grade(
        self, student: str, submission: Submission, code: StudentCode, *, trusted: bool = False, only: Collection[str] | None = None
    ) -> LabResult:
        """Return the result of one submission whose code has been loaded; of some questions, if `only` names them."""
        results: dict[str, QuestionResult] = {}
        for question in self.lab.questions:
            if only is None or question.name in only:
                results[question.name] = self._question(question, submission, code, results)
        return LabResult(student, self.lab.name, submission.language or "en", tuple(results.values()), submission.repairs, trusted)

    # -- a question ------------------------------------------------------------------------------------------------------

    def _question(
        self, question: Question, submission: Submission, code: StudentCode, earlier: dict[str, QuestionResult]
    ) -> QuestionResult:
        without_trying = self._without_trying(question, submission, code)
        if without_trying is not None:
            return without_trying
        corrections = self._corrections(question, earlier)
        names = tuple(version.question for version in corrections)
        if any(earlier[name].outcome is Outcome.TIMEOUT for name in names):  # the same wait again would teach nobody anything
            return dataclasses.replace(self._try(question, submission, code, corrections), followed_through=names)
        result = self._try(question, submission, code, ())
        if result.points == question.points or not corrections:
            return result
        again = self._try(question, submission, code, corrections)
        return dataclasses.replace(again, followed_through=names) if _tells_more(again, result) else result

    def _without_trying(self, question: Question, submission: Submission, code: StudentCode) -> QuestionResult | None:
        """Return the result of a question that there is nothing to try of, else None."""
        name = question.name
        if name in submission.syntax_errors:
            return self._failed(question, Outcome.ERROR, submission.syntax_errors[name])
        if name in submission.missing and name not in code.names:
            return self._failed(question, Outcome.MISSING, tr("There is no function `{name}` in the notebook.", name=name))
        if name in submission.untouched:
            return self._failed(question, Outcome.NOT_ATTEMPTED, tr("`{name}` is not written yet.", name=name))
        if name not in code.names and name in code.failures:
            return self._failed(question, *code.failures[name])
        return None

    def _corrections(self, question: Question, earlier: dict[str, QuestionResult]) -> list[CorrectVersion]:
        """Return correct versions of the earlier answers that this one builds on, directly or not, and that failed."""
        needed = self.lab.builds_on(question.name)
        failed = [name for name in earlier if name in needed and earlier[name].outcome is not Outcome.PASSED]
        versions = self._reference.correct_versions
        return [versions[name] for name in failed if name in versions]

    def _try(self, question: Question, submission: Submission, code: StudentCode, corrections: Sequence[CorrectVersion]) -> QuestionResult:
        """Run all hidden checks of a question in one opening of it."""
        tried: list[Tried] = []
        with code.question(question, corrections) as transport:
            student = Student(transport, source="\n".join(cell.source for cell in submission.cells))
            for check in self._checks.of(self.lab.name, question.name):
                ran = self._checks.run(check, student)
                tried.append(Tried(check, ran, tuple(student.exchanges)))
        return self._summarise(question, tried)

    # -- results -----------------------------------------------------------------------------------------------------------

    def _summarise(self, question: Question, tried: Sequence[Tried]) -> QuestionResult:
        checks = tuple(self._check_result(one) for one in tried)
        points = sum(check.points for check in checks)
        failed = [check for check in checks if check.outcome is not Outcome.PASSED]
        if not failed:
            message = tr("Every check passed ({count}).", count=len(checks))
            return QuestionResult(question.name, Outcome.PASSED, points, question.points, message, checks)
        worst = next((check for check in failed if check.outcome is Outcome.GRADER_ERROR), failed[0])
        outcome = worst.outcome
        if outcome is not Outcome.GRADER_ERROR and points > 0:
            outcome = Outcome.PARTLY
        message = worst.message or worst.behaviour
        attempted = outcome is not Outcome.NOT_ATTEMPTED
        sound = [one for one, check in zip(tried, checks, strict=True) if check.outcome is not Outcome.GRADER_ERROR]
        diagnosis = self._diagnoser.diagnose(question.name, sound) if attempted else None
        return QuestionResult(question.name, outcome, points, question.points, message, checks, diagnosis, self._hint(question))

    def _check_result(self, tried: Tried) -> CheckResult:
        check, ran = tried.check, tried.ran
        outcome, message = self._judge(check, ran)
        earned = check.points if outcome in (Outcome.PASSED, Outcome.GRADER_ERROR) else 0  # a fault of ours never costs marks
        return CheckResult(check.name, check.behaviour, outcome, earned, check.points, message)

    def _judge(self, check: Check, ran: Ran) -> tuple[Outcome, Words | None]:
        if ran.passed:
            return Outcome.PASSED, None
        if isinstance(ran.error, StudentFailure):
            return ran.error.outcome, ran.error.words
        if is_judgement(ran.error):
            return Outcome.WRONG_ANSWER, sentence(ran.error)
        if self._solution_passes(check):
            return Outcome.WRONG_ANSWER, tr("What `{name}` returned is of a form that this check cannot use.", name=check.question)
        return Outcome.GRADER_ERROR, tr("This check itself is broken; it cost no marks. Please tell your instructor.")

    def _solution_passes(self, check: Check) -> bool:
        """Tell a check that an odd answer broke from a check that is broken: run it on the lab's own solution."""
        with self._reference.responder() as responder:
            return self._checks.run(check, Student(LocalTransport(responder))).passed

    def _failed(self, question: Question, outcome: Outcome, message: Words) -> QuestionResult:
        return QuestionResult(question.name, outcome, 0, question.points, message, hint=self._hint(question))

    def _hint(self, question: Question) -> Words:
        return Words(question.hints["en"][0], question.hints["zh"][0])


def _tells_more(again: QuestionResult, first: QuestionResult) -> bool:
    """Whether the try with correct earlier answers is the one to show: what it complains of is this answer's own fault."""
    if again.points != first.points:
        return again.points > first.points
    return again.diagnosis is not None or first.diagnosis is None


def nothing_to_grade(lab: Lab, student: str, outcome: Outcome, message: Words) -> LabResult:
    """Return the result of a submission that is missing, unreadable, or could not be graded: the same sentence for every question.

    Its language is left open, "": nobody can tell it from this notebook.
    """
    questions = tuple(QuestionResult(question.name, outcome, 0, question.points, message) for question in lab.questions)
    return LabResult(student, lab.name, "", questions, (message,))
