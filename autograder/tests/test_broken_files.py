"""Whatever is handed in becomes a result with a sentence: never a traceback, never a fault of the grader, and nobody else is hurt."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.notebook import answers, parse
from autograder.results import Outcome
from autograder.submissions import NoSubmissions, find
from autograder.submitted.file import Unreadable
from autograder.submitted.folders import content
from autograder.tests.broken_files import CASES, FULL, NAME, Good
from autograder.tests.runs import Run
from autograder.tests.small_course import LAB, make_course
from autograder.words import Words

NAMES = ("=1+1", "-rf", "a\nb", "\u202egnp.exe", "x..", "小明", "\U0001f600", "con", "x" * 200, "a'b\"c`d", "e\u0301", "\u00e9")


@dataclass(frozen=True)
class Graded:
    """A class of broken files, graded."""

    rows: dict[str, list[dict[str, str]]]
    feedback: dict[str, str]
    said: str
    status: int


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    root = tmp_path_factory.mktemp("broken")
    course = make_course(root / "course")
    good = Good(course)
    for name, (put, _) in CASES.items():
        place = root / "class" / name
        place.mkdir(parents=True)
        put(place, good)
    for name in NAMES:
        (root / "class" / name).mkdir()
        (root / "class" / name / NAME).write_bytes(good.bytes)
    run = Run(root / "class", "--course", course.root, "--out", root / "out", "--jobs", 2)
    status = run.finish(600)
    rows: dict[str, list[dict[str, str]]] = {}
    with (root / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["student"], []).append(row)
    feedback = {path.parent.name: path.read_text(encoding="utf-8") for path in (root / "out" / "feedback").rglob("*.md")}
    return Graded(rows, feedback, run.said, status)


def test_there_are_many_and_all_are_graded(graded: Graded) -> None:
    assert len(CASES) >= 100
    assert graded.status == 0, graded.said
    assert "Traceback" not in graded.said
    assert "stumbled" not in graded.said
    assert len(graded.rows) == len(CASES) + len(NAMES)


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_says_what_is_wrong_or_it_was_put_right(graded: Graded, case: str) -> None:
    rows, expected = graded.rows[case], CASES[case][1]
    assert {row["outcome"] for row in rows} <= {outcome.value for outcome in Outcome} - {"grader_error"}
    assert all(row["message"] for row in rows)
    feedback = graded.feedback[case]
    assert "Traceback" not in feedback + str(rows)
    if expected == FULL:
        assert [row["points"] for row in rows] == [row["max_points"] for row in rows], rows
    else:
        assert expected in feedback
        assert any(row["points"] != row["max_points"] for row in rows)


def test_whatever_students_are_called_they_get_their_marks(graded: Graded) -> None:
    others = graded.rows.keys() - CASES.keys()
    assert len(others) == len(NAMES)
    for name in others:
        assert [row["outcome"] for row in graded.rows[name]] == ["passed", "passed"]
        assert name[:1] not in ("=", "-")  # a spreadsheet would take it for a formula


# -- whatever comes ------------------------------------------------------------------------------------------------------------------

VALUES = [None, 0, -1, 1e308, True, "", "code", [], {}, [[]], {"a": {}}, "scaled", "\ud800", "def scaled(x): return x", ["x = 1"] * 3]
PIECES = [
    b"",
    b"\0",
    b'"',
    b"\\",
    b"[" * 150,
    b"{",
    b"}",
    b",",
    b"\\u12",
    b"\xff",
    b"\xef\xbb\xbf",
    b"<<<<<<< ",
    b"1e999",
    b"\r",
    b"\n\n",
    b"//",
]


def mutated(data: bytes, draw: random.Random) -> bytes:
    """Return a notebook in which a few things went wrong, as values or as bytes."""
    if draw.random() < 0.5:
        value = json.loads(data)
        for _ in range(draw.randrange(1, 4)):
            _spoil(value, draw)
        data = json.dumps(value).encode()
    for _ in range(draw.randrange(0, 3)):
        start = draw.randrange(len(data) + 1)
        end = min(len(data), start + draw.choice([0, 1, 5, 300, 5000]))
        other = draw.choice([*PIECES, data[start:end] * 2, draw.randbytes(end - start)])
        data = data[:start] + other + data[end:]
    return data


def _spoil(value: object, draw: random.Random) -> None:
    """Put something else in the place of one value, somewhere inside."""
    while isinstance(value, dict | list) and value:
        key = draw.choice(list(value)) if isinstance(value, dict) else draw.randrange(len(value))
        if draw.random() < 0.3:
            value[key] = draw.choice(VALUES)  # type: ignore[index]
            return
        value = value[key]  # type: ignore[index]


@pytest.mark.parametrize("part", range(20))
def test_two_thousand_notebooks_in_which_something_went_wrong(tmp_path: Path, part: int) -> None:
    """100 a part, from the file to what would be run: either it can be read, or a sentence in both languages says why not."""
    course = make_course(tmp_path / "course")
    lab, good, draw = course.lab(LAB), Good(course).bytes, random.Random(part)
    folder = tmp_path / "class" / "student"
    folder.mkdir(parents=True)
    read = 0
    for number in range(100):
        (folder / NAME).write_bytes(mutated(good, draw))
        (one,) = find(tmp_path / "class", course)
        assert one.path is not None
        refused: Words | None = None
        try:
            submission = answers(parse(content(one.path, one.member), lab), lab)
        except Unreadable as problem:
            refused = problem.words
        if refused is not None:
            assert refused.en.endswith((".", ")", "?")), number
            assert refused.zh != refused.en
            continue
        read += 1
        for cell in submission.cells:
            compile(cell.source, "<cell>", "exec", dont_inherit=True)
    assert 10 < read < 95


@pytest.mark.parametrize("part", range(4))
def test_hundreds_of_folders_in_which_anything_lies(tmp_path: Path, part: int) -> None:
    course = make_course(tmp_path / "course")
    good, draw = Good(course), random.Random(1000 + part)
    cases = sorted(CASES)
    for number in range(25):
        place = tmp_path / str(number)
        for student in draw.sample(NAMES, draw.randrange(1, 4)):
            (place / student).mkdir(parents=True)
            for case in draw.sample(cases, draw.randrange(0, 3)):
                inner = place / student / draw.choice([".", case])
                inner.mkdir(exist_ok=True)
                if not (inner / NAME).is_symlink() and not (inner / NAME).exists():
                    CASES[case][0](inner, good)
        try:
            found = find(place, course)
        except NoSubmissions:
            continue
        assert all(one.problem is None or (one.problem.en and one.problem.zh) for one in found)
