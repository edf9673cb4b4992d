"""What grading gives: check results make a question's result, question results a lab's.

Frozen dataclasses that go to JSON and back. Reports read them; they know nobody.
"""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import Any

from autograder.words import Words

SCHEMA = 1


class Outcome(enum.Enum):
    """How a question or a check ended, in words that say whose fault it is."""

    PASSED = "passed"
    PARTLY = "partly"
    WRONG_ANSWER = "wrong_answer"
    NOT_ATTEMPTED = "not_attempted"
    ERROR = "error"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    MISSING = "missing"
    GRADER_ERROR = "grader_error"


@dataclass(frozen=True)
class CheckResult:
    """One check: the behaviour that it looks for, and how it ended."""

    name: str
    behaviour: Words
    outcome: Outcome
    points: int
    max_points: int
    message: Words | None = None


@dataclass(frozen=True)
class Diagnosis:
    """The known misconception that a wrong answer equals."""

    name: str
    explanation: Words


@dataclass(frozen=True)
class QuestionResult:
    """One question: points, outcome, and what helps to get further."""

    name: str
    outcome: Outcome
    points: int
    max_points: int
    message: Words
    checks: tuple[CheckResult, ...] = ()
    diagnosis: Diagnosis | None = None
    hint: Words | None = None
    followed_through: tuple[str, ...] = ()  # earlier questions that were replaced by correct versions


@dataclass(frozen=True)
class LabResult:
    """One submission of one student."""

    student: str
    lab: str
    language: str
    questions: tuple[QuestionResult, ...]
    notes: tuple[Words, ...] = ()  # what was repaired in the notebook, or why it could not be read
    trusted: bool = False  # graded without containment

    @property
    def points(self) -> int:
        """Points earned."""
        return sum(question.points for question in self.questions)

    @property
    def max_points(self) -> int:
        """Points that could be earned."""
        return sum(question.max_points for question in self.questions)

    def to_json(self) -> dict[str, Any]:
        """Return plain data for json.dumps."""
        return {"schema": SCHEMA, **_to_plain(self)}

    @staticmethod
    def from_json(data: dict[str, Any]) -> LabResult:
        """Return what `to_json` was called on. Raises ValueError for another schema."""
        if data.get("schema") != SCHEMA:
            raise ValueError(f"a result of schema {data.get('schema')!r}; this version reads schema {SCHEMA}")
        return LabResult(
            student=data["student"],
            lab=data["lab"],
            language=data["language"],
            questions=tuple(_question(question) for question in data["questions"]),
            notes=tuple(Words(**note) for note in data["notes"]),
            trusted=data["trusted"],
        )


def _to_plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {field.name: _to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_to_plain(item) for item in value]
    return value


def _question(data: dict[str, Any]) -> QuestionResult:
    return QuestionResult(
        name=data["name"],
        outcome=Outcome(data["outcome"]),
        points=data["points"],
        max_points=data["max_points"],
        message=Words(**data["message"]),
        checks=tuple(_check(check) for check in data["checks"]),
        diagnosis=data["diagnosis"] and Diagnosis(data["diagnosis"]["name"], Words(**data["diagnosis"]["explanation"])),
        hint=data["hint"] and Words(**data["hint"]),
        followed_through=tuple(data["followed_through"]),
    )


def _check(data: dict[str, Any]) -> CheckResult:
    return CheckResult(
        name=data["name"],
        behaviour=Words(**data["behaviour"]),
        outcome=Outcome(data["outcome"]),
        points=data["points"],
        max_points=data["max_points"],
        message=data["message"] and Words(**data["message"]),
    )
