"""Labs load data by name, in a notebook, in a student's bundle and in the confined child."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import autograder
from autograder.datasets import data_path, load_data
from autograder.labs import DEFAULT_COURSE
from autograder.tests.sandboxed import MODES, OLD_LANDLOCK, in_question, open_zygote, run


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with labs and one data set, as a student has it, and the working folder a notebook runs in."""
    monkeypatch.delenv("AUTOGRADER_DATA", raising=False)
    (tmp_path / "labs" / "en").mkdir(parents=True)
    (tmp_path / "data" / "birds").mkdir(parents=True)
    table = "name\tlegs\tweight\tsong\n喜鹊\t2\t0.2\tka\nNan\t2\t1e-2\t3\n"
    (tmp_path / "data" / "birds" / "seen.tsv").write_text(table, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "labs" / "en")
    return tmp_path


def test_the_data_beside_the_labs_of_the_working_folder_are_loaded(course: Path) -> None:
    assert data_path("birds") == course / "data" / "birds"
    assert list(load_data("birds")) == ["seen"]


def test_columns_are_numbers_where_all_cells_are(course: Path) -> None:
    seen = load_data("birds")["seen"]
    assert seen["name"] == ["喜鹊", "Nan"]
    assert seen["legs"].dtype == np.int64
    assert seen["legs"].tolist() == [2, 2]
    assert seen["weight"].dtype == np.float64
    assert seen["weight"].tolist() == [0.2, 0.01]
    assert seen["song"] == ["ka", "3"]


def test_a_folder_called_data_without_labs_beside_it_is_not_taken(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (course / "labs" / "en" / "data" / "birds").mkdir(parents=True)
    (course / "labs" / "en" / "data" / "birds" / "other.tsv").write_text("a\n1\n", encoding="utf-8")
    assert list(load_data("birds")) == ["seen"]


def test_the_environment_names_the_folder_first(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_DATA", str(DEFAULT_COURSE.data))
    assert set(load_data("reviews")) == {"train", "test"}


def test_without_a_course_around_the_repositorys_data_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUTOGRADER_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    assert data_path("reviews") == DEFAULT_COURSE.data / "reviews"
    assert autograder.load_data is load_data


@pytest.mark.parametrize("name", ["bird", "../data/birds", "", "birds/seen", "Birds", None])
def test_another_name_is_answered_with_the_names_that_there_are(course: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError, match=r"There is no data set .*There are: birds\.$"):
        load_data(name)


def test_missing_data_are_answered_with_what_to_do(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_DATA", str(course / "nowhere"))
    with pytest.raises(FileNotFoundError, match=r"No data sets were found.*beside labs/"):
        load_data("birds")


def test_a_damaged_table_is_named_with_its_line(course: Path) -> None:
    (course / "data" / "birds" / "seen.tsv").write_text("name\tlegs\nowl\t2\nkiwi\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"birds/seen\.tsv:3: the line has 1 columns; the first line names 2\."):
        load_data("birds")


@pytest.mark.parametrize("mode", [*MODES, OLD_LANDLOCK])
def test_a_confined_child_loads_the_reviews(mode: str) -> None:
    load = """
        from autograder import check, hint, load_data
        train = load_data("reviews")["train"]
        return [len(train["text"]), int(train["label"].sum())]
    """
    with open_zygote(mode, data=DEFAULT_COURSE.data, secrets=[DEFAULT_COURSE.root], preload=("numpy",)) as zygote:
        child = zygote.spawn()
        assert run(child, load) == [2496, 1248]
        assert in_question(child, load) == [2496, 1248]
        child.close()
