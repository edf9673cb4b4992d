"""The command line: what it prints and writes, how it ends, and that whatever goes wrong is a sentence."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from autograder import classroom
from autograder.command_line import main
from autograder.executors import ExecutorError
from autograder.labs import DEFAULT_COURSE, Course
from autograder.results import LabResult, Outcome, QuestionResult
from autograder.tests.small_course import LAB, MISCONCEPTIONS, SOURCE, make_course, notebook_bytes
from autograder.words import say
from autograder.worker import Setup, Task


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    if result.exception is not None:
        assert isinstance(result.exception, SystemExit), result.exception
    return result


class Pool:
    """Stands in for the pool of workers."""

    mode = "pretended"
    faults: tuple[str, ...] = ()
    setup: Setup
    jobs: int
    answer: Callable[[Task], LabResult | None] = staticmethod(
        lambda task: LabResult(task.student, task.lab, "en", (QuestionResult("scaled", Outcome.PARTLY, 1, 3, say("So so.", "还行。")),))
    )

    def __init__(self, setup: Setup, jobs: int, task_limit_s: float) -> None:
        type(self).setup, type(self).jobs = setup, jobs

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, LabResult | None]]:
        for task in tasks:
            result = type(self).answer(task)
            yield task, result and dataclasses.replace(result, trusted=self.setup.trust)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> type[Any]:
    fresh = type("Fresh", (Pool,), {})
    monkeypatch.setattr(classroom, "LocalPool", fresh)
    return fresh


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


@pytest.fixture
def folder(course: Course, tmp_path: Path) -> Path:
    for student in ("ann", "bob"):
        path = tmp_path / "class" / student / f"{LAB}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook_bytes(course, {"scaled": f"def scaled(x):\n    return x  # {student}\n"}))
    return tmp_path / "class"


def grade(course: Course, folder: Path, out: Path, *more: object) -> Result:
    return run("grade", folder, "--out", out, "--course", course.root, *more)


# -- grade ------------------------------------------------------------------------------------------------------------------------


def test_grading_writes_and_names_its_files(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    out = tmp_path / "new" / "out"
    result = grade(course, folder, out, "--jobs", 3)
    assert result.exit_code == 0
    for words in ("ann", "bob", "1/3", "1 partly", LAB, f"Wrote {out / 'grades.csv'}, {out / 'results.json'}, {out / 'feedback'}"):
        assert words in result.output
    assert result.stderr == ""  # no progress bar where there is no terminal
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student"], row["points"], row["outcome"], row["message"]) for row in rows] == [
        ("ann", "1", "partly", "So so."),
        ("bob", "1", "partly", "So so."),
    ]
    everything = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert [(one["student"], one["lab"], one["trusted"]) for one in everything["results"]] == [("ann", LAB, False), ("bob", LAB, False)]
    assert (out / "feedback" / "ann" / f"{LAB}.md").read_text(encoding="utf-8").startswith("# A small lab")
    assert pool.setup == Setup(course.root, (LAB,), False)
    assert pool.jobs == 2  # no more than there is to do


def test_the_second_time_all_is_there(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    first = grade(course, folder, tmp_path / "out")
    before = (tmp_path / "out" / "grades.csv").read_bytes()

    def refuse(task: Task) -> LabResult:
        raise AssertionError(f"{task.student} was graded again")

    pool.answer = staticmethod(refuse)
    again = grade(course, folder, tmp_path / "out")
    assert (again.exit_code, again.output) == (0, first.output)
    assert (tmp_path / "out" / "grades.csv").read_bytes() == before


def test_messages_may_be_chinese(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    grade(course, folder, tmp_path / "out", "--language", "zh")
    assert "还行。" in (tmp_path / "out" / "grades.csv").read_text(encoding="utf-8")


def test_trusting_students_is_said_in_every_place(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    result = grade(course, folder, tmp_path / "out", "--trust-students")
    assert "WITHOUT containment" in result.output
    assert pool.setup.trust is True
    everything = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert [one["trusted"] for one in everything["results"]] == [True, True]
    assert "without containment" in (tmp_path / "out" / "feedback" / "ann" / f"{LAB}.md").read_text(encoding="utf-8")
    assert "WITHOUT" not in grade(course, folder, tmp_path / "out").output


def test_one_notebook_may_be_graded(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    result = grade(course, folder / "ann" / f"{LAB}.ipynb", tmp_path / "out")
    assert result.exit_code == 0
    assert "1/3" in result.output


def test_what_the_grader_failed_on_is_named_and_changes_the_status(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    answer = pool.answer
    pool.answer = staticmethod(lambda task: None if task.student == "bob" else answer(task))
    pool.faults = ("Traceback of the grader's own",)
    result = grade(course, folder, tmp_path / "out")
    assert result.exit_code == 1
    assert f"The grader itself failed on bob/{LAB}." in result.output
    assert "grader_error" in (tmp_path / "out" / "grades.csv").read_text(encoding="utf-8")
    assert "Traceback" not in result.output
    assert "Traceback" in (tmp_path / "out" / "grader-faults.log").read_text(encoding="utf-8")


def test_files_of_no_lab_are_told(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    stray = folder / "carl" / "notes.ipynb"
    stray.parent.mkdir()
    stray.write_text("{}")
    result = grade(course, folder, tmp_path / "out")
    assert result.exit_code == 0
    assert str(stray) in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (lambda place: ["nowhere", "--course", place / "course"], "does not exist"),
        (lambda place: [place / "empty", "--course", place / "course"], "holds no submissions"),
        (lambda place: [place / "class", "--course", place / "nowhere"], "is no course"),
        (lambda place: [place / "class", "--course", place / "course", "--lab", "lab77_x"], "There is no lab lab77_x"),
    ],
)
def test_what_cannot_be_graded_is_a_sentence(
    course: Course, folder: Path, tmp_path: Path, pool: type[Any], arguments: Callable[[Path], list[object]], words: str
) -> None:
    (tmp_path / "empty").mkdir()
    result = run("grade", *arguments(tmp_path), "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert words in result.stderr


def test_the_labs_of_another_course_are_told(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    other = make_course(tmp_path / "other")
    for path in [*other.root.rglob(f"*{LAB}*")]:
        text = path.read_text(encoding="utf-8").replace("scaled", "enlarged").replace("total", "together")
        path.with_name(path.name.replace(LAB, "lab09_other")).write_text(text, encoding="utf-8")
        path.unlink()
    result = grade(other, folder, tmp_path / "out")
    assert result.exit_code == 0
    for student in ("ann", "bob"):
        assert str(folder / student / f"{LAB}.ipynb") in result.output
    assert not hasattr(pool, "jobs")


def test_a_broken_lab_is_a_sentence_with_its_line(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    lab = course.root / "solutions" / f"{LAB}.py"
    lab.write_text(SOURCE.replace("    ### END SOLUTION\n", "", 1), encoding="utf-8")
    result = grade(course, folder, tmp_path / "out")
    assert result.exit_code == 2
    assert f"solutions/{LAB}.py:" in result.stderr


def test_no_containment_is_a_sentence(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    def refuse(task: Task) -> LabResult:
        raise ExecutorError("No Landlock and no namespaces here. Pass --trust-students.")

    pool.answer = staticmethod(refuse)
    result = grade(course, folder, tmp_path / "out")
    assert (result.exit_code, result.stderr) == (2, "No Landlock and no namespaces here. Pass --trust-students.\n")


def test_pressing_stop_keeps_what_was_graded(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    answer = pool.answer

    def stop(task: Task) -> LabResult | None:
        if task.student == "bob":
            raise KeyboardInterrupt
        result: LabResult | None = answer(task)
        return result

    pool.answer = staticmethod(stop)
    result = grade(course, folder, tmp_path / "out")
    assert (result.exit_code, result.stderr) == (130, "Stopped. What was graded is kept; run the same command again to go on.\n")
    asked: list[str] = []
    pool.answer = staticmethod(lambda task: asked.append(task.student) or answer(task))
    assert grade(course, folder, tmp_path / "out").exit_code == 0
    assert asked == ["bob"]


def test_a_full_disk_is_a_sentence(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    (tmp_path / "out" / "grades.csv").mkdir(parents=True)
    result = grade(course, folder, tmp_path / "out")
    assert result.exit_code == 2
    assert "What was graded is kept" in result.stderr


def test_results_that_cannot_be_used_are_a_sentence(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "results.sqlite").write_bytes(b"no database at all, whatever its name says" * 100)
    result = grade(course, folder, out)
    assert result.exit_code == 2
    assert "--out" in result.stderr
    shutil.rmtree(out)
    out.write_text("a file where the folder should be")
    assert grade(course, folder, out).exit_code == 2


def test_somebody_who_reads_the_results_is_in_nobodys_way(course: Course, folder: Path, tmp_path: Path, pool: type[Any]) -> None:
    grade(course, folder, tmp_path / "out")
    reader = sqlite3.connect(tmp_path / "out" / "results.sqlite")
    assert reader.execute("SELECT count(*) FROM results").fetchone() == (2,)
    assert grade(course, folder, tmp_path / "out").exit_code == 0
    reader.close()


# -- the other verbs -----------------------------------------------------------------------------------------------------------------


def test_verify_tells_what_holds_and_what_does_not(course: Course, tmp_path: Path) -> None:
    result = run("verify", "--course", course.root)
    assert result.exit_code == 0
    assert "ok   the solution of scaled earns 3 of 3" in result.output
    assert result.output.endswith("hold.\n")
    assert run("verify", "--course", course.root, "--quiet").output.count("\n") == 1
    broken = make_course(tmp_path / "broken", misconceptions=MISCONCEPTIONS.replace("return x + 2.0", "return x * 2.0"))
    result = run("verify", "--course", broken.root, "--quiet")
    assert result.exit_code == 1
    assert "FAIL scaled__added earns 3 of 3" in result.output
    assert "do not hold." in result.stderr


def test_verify_grades_an_authors_answers(course: Course, tmp_path: Path) -> None:
    answers = tmp_path / "answers.py"
    answers.write_text("def scaled(x):\n    return x + 2.0\n", encoding="utf-8")
    result = run("verify", "--course", course.root, "--lab", LAB, "--answers", answers)
    assert result.exit_code == 0
    assert "scaled: 1/3 partly [added]" in result.output
    assert result.output.endswith("3/5\n")
    answers.write_text("1 / 0\n", encoding="utf-8")
    result = run("verify", "--course", course.root, "--lab", LAB, "--answers", answers)
    assert result.exit_code == 2
    assert "ZeroDivisionError" in result.stderr


def test_build_check_names_what_differs(course: Course) -> None:
    result = run("build", "--check", "--course", course.root)
    assert result.exit_code == 1
    assert f"labs/en/{LAB}.ipynb" in result.stderr
    assert not (course.root / "labs" / "en").exists()


@pytest.mark.parametrize("verb", ["build", "verify"])
def test_a_broken_course_is_a_sentence_for_every_verb(course: Course, verb: str) -> None:
    (course.root / "solutions" / f"{LAB}.py").write_text("# ---\n# nothing: [\n", encoding="utf-8")
    result = run(verb, "--course", course.root)
    assert result.exit_code == 2
    assert f"solutions/{LAB}.py:" in result.stderr


def test_pressing_stop_ends_every_verb_with_a_word(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("autograder.build.build", stopped)
    result = run("build", "--course", course.root)
    assert (result.exit_code, result.output) == (130, "Stopped.\n")


def test_help_names_the_verbs() -> None:
    text = run("--help").output
    for verb in ("grade", "build", "verify", "doctor"):
        assert verb in text
    for verb in ("grade", "build", "verify"):
        assert "Examples:" in run(verb, "--help").output
        assert f"python -m autograder {verb}" in run(verb, "--help").output


def test_without_assertions_nothing_is_graded(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(DEFAULT_COURSE.root)}
    ran = subprocess.run(
        [sys.executable, "-O", "-m", "autograder", "grade", str(tmp_path), "--out", str(tmp_path / "out")],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert "without -O" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_the_leading_process_needs_no_paddle() -> None:
    """Grading an unchanged class again takes no time: nothing heavy is imported for it."""
    imports = "from autograder import classroom, command_line, store; from autograder.reports import files, table"
    program = f"import sys; {imports}; print('paddle' in sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(DEFAULT_COURSE.root)}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert ran.stdout == "False\n"
