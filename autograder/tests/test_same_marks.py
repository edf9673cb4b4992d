"""The same class gets the same marks every time: with one worker and with two, in any order, on a machine that is busy."""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.labs import DEFAULT_COURSE, Course
from autograder.tests.runs import Run
from autograder.tests.small_course import LAB, make_course, notebook_bytes

EXAMPLES = DEFAULT_COURSE.root / "autograder" / "examples"
ANSWERS = (
    "def scaled(x):\n    return SCALE * x\n",
    "def scaled(x):\n    return x + SCALE\n",
    "def scaled(x):\n    while True:\n        pass\n",  # ends by its CPU seconds, however few of them it gets
    "import time\ndef scaled(x):\n    time.sleep(1.0)\n    return SCALE * x\n",  # longer by the clock than the CPU seconds it may use
    "import numpy\nnoise = numpy.random.rand()\ndef scaled(x):\n    return SCALE * x if numpy.random.rand() < 0.5 else x\n",
    "def scaled(x):\n    x *= SCALE\n    return x\n",
)


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """Keep the machine busy with so many endless loops."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def shuffled(submissions: Path, folder: Path, seed: int) -> dict[str, str]:
    """Copy a class with the students renamed so that they come in another order; return what each is called there."""
    students = sorted(path.name for path in submissions.iterdir())
    order = random.Random(seed).sample(range(len(students)), len(students))
    names = {f"{place:03d}-{student}": student for place, student in zip(order, students, strict=True)}
    for name, student in names.items():
        shutil.copytree(submissions / student, folder / name, symlinks=True)
    return names


def marks(submissions: Path, course: Course, place: Path, seed: int) -> list[dict[str, str]]:
    """Grade a class in the way that `seed` says, and return its grades.csv, rows in order, under the students' own names."""
    names = shuffled(submissions, place / "class", seed)
    jobs, loops = 1 + seed % 2, (os.cpu_count() or 1) if seed % 3 == 2 else 0
    with busy(loops):
        run = Run(place / "class", "--course", course.root, "--out", place / "out", "--jobs", jobs)
        assert run.finish(3600) == 0, run.said
    with (place / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = [{**row, "student": names[row["student"]]} for row in csv.DictReader(file)]
    return sorted(rows, key=lambda row: (row["student"], row["lab"]))


def test_a_small_class_gets_the_same_marks(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    for number, scaled in enumerate(ANSWERS):
        path = tmp_path / "class" / f"student{number}" / f"{LAB}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook_bytes(course, {"scaled": scaled}))
    first, *others = [marks(tmp_path / "class", course, tmp_path / str(seed), seed) for seed in (0, 5)]
    assert {row["outcome"] for row in first} >= {"passed", "partly", "timeout"}
    assert all(other == first for other in others)


@pytest.mark.soak
def test_the_example_class_gets_the_same_marks_thirty_times(tmp_path: Path) -> None:
    with (EXAMPLES / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = [(row["student"], row["lab"], row["question"], row["points"], row["outcome"]) for row in csv.DictReader(file)]
    first: list[dict[str, str]] | None = None
    for seed in range(30):
        found = marks(EXAMPLES / "submissions", DEFAULT_COURSE, tmp_path / str(seed), seed)
        print(f"round {seed + 1} of 30: {len(found)} rows", flush=True)
        assert sorted((row["student"], row["lab"], row["question"], row["points"], row["outcome"]) for row in found) == sorted(expected)
        first = first or found
        assert found == first, seed
        shutil.rmtree(tmp_path / str(seed))
