"""The course's own answers: solutions, misconceptions and correct versions, and the names that change for a while."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from autograder.labs import CourseError
from autograder.reference import LocalTransport, Reference, definitions, load_cells, replaced
from autograder.sandbox.responder import Responder
from autograder.sandbox.wire import WireError
from autograder.student import Student
from autograder.tests.small_course import LAB, MISCONCEPTIONS, SOURCE, make_course
from autograder.words import Words


def reference(root: Path, **replacements: str) -> Reference:
    course = make_course(root, **replacements)
    return Reference(course, course.lab(LAB))


def test_the_solution_is_loaded_without_what_demonstrates(tmp_path: Path) -> None:
    namespace = reference(tmp_path).namespace
    assert namespace["scaled"](np.ones(2)).tolist() == [2.0, 2.0]
    assert namespace["total"](np.ones(3)) == 6.0
    assert namespace["SCALE"] == 2.0


def test_a_solution_that_fails_is_named(tmp_path: Path) -> None:
    broken = reference(tmp_path, source=SOURCE.replace("SCALE = 2.0", "SCALE = 1 / 0"))
    with pytest.raises(CourseError, match=rf"{LAB}\.py:\d+: the cell fails with ZeroDivisionError"):
        _ = broken.namespace


def test_cells_know_where_the_data_lie(tmp_path: Path) -> None:
    for name in ("one", "two"):
        names = load_cells([("import os\nplace = os.environ['AUTOGRADER_DATA']\n", "x.py:1")], tmp_path / name)
        assert names["place"] == str(tmp_path / name)
    assert "AUTOGRADER_DATA" not in os.environ


def test_misconceptions_are_found_by_name(tmp_path: Path) -> None:
    found = reference(tmp_path).misconceptions
    assert {question: [one.name for one in known] for question, known in found.items()} == {
        "scaled": ["added", "squared", "in_place"],
        "total": ["mean", "unscaled", "absolute"],
    }
    assert found["scaled"][0].explanation == Words("It adds SCALE where it should multiply.", "应当相乘，这里却是相加。")
    assert found["scaled"][0].function(1.0) == 3.0


def test_helpers_imports_and_constants_are_no_misconceptions(tmp_path: Path) -> None:
    text = (
        MISCONCEPTIONS
        + "\nfrom os.path import join as join__paths\n\nLIMIT__s = 3\n\ndef _private__helper():\n    pass\n\ndef helper():\n    pass\n"
    )
    assert len(reference(tmp_path, misconceptions=text).misconceptions["scaled"]) == 3


def test_a_lab_without_misconceptions_has_none(tmp_path: Path) -> None:
    lab = reference(tmp_path)
    (tmp_path / "autograder" / "misconceptions" / f"{LAB}.py").unlink()
    assert lab.misconceptions == {"scaled": [], "total": []}
    assert lab.correct_versions == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def scalde__x(x):\n    pass\n", [f"{LAB}.py", "scalde__x", "no question"]),
        ('def scaled__x(x):\n    """English only."""\n', [f"{LAB}.py", "scaled__x", "zh:"]),
        ("def scaled__x(x):\n    pass\n", [f"{LAB}.py", "scaled__x", "docstring"]),
        ("1 / 0\n", [f"{LAB}.py", "ZeroDivisionError"]),
        ("def f(:\n", [f"{LAB}.py", "SyntaxError"]),
    ],
)
def test_a_broken_file_of_misconceptions_is_refused(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(CourseError) as caught:
        _ = reference(tmp_path, misconceptions=text).misconceptions
    assert all(word in str(caught.value) for word in words)


CORRECT = '''
import functools
from dataclasses import dataclass


def correct__scaled(x):
    # a comment
    return x * SCALE


@dataclass
class correct__total:
    """A class, with its decorator."""

    x: float

    def __float__(self):
        return 2 * self.x
'''


def test_correct_versions_are_sources_that_stand_alone(tmp_path: Path) -> None:
    versions = reference(tmp_path, misconceptions=CORRECT).correct_versions
    assert versions["scaled"].source == "def correct__scaled(x):\n    # a comment\n    return x * SCALE"
    assert (versions["total"].question, versions["total"].function) == ("total", "correct__total")
    assert versions["total"].source.startswith("@dataclass\nclass correct__total:")
    responder = Responder({"SCALE": 5.0})
    assert responder.handle({"op": "define", "name": "scaled", "function": "correct__scaled", "source": versions["scaled"].source}) == {
        "ok": True
    }
    assert Student(LocalTransport(responder)).scaled(2.0) == 10.0


def test_definitions_end_where_they_end(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text(
        'def a():\n    """第一\x0c行"""\n\n    return 1\n\n\nx = 1\n\n\n@str\n@(\n    repr\n)\nclass b: ...\n', encoding="utf-8"
    )
    assert definitions(path) == {"a": 'def a():\n    """第一\x0c行"""\n\n    return 1', "b": "@str\n@(\n    repr\n)\nclass b: ..."}


def test_names_are_replaced_for_a_while() -> None:
    namespace = {"a": 1, "b": 2}

    def use() -> None:
        with replaced(namespace, {"a": 10, "c": 30}):
            assert namespace == {"a": 10, "b": 2, "c": 30}
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        use()
    assert namespace == {"a": 1, "b": 2}


def test_earlier_answers_are_replaced_for_those_that_build_on_them(tmp_path: Path) -> None:
    lab = reference(tmp_path)
    with lab.responder("scaled", lambda x: 10 * x) as responder:
        assert Student(LocalTransport(responder)).total(np.ones(2)) == 20.0
    with lab.responder() as responder:
        assert Student(LocalTransport(responder)).total(np.ones(2)) == 4.0


def test_a_local_answer_goes_through_the_wire() -> None:
    kept: list[object] = []

    def keep(x: object) -> object:
        kept.append(x)
        return x

    sent = np.ones(2)
    student = Student(LocalTransport(Responder({"f": keep})))
    got = student.f(sent)
    assert kept[0] is not sent
    assert got is not kept[0]
    with pytest.raises(WireError):
        student.f(object())
