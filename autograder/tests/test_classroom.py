"""A class from its folder to its results: everybody gets one, nothing is graded twice, and nothing that was graded is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import nbformat
import pytest

from autograder import classroom
from autograder.classroom import Graded, grade_class
from autograder.labs import Course, CourseError
from autograder.results import LabResult, Outcome
from autograder.store import Store
from autograder.submissions import NoSubmissions
from autograder.tests.small_course import HIDDEN, LAB, make_course, notebook_bytes
from autograder.worker import Setup, Task

SCALED = "def scaled(x):\n    return SCALE * x\n"
TOTAL = "def total(x):\n    return float(np.sum(scaled(x)))\n"
RIGHT = {"scaled": SCALED, "total": TOTAL}
ADDED = {"scaled": "def scaled(x):\n    return SCALE + x\n", "total": TOTAL}


def hand_in(
    folder: Path, course: Course, student: str, answers: dict[str, str], name: str = f"{LAB}.ipynb", extra: tuple[str, ...] = ()
) -> Path:
    path = folder / student / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook_bytes(course, answers, extra))
    return path


# -- with real workers and children ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LabResult]:
    root = tmp_path_factory.mktemp("class")
    course = make_course(root / "course")
    folder = root / "submissions"
    hand_in(folder, course, "ann", RIGHT)
    hand_in(folder, course, "anna", RIGHT)
    hand_in(folder, course, "bob", ADDED)
    hand_in(folder, course, "carl", RIGHT, name="homework (1).ipynb")
    (folder / "dora").mkdir()
    (folder / "dora" / f"{LAB}.ipynb").write_text("this is no notebook")
    (folder / "eve").mkdir()
    hand_in(folder, course, "finn", {"scaled": "def scaled(x):\n    while True:\n        pass\n", "total": TOTAL})
    hand_in(folder, course, "gina", {"scaled": "import os\ndef scaled(x):\n    os.kill(os.getpid(), 9)\n", "total": TOTAL})
    hand_in(folder, course, "=2+3", RIGHT, extra=("raise SystemExit('a cell of mine')",))
    hand_in(folder, course, "hugo", {})
    hand_in(folder, course, "ida", {"scaled": "import autograder.checking\ndef scaled(x):\n    return SCALE * x\n", "total": TOTAL})
    store_folder = root / "out"
    store_folder.mkdir()
    seen: list[Any] = []
    with Store(store_folder) as store:
        done = grade_class(course, folder, store, jobs=1, started=lambda total, stored: seen.append((total, stored)), advanced=seen.append)
        assert (done.not_graded, done.faults) == ((), ())
        assert seen[0] == (10, 1)  # of ten files, one is like another
        assert len(seen) == 1 + 9
        assert done.new == 9
        return {result.student: result for result in done.results(store)}


def marks(result: LabResult) -> list[tuple[int, str]]:
    return [(one.points, one.outcome.value) for one in result.questions]


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        ("ann", [(3, "passed"), (2, "passed")]),
        ("anna", [(3, "passed"), (2, "passed")]),
        ("bob", [(1, "partly"), (2, "passed")]),
        ("carl", [(3, "passed"), (2, "passed")]),
        ("dora", [(0, "error"), (0, "error")]),
        ("eve", [(0, "missing"), (0, "missing")]),
        ("finn", [(0, "timeout"), (2, "passed")]),
        ("gina", [(0, "crashed"), (2, "passed")]),
        ("=2+3", [(3, "passed"), (2, "passed")]),
        ("hugo", [(0, "not_attempted"), (0, "not_attempted")]),
        ("ida", [(3, "passed"), (2, "passed")]),
    ],
)
def test_everybody_gets_a_result(graded: dict[str, LabResult], student: str, expected: list[tuple[int, str]]) -> None:
    result = graded[student]
    assert marks(result) == expected
    assert (result.student, result.lab, result.trusted) == (student, LAB, False)


def test_nobody_is_left_out_or_added(graded: dict[str, LabResult]) -> None:
    assert list(graded) == sorted(["ann", "anna", "bob", "carl", "dora", "eve", "finn", "gina", "=2+3", "hugo", "ida"])


def test_what_was_seen_is_told(graded: dict[str, LabResult]) -> None:
    diagnosis = graded["bob"].questions[0].diagnosis
    assert diagnosis is not None
    assert diagnosis.name == "added"
    assert graded["bob"].questions[1].followed_through == ("scaled",)
    assert any("not called" in note.en for note in graded["carl"].notes)
    assert not any("not called" in note.en for note in graded["ann"].notes)
    assert "2 s" in graded["finn"].questions[0].message.en
    assert len({question.message.en for question in graded["dora"].questions}) == 1
    for result in graded.values():
        for question in result.questions:
            assert question.message.en != question.message.zh


# -- with pretended workers ------------------------------------------------------------------------------------------------------


class Pool:
    """Stands in for the pool: answers at once, and remembers what it was asked."""

    mode = "pretended"
    faults: tuple[str, ...] = ()
    asked: list[Task]
    before: Callable[[], None]
    answer: Callable[[Task], LabResult | None]

    def __init__(self, setup: Setup, jobs: int, task_limit_s: float) -> None:
        assert jobs >= 1
        assert task_limit_s > 60

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, LabResult | None]]:
        type(self).before()
        for task in tasks:
            self.asked.append(task)
            yield task, type(self).answer(task)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> type[Pool]:
    class Fresh(Pool):
        asked: list[Task] = []  # noqa: RUF012
        before = staticmethod(lambda: None)
        answer = staticmethod(lambda task: LabResult(task.student, task.lab, "en", (), task.notes))

    monkeypatch.setattr(classroom, "LocalPool", Fresh)
    return Fresh


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "out").mkdir()
    with Store(tmp_path / "out") as opened:
        yield opened


def grade(course: Course, store: Store, folder: Path, **options: Any) -> Graded:
    return grade_class(Course(course.root), folder, store, jobs=2, **options)


def students(pool: type[Pool]) -> list[str]:
    """Return for whom the pool was asked since the last time."""
    names = [task.student for task in pool.asked]
    pool.asked.clear()
    return names


def test_an_unchanged_class_is_not_graded_again(course: Course, store: Store, pool: type[Pool], tmp_path: Path) -> None:
    folder = tmp_path / "class"
    for name, answers in (("ann", RIGHT), ("bob", ADDED)):
        hand_in(folder, course, name, answers)
    first = grade(course, store, folder)
    assert students(pool) == ["ann", "bob"]
    again = grade(course, store, folder)
    assert students(pool) == []
    assert (first.new, again.new, again.mode) == (2, 0, "")
    assert list(first.results(store)) == list(again.results(store))
    hand_in(folder, course, "bob", RIGHT | {"total": TOTAL + "\n# better\n"})
    hand_in(folder, course, "carl", ADDED)  # as bob's first one was
    third = grade(course, store, folder)
    assert students(pool) == ["bob"]
    assert [result.student for result in third.results(store)] == ["ann", "bob", "carl"]


def test_a_changed_lab_is_graded_again(course: Course, store: Store, pool: type[Pool], tmp_path: Path) -> None:
    hand_in(tmp_path / "class", course, "ann", RIGHT)
    grade(course, store, tmp_path / "class")
    students(pool)
    course.hidden_checks(LAB).write_text(HIDDEN + "\n# one more thought\n", encoding="utf-8")
    grade(course, store, tmp_path / "class")
    assert students(pool) == ["ann"]
    grade(course, store, tmp_path / "class", trust=True)
    assert students(pool) == ["ann"]


def test_a_run_that_was_stopped_goes_on(course: Course, store: Store, pool: type[Pool], tmp_path: Path) -> None:
    for number in range(4):
        hand_in(tmp_path / "class", course, f"s{number}", RIGHT | {"total": TOTAL + f"# {number}\n"})
    results: list[LabResult | None] = []

    def stop_after_two(result: LabResult | None) -> None:
        results.append(result)
        if len(results) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(course, store, tmp_path / "class", advanced=stop_after_two)
    students(pool)
    seen: list[tuple[int, int]] = []
    grade(course, store, tmp_path / "class", started=lambda total, stored: seen.append((total, stored)))
    assert students(pool) == ["s2", "s3"]
    assert seen == [(4, 2)]


def test_a_notebook_that_the_grader_fails_on_is_tried_again(course: Course, store: Store, pool: type[Pool], tmp_path: Path) -> None:
    hand_in(tmp_path / "class", course, "ann", RIGHT)
    hand_in(tmp_path / "class", course, "bob", ADDED)
    hand_in(tmp_path / "class", course, "bobs double", ADDED)
    answer = pool.answer
    pool.answer = staticmethod(lambda task: None if task.student.startswith("bob") else answer(task))
    failed = grade(course, store, tmp_path / "class")
    assert [seat.student for seat in failed.not_graded] == ["bob", "bobs double"]
    outcomes = {result.student: {one.outcome for one in result.questions} for result in failed.results(store)}
    assert outcomes["bob"] == outcomes["bobs double"] == {Outcome.GRADER_ERROR}
    students(pool)
    pool.answer = staticmethod(answer)
    again = grade(course, store, tmp_path / "class")
    assert len(students(pool)) == 1
    assert again.not_graded == ()


@pytest.mark.parametrize("change", ["changed", "deleted", "replaced by a folder"])
def test_a_file_that_changes_under_the_run_is_not_graded_as_what_it_was(
    course: Course, store: Store, pool: type[Pool], tmp_path: Path, change: str
) -> None:
    hand_in(tmp_path / "class", course, "ann", RIGHT)
    path = hand_in(tmp_path / "class", course, "bob", ADDED)

    def meanwhile() -> None:
        path.unlink()
        if change == "changed":
            hand_in(tmp_path / "class", course, "bob", RIGHT | {"total": "x = 1"})
        elif change == "replaced by a folder":
            path.mkdir()

    pool.before = staticmethod(meanwhile)
    done = grade(course, store, tmp_path / "class")
    assert students(pool) == ["ann"]
    assert [seat.student for seat in done.not_graded] == ["bob"]
    assert [result.student for result in done.results(store)] == ["ann", "bob"]


def test_notes_about_the_file_belong_to_the_result(course: Course, store: Store, pool: type[Pool], tmp_path: Path) -> None:
    hand_in(tmp_path / "class", course, "ann", RIGHT)
    hand_in(tmp_path / "class", course, "bob", RIGHT, name="mine.ipynb")  # the same bytes under another name
    done = grade(course, store, tmp_path / "class")
    notes = {result.student: [note.en for note in result.notes] for result in done.results(store)}
    assert notes["ann"] == []
    assert notes["bob"] == [f"The file was not called `{LAB}.ipynb`; it was recognised all the same."]


def test_a_lab_may_be_chosen_if_it_is_there(course: Course, store: Store, pool: type[Pool], tmp_path: Path) -> None:
    hand_in(tmp_path / "class", course, "ann", RIGHT)
    assert [lab.name for lab in grade(course, store, tmp_path / "class", lab_names=[LAB]).labs] == [LAB]
    with pytest.raises(CourseError, match="no lab lab07_other"):
        grade(course, store, tmp_path / "class", lab_names=["lab07_other"])


def test_nothing_to_grade_is_a_sentence(course: Course, store: Store, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    with pytest.raises(NoSubmissions, match="holds no submissions"):
        grade(course, store, tmp_path / "class")
    with pytest.raises(NoSubmissions, match="does not exist"):
        grade(course, store, tmp_path / "nowhere")


def test_files_of_no_lab_are_named(course: Course, store: Store, pool: type[Pool], tmp_path: Path) -> None:
    hand_in(tmp_path / "class", course, "ann", RIGHT)
    stray = tmp_path / "class" / "bob" / "notes.ipynb"
    stray.parent.mkdir()
    stray.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(1)")])))
    done = grade(course, store, tmp_path / "class")
    assert [one.path for one in done.unplaced] == [stray]
    bobs = list(done.results(store))[1]
    assert (bobs.student, bobs.questions[0].outcome) == ("bob", Outcome.MISSING)


def test_many_labs_and_students_make_a_table(course: Course, store: Store, pool: type[Pool], tmp_path: Path) -> None:
    second = "lab02_more"
    for folder, name in (
        ("solutions", f"{second}.py"),
        ("autograder/checks/public", f"check_{second}.py"),
        ("autograder/checks/hidden", f"check_{second}.py"),
    ):
        text = (course.root / folder / name.replace(second, LAB)).read_text(encoding="utf-8")
        for old, new in (("scaled", "enlarged"), ("total", "together")):
            text = text.replace(old, new)
        (course.root / folder / name).write_text(text, encoding="utf-8")
    course = Course(course.root)
    hand_in(tmp_path / "class", course, "ann", RIGHT)
    hand_in(tmp_path / "class", course, "bob", RIGHT, name=f"{second}.ipynb")
    done = grade(course, store, tmp_path / "class")
    seats = [(seat.student, seat.lab, seat.found is not None) for seat in done.seats]
    assert seats == [("ann", LAB, True), ("ann", second, False), ("bob", LAB, False), ("bob", second, True)]
    results = list(done.results(store))
    assert [result.lab for result in results] == [LAB, second, LAB, second]
    assert [result.questions == () for result in results] == [True, False, False, True]  # the pretended workers give none
