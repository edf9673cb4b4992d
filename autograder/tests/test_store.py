"""Kept results: found again under their key, by the next run too, and a file that cannot be used is a sentence."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import store as store_module
from autograder.labs import Course
from autograder.results import LabResult
from autograder.store import FILE_NAME, Store, StoreError, fingerprint, lab_fingerprint
from autograder.tests.small_course import LAB, make_course
from autograder.tests.test_results import FULL


def test_a_result_is_found_again_by_the_next_run(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        assert store.get("k") is None
        assert not store.has("k")
        store.put("k", FULL)
        assert store.has("k")
        assert not store.has("K")
    with Store(tmp_path) as store:
        assert store.get("k") == FULL


def test_putting_again_replaces(tmp_path: Path) -> None:
    other = LabResult("b", "lab02_x", "en", ())
    with Store(tmp_path) as store:
        store.put("k", FULL)
        store.put("k", other)
        assert store.get("k") == other
        count = sqlite3.connect(store.path).execute("SELECT count(*) FROM results").fetchone()
    assert count == (1,)


def test_what_was_put_survives_a_kill(tmp_path: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from autograder.store import Store
from autograder.results import LabResult
store = Store(Path(sys.argv[1]))
store.put("k", LabResult("ann", "lab01_x", "en", ()))
os.kill(os.getpid(), 9)
"""
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, timeout=60)
    assert ended.returncode == -9
    with Store(tmp_path) as store:
        assert store.get("k") == LabResult("ann", "lab01_x", "en", ())


@pytest.mark.parametrize(
    "content", [b"this is no database, but it is long enough to be taken for one" * 40, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(StoreError, match="--out") as caught:
        Store(tmp_path)
    assert str(tmp_path / FILE_NAME) in str(caught.value)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="another folder with --out"):
        Store(tmp_path / "nowhere")


def test_a_table_of_another_make_is_a_sentence(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as database:
        database.execute("CREATE TABLE results (something TEXT)")
    with Store(tmp_path) as store:
        for use in (lambda: store.get("k"), lambda: store.has("k"), lambda: store.put("k", FULL)):
            with pytest.raises(StoreError, match="--out"):
                use()


def test_a_database_in_use_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(store_module.sqlite3, "connect", lambda path, timeout: connect(path, timeout=0.05))
    with Store(tmp_path) as store:
        other = connect(tmp_path / FILE_NAME)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="in use by another run"):
            store.put("k", FULL)
        other.rollback()
        store.put("k", FULL)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="rights"):
            Store(tmp_path)
    finally:
        tmp_path.chmod(0o700)


# -- keys ------------------------------------------------------------------------------------------------------------------------


def test_where_a_part_ends_counts() -> None:
    keys = {fingerprint(parts) for parts in ([b"ab", b"c"], [b"a", b"bc"], [b"abc"], [b"abc", b""], [b"", b"abc"], [])}
    assert len(keys) == 6
    assert fingerprint([b"ab", b"c"]) == fingerprint(iter([b"ab", b"c"]))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


def key(course: Course, *, trusted: bool = False) -> str:
    return lab_fingerprint(Course(course.root), course.lab(LAB), trusted=trusted)


def test_the_key_is_the_same_for_the_same_course(course: Course, tmp_path: Path) -> None:
    assert key(course) == key(course)
    assert key(make_course(tmp_path / "elsewhere")) == key(course)


@pytest.mark.parametrize("place", ["data/names/__pycache__/make.cpython-311.pyc", "data/.DS_Store", "data/.ipynb_checkpoints/x.csv"])
def test_the_key_does_not_follow_what_others_leave_beside_the_data(course: Course, place: str) -> None:
    before = key(course)
    path = course.root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    assert key(course) == before


@pytest.mark.parametrize(
    "place",
    [
        f"solutions/{LAB}.py",
        f"autograder/checks/hidden/check_{LAB}.py",
        f"autograder/checks/public/check_{LAB}.py",
        f"autograder/misconceptions/{LAB}.py",
        "data/numbers.csv",
        "data/deep/er/numbers.csv",
    ],
)
def test_the_key_follows_everything_that_a_result_depends_on(course: Course, place: str) -> None:
    keys = [key(course)]
    path = course.root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(2):
        with path.open("a", encoding="utf-8") as file:
            file.write("\n# changed\n")
        keys.append(key(course))
    path.rename(path.with_name("renamed.py"))
    if place.startswith("data"):
        keys.append(key(course))
    assert len(set(keys)) == len(keys)


def test_the_key_does_not_follow_what_a_result_does_not_depend_on(course: Course) -> None:
    before = key(course)
    for place in ("README.md", "labs/en/x.ipynb", "autograder/checks/hidden/check_lab09_other.py"):
        path = course.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("changed")
    assert key(course) == before


def test_graded_without_containment_is_another_key(course: Course) -> None:
    assert key(course, trusted=True) != key(course)


def test_the_key_follows_the_engine_and_its_translations(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    for place in (
        "store.py",
        "checking.py",
        "sandbox/wire.py",
        "locale/zh/LC_MESSAGES/autograder.po",
        "tests/test_x.py",
        "reports/table.py",
    ):
        path = package / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one")
    monkeypatch.setattr(store_module, "__file__", str(package / "store.py"))
    before = key(course)
    for place, counts in (
        ("checking.py", True),
        ("sandbox/wire.py", True),
        ("locale/zh/LC_MESSAGES/autograder.po", True),
        ("tests/test_x.py", False),
        ("reports/table.py", False),
    ):
        (package / place).write_text("two")
        assert (key(course) != before) is counts, place
        before = key(course)


def test_the_key_follows_the_versions_of_what_computes(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(course)
    monkeypatch.setattr(store_module.importlib.metadata, "version", lambda name: "0.0.0")
    assert key(course) != before
