"""What was handed in is found, whatever the folder looks like."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from autograder.lab import Lab, Limits, Question
from autograder.labs import Course, CourseError
from autograder.submissions import Found, NoSubmissions, find
from autograder.submitted.folders import clean

CELL = "lab02_rnn_cell"
FIX = "lab04_fix_the_classifier"
LABS = {CELL: ("rnn_step", "run_rnn", "readout"), FIX: ("make_dataset", "train_classifier")}


class TwoLabs(Course):
    """A course without files; `read` says which sources were read."""

    def __init__(self, broken: str = "") -> None:
        super().__init__(".")
        self.read: list[str] = []
        self.broken = broken

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(LABS)

    def lab(self, name: str) -> Lab:
        self.read.append(name)
        if name == self.broken:
            raise CourseError("no such lab")
        limits = Limits(1, 1)
        questions = tuple(Question(question, name, 1, 1, (), limits, {}, 1) for question in LABS[name])
        return Lab(name, Path(name), {}, 1, limits, (), questions)


@pytest.fixture
def course() -> TwoLabs:
    return TwoLabs()


def put(path: Path, *defined: str, lab: str | None = None, at: int = 0) -> Path:
    """Write a notebook that defines functions, and that metadata may give to a lab."""
    path.parent.mkdir(parents=True, exist_ok=True)
    code = "\n".join(f"def {name}():\n    pass" for name in defined)
    metadata = {"autograder": {"lab": lab}} if lab else {}
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": code}], "metadata": metadata}))
    os.utime(path, (at, at))
    return path


def briefly(found: list[Found]) -> list[tuple[str, str | None, bool]]:
    return [(one.student, one.lab, one.renamed) for one in found]


def test_a_folder_for_each_student(tmp_path: Path, course: TwoLabs) -> None:
    put(tmp_path / "bob" / f"{CELL}.ipynb")
    put(tmp_path / "ann" / f"{FIX}.ipynb")
    put(tmp_path / "ann" / f"{CELL}.ipynb")
    (tmp_path / "eve").mkdir()
    found = find(tmp_path, course)
    assert briefly(found) == [("ann", CELL, False), ("ann", FIX, False), ("bob", CELL, False), ("eve", None, False)]
    assert found[0].path == tmp_path / "ann" / f"{CELL}.ipynb"
    assert found[3].path is None
    assert not any(one.problem or one.notes for one in found)


@pytest.mark.parametrize("inside", [False, True])
def test_layout_of_nbgrader(tmp_path: Path, course: TwoLabs, inside: bool) -> None:
    put(tmp_path / "source" / CELL / f"{CELL}.ipynb")
    put(tmp_path / "submitted" / "ann" / CELL / f"{CELL}.ipynb")
    put(tmp_path / "submitted" / "bob" / CELL / "notebook.ipynb")
    put(tmp_path / "submitted" / "bob" / FIX / "notebook.ipynb")
    found = find(tmp_path / "submitted" if inside else tmp_path, course)
    assert briefly(found) == [("ann", CELL, False), ("bob", CELL, True), ("bob", FIX, True)]


@pytest.mark.parametrize(("name", "student"), [(f"{CELL}.ipynb", "ann"), ("ann-marie.ipynb", "ann-marie"), ("lab2.ipynb", "ann")])
def test_one_notebook(tmp_path: Path, course: TwoLabs, name: str, student: str) -> None:
    path = put(tmp_path / "ann" / name, lab=CELL)
    (one,) = find(path, course)
    assert (one.student, one.lab, one.path) == (student, CELL, path)


def test_notebooks_beside_the_folders_belong_to_whom_they_name(tmp_path: Path, course: TwoLabs) -> None:
    put(tmp_path / "ann.ipynb", lab=CELL)
    put(tmp_path / "ann" / f"{FIX}.ipynb")
    put(tmp_path / "bob.ipynb", lab=CELL)
    assert briefly(find(tmp_path, course)) == [("ann", CELL, True), ("ann", FIX, False), ("bob", CELL, True)]


@pytest.mark.parametrize(
    ("name", "defined", "lab", "expected"),
    [
        (f"{CELL}.ipynb", ("make_dataset", "train_classifier"), FIX, CELL),
        ("mine.ipynb", ("make_dataset", "train_classifier"), CELL, CELL),
        ("mine.ipynb", ("rnn_step", "run_rnn"), None, CELL),
        ("mine.ipynb", ("rnn_step",), None, None),
        ("mine.ipynb", ("rnn_step", "run_rnn", "make_dataset"), None, CELL),
        ("mine.ipynb", ("rnn_step", "run_rnn", "make_dataset", "train_classifier"), None, None),
        ("lab2.ipynb", ("make_dataset",), None, FIX),
        ("lab2.ipynb", (), "lab99_unknown", CELL),
        ("Lab02 final (1).ipynb", (), None, CELL),
        ("LAB_04.ipynb", (), None, FIX),
        ("实验4.ipynb", (), None, FIX),
        ("lab４（终稿）.ipynb", (), None, FIX),
        (f"{CELL}-Copy1.ipynb", (), None, CELL),
        (f"ann_{CELL} (2).ipynb", (), None, CELL),
        ("rnn_cell.ipynb", (), None, CELL),
        ("lab02_rnncell.ipynb", (), None, CELL),
        ("fix the clasifier.ipynb", (), None, FIX),
        ("lab04_fix_teh_classifier.ipynb", (), None, FIX),
        ("lab24.ipynb", (), None, None),
        ("Untitled.ipynb", (), None, None),
        (f"{CELL}.ipynb.txt", (), None, CELL),
        (f"{CELL}.IPYNB", (), None, CELL),
    ],
)
def test_which_lab(tmp_path: Path, course: TwoLabs, name: str, defined: tuple[str, ...], lab: str | None, expected: str | None) -> None:
    put(tmp_path / "ann" / name, *defined, lab=lab)
    (one,) = find(tmp_path, course)
    assert one.lab == expected
    assert one.renamed is (expected is not None and name != f"{expected}.ipynb")
    assert (one.problem is None) is (expected is not None)
    if one.problem:
        assert f"`{name}`" in one.problem.en


def test_names_that_tell_are_believed_without_reading(tmp_path: Path, course: TwoLabs) -> None:
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / f"{CELL}.ipynb").write_bytes(b"\0 no notebook")
    (one,) = find(tmp_path, course)
    assert (one.lab, one.problem) == (CELL, None)
    assert not course.read


def test_lab_that_cannot_be_read_does_not_keep_others_from_being_found(tmp_path: Path) -> None:
    put(tmp_path / "ann" / "mine.ipynb", "rnn_step", "run_rnn")
    assert find(tmp_path, TwoLabs(broken=FIX))[0].lab == CELL


def test_exact_name_wins_and_then_the_newest(tmp_path: Path, course: TwoLabs) -> None:
    exact = put(tmp_path / "ann" / f"{CELL}.ipynb", at=1)
    put(tmp_path / "ann" / f"{CELL}-Copy1.ipynb", at=9)
    put(tmp_path / "bob" / "lab2.ipynb", at=1)
    newest = put(tmp_path / "bob" / "again" / "lab2 new.ipynb", at=9)
    put(tmp_path / "bob" / "lab2 `x`.ipynb", at=2)
    ann, bob = find(tmp_path, course)
    assert ann.path == exact
    assert ann.notes[0].en == f"There are several notebooks for this lab: `{CELL}.ipynb` was graded, `{CELL}-Copy1.ipynb` not. Hand in one."
    assert bob.path == newest
    assert "`lab2 new.ipynb` was graded, `lab2 'x'.ipynb`, `lab2.ipynb` not" in bob.notes[0].en


def test_what_nobody_means_to_hand_in_is_ignored(tmp_path: Path, course: TwoLabs) -> None:
    for place in (".ipynb_checkpoints", "__MACOSX", "__pycache__", ".git"):
        put(tmp_path / "ann" / place / f"{CELL}.ipynb")
    put(tmp_path / "ann" / f"._{CELL}.ipynb")
    put(tmp_path / "__MACOSX" / "ann" / f"{CELL}.ipynb")
    put(tmp_path / ".hidden" / f"{CELL}.ipynb")
    (tmp_path / "readme.txt").write_text("hello")
    assert briefly(find(tmp_path, course)) == [("ann", None, False)]


def test_links_are_not_followed(tmp_path: Path, course: TwoLabs) -> None:
    secret = put(tmp_path / "secret" / f"{FIX}.ipynb")
    handed_in = tmp_path / "handed_in"
    (handed_in / "ann").mkdir(parents=True)
    (handed_in / "ann" / f"{CELL}.ipynb").symlink_to(secret)
    (handed_in / "ann" / "more").symlink_to(secret.parent)
    (handed_in / "bob").symlink_to(secret.parent)
    ann, bob = find(handed_in, course)
    assert (ann.lab, ann.student) == (CELL, "ann")
    assert bob.lab is None
    for one in (ann, bob):
        assert one.problem is not None
        assert "is a link" in one.problem.en


def test_folders_and_pipes_called_like_notebooks(tmp_path: Path, course: TwoLabs) -> None:
    put(tmp_path / "ann" / f"{CELL}.ipynb" / "inner.ipynb")
    (tmp_path / "bob").mkdir()
    os.mkfifo(tmp_path / "bob" / "lab2.ipynb")
    ann, bob = find(tmp_path, course)
    assert (ann.lab, bob.lab) == (CELL, CELL)
    assert ann.problem is not None
    assert "is a folder" in ann.problem.en
    assert bob.problem is not None
    assert "no ordinary file" in bob.problem.en


def test_good_notebook_is_preferred_to_a_broken_one(tmp_path: Path, course: TwoLabs) -> None:
    (tmp_path / "ann" / f"{CELL}.ipynb").mkdir(parents=True)
    good = put(tmp_path / "ann" / "lab2.ipynb")
    (one,) = find(tmp_path, course)
    assert (one.path, one.problem) == (good, None)


def test_file_that_is_no_notebook_says_why(tmp_path: Path, course: TwoLabs) -> None:
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "mine.ipynb").write_bytes(b"%PDF-1.7")
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "lab2.ipynb").write_bytes(b"%PDF-1.7")
    ann, bob = find(tmp_path, course)
    assert ann.problem is not None
    assert "PDF" in ann.problem.en
    assert (bob.lab, bob.problem) == (CELL, None)  # grading the lab says why


def test_other_files_are_named(tmp_path: Path, course: TwoLabs) -> None:
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "lab2.pdf").write_text("x")
    (one,) = find(tmp_path, course)
    assert one.lab is None
    assert one.problem is not None
    assert "(`lab2.pdf`)" in one.problem.en


@pytest.mark.parametrize("name", ["a\nb", "a\u202eb", "a\x1b[31mb", "a\udcffb", "a\u200bb", "\u2028", "a\u0000b"])
def test_names_are_cleaned(name: str) -> None:
    assert clean(name).isprintable()
    assert clean(name).encode()


def test_students_whose_names_look_the_same_stay_apart(tmp_path: Path, course: TwoLabs) -> None:
    for name in ("a\nb", "a_b", "a\tb"):
        put(tmp_path / name / f"{CELL}.ipynb")
    put(tmp_path / "e\u0301" / f"{CELL}.ipynb")
    assert [one.student for one in find(tmp_path, course)] == ["a_b", "a_b~2", "a_b~3", "é"]


def test_same_folder_same_result(tmp_path: Path, course: TwoLabs) -> None:
    for student in "dbca":
        for name in ("lab2.ipynb", "lab2 b.ipynb", f"{FIX}.ipynb", "x.ipynb"):
            put(tmp_path / student / name, at=5)
    assert find(tmp_path, course) == find(tmp_path, course)
    assert [one.student for one in find(tmp_path, course)] == [student for student in "abcd" for _ in range(3)]


@pytest.mark.parametrize("what", ["absent", "empty", "a\0b"])
def test_nothing_to_grade_is_said(tmp_path: Path, course: TwoLabs, what: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoSubmissions) as refused:
        find(tmp_path / what, course)
    assert str(refused.value).endswith(".")


def test_locked_folder_is_said(tmp_path: Path, course: TwoLabs, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ann").mkdir()
    scandir = os.scandir

    def locked(path: object) -> object:  # root may open every folder, so it is only said to be locked
        if str(path).endswith("ann"):
            raise PermissionError(13, "Permission denied")
        return scandir(str(path))

    monkeypatch.setattr(os, "scandir", locked)
    (one,) = find(tmp_path, course)
    assert one.problem is not None
    assert one.problem.en == "The folder cannot be opened (Permission denied)."


def test_large_class_is_found_without_opening_a_notebook(tmp_path: Path, course: TwoLabs, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(300):
        put(tmp_path / f"student{number:03}" / f"{CELL}.ipynb")
    monkeypatch.setattr("autograder.submitted.lab_of.content", lambda path, member: pytest.fail("a notebook was opened"))
    assert len(find(tmp_path, course)) == 300
