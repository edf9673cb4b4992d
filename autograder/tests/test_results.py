"""Results go to JSON and come back the same; another schema is refused."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from autograder.results import SCHEMA, CheckResult, Diagnosis, LabResult, Outcome, QuestionResult
from autograder.words import say

FULL = LabResult(
    student="学生 ‘a’",
    lab="lab01_small",
    language="zh",
    questions=(
        QuestionResult(
            "f",
            Outcome.PARTLY,
            2,
            5,
            say("Some.", "一些。"),
            checks=(
                CheckResult("check_a", say("It adds.", "相加。"), Outcome.PASSED, 2, 2),
                CheckResult("check_b", say("It multiplies.", "相乘。"), Outcome.WRONG_ANSWER, 0, 3, say("No.", "不。")),
            ),
            diagnosis=Diagnosis("swapped", say("Exchanged.", "交换了。")),
            hint=say("Look.", "看。"),
            followed_through=("g", "h"),
        ),
        QuestionResult("empty", Outcome.MISSING, 0, 1, say("Nothing.", "无。")),
    ),
    notes=(say("Renamed.", "改了名。"), say('A "quote"\nand a line', "“引号”")),
    trusted=True,
)


def test_a_result_survives_json() -> None:
    assert LabResult.from_json(json.loads(json.dumps(FULL.to_json(), ensure_ascii=False))) == FULL
    assert LabResult.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_survives(outcome: Outcome) -> None:
    result = dataclasses.replace(FULL, questions=(dataclasses.replace(FULL.questions[0], outcome=outcome),))
    assert LabResult.from_json(json.loads(json.dumps(result.to_json()))).questions[0].outcome is outcome


def test_outcomes_are_the_words_that_were_promised() -> None:
    assert {outcome.value for outcome in Outcome} == {
        *("passed", "partly", "wrong_answer", "not_attempted", "error", "timeout", "out_of_memory", "crashed", "missing", "grader_error")
    }


def test_points_are_added_up() -> None:
    assert (FULL.points, FULL.max_points) == (2, 6)
    assert (dataclasses.replace(FULL, questions=()).points, dataclasses.replace(FULL, questions=()).max_points) == (0, 0)


def test_every_field_is_written() -> None:
    """A field that is added to a result is written to JSON, and the schema is raised with it."""
    written = FULL.to_json()
    assert set(written) == {"schema", *(field.name for field in dataclasses.fields(LabResult))}
    assert set(written["questions"][0]) == {field.name for field in dataclasses.fields(QuestionResult)}
    assert set(written["questions"][0]["checks"][0]) == {field.name for field in dataclasses.fields(CheckResult)}
    assert (SCHEMA, sorted(written["questions"][0])) == (
        1,
        ["checks", "diagnosis", "followed_through", "hint", "max_points", "message", "name", "outcome", "points"],
    )


@pytest.mark.parametrize("schema", [None, 0, SCHEMA + 1, str(SCHEMA)])
def test_another_schema_is_refused(schema: Any) -> None:
    with pytest.raises(ValueError, match=f"reads schema {SCHEMA}"):
        LabResult.from_json({**FULL.to_json(), "schema": schema})
