"""Honest mishaps are put right, and what was put right is said; nothing is guessed for marks."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from autograder.tests.broken_files import NAME, Good
from autograder.tests.mishaps import MISHAPS, spoilt
from autograder.tests.runs import Run
from autograder.tests.small_course import make_course


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("mishaps")
    course = make_course(root / "course")
    good = Good(course)
    for name, (change, _, _) in MISHAPS.items():
        path = root / "class" / name / NAME
        path.parent.mkdir(parents=True)
        path.write_bytes(spoilt(good, change))
    run = Run(root / "class", "--course", course.root, "--out", root / "out", "--jobs", 2)
    assert run.finish(600) == 0, run.said
    return root / "out"


@pytest.fixture(scope="module")
def points(graded: Path) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    with (graded / "grades.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["student"]] = (*found.get(row["student"], ()), int(row["points"]))
    return found


@pytest.mark.parametrize("mishap", MISHAPS)
def test_a_mishap(graded: Path, points: dict[str, tuple[int, ...]], mishap: str) -> None:
    _, expected, said = MISHAPS[mishap]
    feedback = (graded / "feedback" / mishap / NAME.replace(".ipynb", ".md")).read_text(encoding="utf-8")
    assert points[mishap] == expected, feedback
    assert said in feedback
    assert "Traceback" not in feedback
