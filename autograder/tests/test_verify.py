"""`verify` holds a lab to its promises, and finds each one that is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.labs import CourseError
from autograder.results import Outcome
from autograder.tests.small_course import HIDDEN, LAB, MISCONCEPTIONS, PUBLIC, SOURCE, make_course
from autograder.verify import Finding, grade_answers, verify


def broken(root: Path, **replacements: str) -> list[str]:
    """Return what does not hold in the small course with these texts."""
    course = make_course(root, **replacements)
    seen: list[Finding] = []
    findings = verify(course, course.lab(LAB), seen.append)
    assert findings == seen
    assert findings
    return [finding.what for finding in findings if not finding.held]


def test_a_sound_lab_holds(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    findings = verify(course, course.lab(LAB), lambda finding: None)
    assert [finding for finding in findings if not finding.held] == []
    said = "\n".join(finding.what for finding in findings)
    for words in (
        "the solution of scaled earns 3 of 3",
        "the solution of total earns 2 of 2",
        "the starter of scaled earns 0",
        "check_scaled_doubles_ones",
        "scaled has 3 misconceptions",
        "scaled__in_place earns 2 of 3",
        "total__mean earns 0 of 2",
        "correct__scaled earns everything",
    ):
        assert words in said


CORRECT = "def correct__scaled(x):\n    return x * 2.0\n"
BROKEN: list[tuple[str, str, str, list[str]]] = [  # which text, what in it is replaced, by what, and what is found
    ("source", "return SCALE * x", "return 3 * x", ["the solution of scaled earns 1 of 3", "passes the public check_scaled_doubles_ones"]),
    ("misconceptions", "return x + 2.0", "return x * 2.0", ["scaled__added earns 3 of 3"]),
    (
        "misconceptions",
        "return x**2.0",
        "return x + 2.0",
        ["scaled__added earns 1 of 3, partly, named none", "scaled__squared earns 1 of 3"],
    ),
    ("misconceptions", CORRECT, "", ["correct__scaled is needed for follow-through"]),
    ("misconceptions", CORRECT, CORRECT.replace("2.0", "2.5"), ["correct__scaled earns everything; scaled"]),
    ("misconceptions", "def scaled__squared", "def _scaled__squared", ["scaled has 2 misconceptions"]),
    ("public", "np.full(3, 2.0)", "np.full(3, 2.5)", ["the solution passes the public check_scaled_doubles_ones"]),
    ("public", "equal(student.scaled(np.ones(3))", "equal(undefined", ["NameError"]),
    ("hidden", "    unchanged(student.scaled)\n", "    undefined\n", ["the solution of scaled earns 3 of 3", "grader_error"]),
    ("hidden", "    unchanged(student.scaled)\n", "", ["scaled__in_place earns 3 of 3"]),
]
TEXTS = {"source": SOURCE, "public": PUBLIC, "hidden": HIDDEN, "misconceptions": MISCONCEPTIONS}


@pytest.mark.parametrize(("which", "old", "new", "words"), BROKEN)
def test_a_broken_promise_is_found(tmp_path: Path, which: str, old: str, new: str, words: list[str]) -> None:
    assert old in TEXTS[which]
    found = "\n".join(broken(tmp_path, **{which: TEXTS[which].replace(old, new)}))
    for one in words:
        assert one in found


def test_a_starter_that_earns_is_found(tmp_path: Path) -> None:
    hidden = HIDDEN.replace("    student.scaled(draw.array(4))\n    unchanged(student.scaled)\n", "    pass\n")
    assert any("the starter of scaled earns 1" in what for what in broken(tmp_path, hidden=hidden))


def test_a_misconception_that_costs_twice_is_found(tmp_path: Path) -> None:
    wrong = MISCONCEPTIONS.replace("def correct__scaled(x):\n    return x * 2.0\n", "")
    assert any("costs marks in total, too" in what for what in broken(tmp_path, misconceptions=wrong))


@pytest.mark.parametrize(
    "replacements",
    [
        {"misconceptions": MISCONCEPTIONS.replace("    zh: 应当相乘，这里却是相加。\n", "")},
        {"misconceptions": "import nowhere_at_all\n"},
        {"source": SOURCE.replace("SCALE = 2.0", "SCALE = undefined")},
    ],
)
def test_a_lab_that_cannot_be_run_is_refused(tmp_path: Path, replacements: dict[str, str]) -> None:
    with pytest.raises(CourseError):
        broken(tmp_path, **replacements)


def test_the_lab_is_as_it_was_afterwards(tmp_path: Path) -> None:
    assert broken(tmp_path) == []
    assert broken(tmp_path) == []


ANSWERS = '''
import math


def helper(x):
    return x + {more}


def scaled(x):
    """Uses the lab's constant and a helper of this file."""
    return helper(SCALE * x)
'''


def test_an_authors_answers_take_the_solutions_place(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    path = tmp_path / "mine.py"
    path.write_text(ANSWERS.format(more=0), encoding="utf-8")
    assert grade_answers(course, course.lab(LAB), path).points == 5
    path.write_text(ANSWERS.format(more=1111), encoding="utf-8")
    first, second = grade_answers(course, course.lab(LAB), path).questions
    assert (first.outcome, first.points) == (Outcome.PARTLY, 1)
    assert (second.points, second.followed_through) == (2, ("scaled",))
    assert verify(course, course.lab(LAB), lambda finding: None)[0].held


def test_answers_that_cannot_be_imported_are_refused(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    path = tmp_path / "mine.py"
    path.write_text("def f(:\n", encoding="utf-8")
    with pytest.raises(CourseError, match=r"mine\.py: .*SyntaxError"):
        grade_answers(course, course.lab(LAB), path)
