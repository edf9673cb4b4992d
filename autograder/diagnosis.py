"""Recognising a wrong answer: which known misconception does it equal?

Two ways, both by running the misconceptions themselves (they are functions):

* **Replay.** Every request of a failed check, and its reply, was remembered. The requests are sent again to the lab's own
  solution with one misconception in the question's place: the same arguments, the same seed. The one misconception that gives the
  same reply each time, and the solution does not, is what the student did. If none does, new models get the student's weights: the
  random weights of a model depend on the order in which its layers are made, which is nobody's mistake.
* **Pattern.** Where results are random or learnt (a check marked `pattern=True`, or models that do not compare), which checks
  pass and fail, with which sentences, is compared with the pattern that each misconception gives. A pattern that several
  misconceptions share names none.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.check_session import Check, Checks, Ran, sentence
from autograder.reference import LocalTransport, Misconception, Reference
from autograder.replay import Replay, exception_of
from autograder.results import Diagnosis
from autograder.sandbox.wire import Handle
from autograder.student import Exchange, Student, StudentFailure


@dataclass(frozen=True)
class Tried:
    """A check that was run on an answer: how it ended, and what was said over the wire."""

    check: Check
    ran: Ran
    exchanges: tuple[Exchange, ...]


class Diagnoser:
    """Names the misconception behind a wrong answer of one lab."""

    def __init__(self, reference: Reference, checks: Checks, *, public: bool = False) -> None:
        """Diagnose with the hidden checks, or with the public ones, of `checks`."""
        self._reference = reference
        self._checks = checks
        self._public = public

    def diagnose(self, question: str, tried: Sequence[Tried]) -> Diagnosis | None:
        """Return the misconception that the checks `tried` on a question show, or None."""
        failed = [one for one in tried if not one.ran.passed]
        known = self._reference.misconceptions.get(question, [])
        if not failed or not known:
            return None
        comparable = [one for one in failed if not one.check.pattern]
        found = self._by_replay(question, comparable, tried, known, give_weights=False) if comparable else None
        if found is None and _speaks_of_models(comparable):
            found = self._by_replay(question, comparable, tried, known, give_weights=True)
        # Numbers that no misconception gives are a mistake that nobody foresaw; a like pattern of complaints would be chance.
        if found is None and (not comparable or _speaks_of_models(comparable)):
            found = self._by_pattern(question, tried)
        return Diagnosis(found.name, found.explanation) if found else None

    # -- replay ----------------------------------------------------------------------------------------------------------

    def _by_replay(
        self, question: str, failed: Sequence[Tried], tried: Sequence[Tried], known: Sequence[Misconception], *, give_weights: bool
    ) -> Misconception | None:
        def replays(answer: Callable[..., Any] | None, which: Sequence[Tried]) -> bool:
            return all(self._replays(question, answer, one.exchanges, give_weights=give_weights) for one in which)

        if replays(None, failed):
            return None  # the solution gives the same replies: they are not what is wrong
        matching = [one for one in known if replays(one.function, failed)]
        if len(matching) > 1:  # the checks that passed may tell them apart
            passed = [one for one in tried if one.ran.passed and not one.check.pattern]
            matching = [one for one in matching if replays(one.function, passed)] or matching
        return matching[0] if len(matching) == 1 else None

    def _replays(self, question: str, answer: Callable[..., Any] | None, exchanges: Sequence[Exchange], *, give_weights: bool) -> bool:
        """Whether `answer` in the question's place gives the replies that the student's code gave."""
        with self._reference.responder(question, answer) as responder:
            replay = Replay(responder, give_weights=give_weights)
            return bool(exchanges) and all(replay.matches(exchange) for exchange in exchanges)

    # -- pattern ---------------------------------------------------------------------------------------------------------

    def _by_pattern(self, question: str, tried: Sequence[Tried]) -> Misconception | None:
        """Return the one misconception of which every check complains as it does of the answer.

        Quick checks are compared first, and a misconception that differs in one is not tried on the others: some train a model.
        """
        quick_first = sorted(tried, key=lambda one: one.check.pattern)
        matching = [
            one
            for one in self._reference.misconceptions[question]
            if all(self.complaint_of(one, each.check) == _complaint(each) for each in quick_first)
        ]
        return matching[0] if len(matching) == 1 else None

    @functools.cache  # noqa: B019 - one diagnoser lives as long as its worker
    def complaint_of(self, misconception: Misconception, check: Check) -> str:
        """Return what a check says about a misconception, "" if it passes."""
        with self._reference.responder(misconception.question, misconception.function) as responder:
            student = Student(LocalTransport(responder))
            ran = self._checks.run(check, student)
            return _complaint(Tried(check, ran, tuple(student.exchanges)))


def _complaint(one: Tried) -> str:
    """Return the sentence of a failed check; for an exception the exception itself, since its sentence names the student's lines.

    A check without a sentence of its own complains by its name.
    """
    if one.ran.passed:
        return ""
    if not isinstance(one.ran.error, StudentFailure):
        return str(sentence(one.ran.error) or one.check.name)
    exception = exception_of(one.exchanges[-1].reply) if one.exchanges else ""
    return f"{one.ran.error.outcome.value} {exception}"


def _speaks_of_models(tried: Sequence[Tried]) -> bool:
    return any(_has_handle(exchange.reply.get("value")) for one in tried for exchange in one.exchanges)


def _has_handle(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_has_handle(item) for item in value)
    if isinstance(value, dict):
        return any(_has_handle(item) for item in value.values())
    return isinstance(value, Handle)
