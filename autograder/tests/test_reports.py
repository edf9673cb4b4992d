"""The files of a class: whole or not there, safe to open in a spreadsheet, and in the student's language."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.reports.feedback import feedback, outcome_words
from autograder.reports.files import COLUMNS, atomic, spreadsheet_safe, write_reports
from autograder.reports.table import class_table
from autograder.results import SCHEMA, LabResult, Outcome, QuestionResult
from autograder.tests.test_results import FULL
from autograder.words import say

TITLE = {"en": "A small lab", "zh": "小实验"}
TITLES = {"lab01_small": TITLE, "lab02_other": TITLE}


def write(folder: Path, *results: LabResult, language: str = "en") -> list[Path]:
    return list(write_reports(folder, iter(results), TITLES, language).paths)


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def result(student: str, **changes: Any) -> LabResult:
    return dataclasses.replace(FULL, student=student, **changes)


# -- files ----------------------------------------------------------------------------------------------------------------------


def test_a_class_becomes_a_table_a_file_of_everything_and_a_page_each(tmp_path: Path) -> None:
    results = [result("ann"), result("bob", lab="lab02_other"), result("学生")]
    paths = write(tmp_path, *results)
    assert paths == [tmp_path / "grades.csv", tmp_path / "results.json", tmp_path / "feedback"]
    header = (tmp_path / "grades.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert header == "student,lab,question,points,max_points,outcome,misconception,message"
    assert rows(tmp_path)[0] == {
        "student": "ann",
        "lab": "lab01_small",
        "question": "f",
        "points": "2",
        "max_points": "5",
        "outcome": "partly",
        "misconception": "swapped",
        "message": "Some.",
    }
    assert [(row["student"], row["question"]) for row in rows(tmp_path)] == [
        (name, question) for name in ("ann", "bob", "学生") for question in ("f", "empty")
    ]
    everything = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert everything["schema"] == SCHEMA
    assert [LabResult.from_json(one) for one in everything["results"]] == results
    pages = sorted(str(path.relative_to(tmp_path / "feedback")) for path in (tmp_path / "feedback").rglob("*.md"))
    assert pages == ["ann/lab01_small.md", "bob/lab02_other.md", "学生/lab01_small.md"]


def test_what_ran_without_containment_is_counted(tmp_path: Path) -> None:
    results = [result("ann", trusted=True), result("bob", trusted=False), result("carl", trusted=True)]
    assert write_reports(tmp_path, results, TITLES, "en").uncontained == 2


def test_an_empty_class_is_valid(tmp_path: Path) -> None:
    write(tmp_path)
    assert rows(tmp_path) == []
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["results"] == []


def test_messages_of_the_table_are_in_the_language_asked_for(tmp_path: Path) -> None:
    write(tmp_path, result("ann"), language="zh")
    assert [row["message"] for row in rows(tmp_path)] == ["一些。", "无。"]


def test_writing_again_replaces(tmp_path: Path) -> None:
    write(tmp_path, result("ann"), result("bob"))
    write(tmp_path, result("ann", questions=()))
    assert rows(tmp_path) == []
    assert "`f`" not in (tmp_path / "feedback" / "ann" / "lab01_small.md").read_text(encoding="utf-8")
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_name_is_no_formula(tmp_path: Path, start: str) -> None:
    name = f"{start}HYPERLINK(1)"
    assert spreadsheet_safe(name) == f"'{name}"
    question = dataclasses.replace(FULL.questions[0], message=say(name, name))
    write(tmp_path, result("ann", questions=(question,)))
    assert rows(tmp_path)[0]["message"] == f"'{name}"
    if start != "\t":
        write(tmp_path, result(name))
        assert rows(tmp_path)[0]["student"] == f"'{name}"
        assert (tmp_path / "feedback" / name).is_dir()


def test_a_name_begins_no_row_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, result("ann\r=HYPERLINK(1)"))
    assert b"\r" not in (tmp_path / "grades.csv").read_bytes()
    assert [row["student"] for row in rows(tmp_path)] == ["ann =HYPERLINK(1)"] * 2


def test_ordinary_text_is_left_alone() -> None:
    for text in ("", "ann", "`f` returned", "学生", "a=b", "3-4"):
        assert spreadsheet_safe(text) == text


def test_quotes_commas_and_lines_stay_in_their_cell(tmp_path: Path) -> None:
    odd = 'a, "b"\nc'
    question = dataclasses.replace(FULL.questions[0], message=say(odd, odd))
    write(tmp_path, result("o'neil, ann", questions=(question,)))
    (row,) = rows(tmp_path)
    assert (row["student"], row["message"]) == ("o'neil, ann", odd)
    assert set(row) == set(COLUMNS)


def test_a_run_that_fails_leaves_the_old_files(tmp_path: Path) -> None:
    write(tmp_path, result("ann"))
    before = {name: (tmp_path / name).read_bytes() for name in ("grades.csv", "results.json")}

    def failing() -> Iterator[LabResult]:
        yield result("bob")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_reports(tmp_path, failing(), TITLES, "en")
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feedback", "grades.csv", "results.json"]


def test_what_a_killed_run_left_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    (tmp_path / "feedback" / "ann").mkdir(parents=True)
    left = [f".grades.csv.{gone.pid}", f".results.json.{gone.pid}", f"feedback/ann/.lab01.md.{gone.pid}"]
    others = [f".grades.csv.{os.getppid()}", f".notes.{gone.pid}", ".grades.csv.old", "feedback/ann/mine.md"]
    for name in (*left, *others):
        (tmp_path / name).write_text("half")
    write_reports(tmp_path, [], TITLES, "en")
    assert [name for name in left if (tmp_path / name).exists()] == []
    assert [name for name in others if not (tmp_path / name).exists()] == []


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.txt"
    with atomic(path) as file:
        file.write("一")
        file.flush()
        assert not path.exists()
    assert path.read_bytes() == "一".encode()

    with path.open(encoding="utf-8") as reader:
        with atomic(path) as file:
            file.write("二")
        assert reader.read() == "一"  # who reads the old file goes on reading it
    with atomic(path) as file:
        file.write("一")

    def stop_half_way() -> None:
        with atomic(path) as file:
            file.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_half_way()
    assert path.read_text(encoding="utf-8") == "一"
    assert os.listdir(path.parent) == ["file.txt"]


def test_lines_end_the_same_on_every_system(tmp_path: Path) -> None:
    write(tmp_path, result("ann"))
    for path in tmp_path.rglob("*.*"):
        assert b"\r" not in path.read_bytes(), path


# -- feedback ---------------------------------------------------------------------------------------------------------------------


def test_the_page_tells_what_was_tried_and_what_came_out() -> None:
    page = feedback(dataclasses.replace(FULL, language="en"), TITLE)
    for words in (
        "# A small lab",
        "**2 of 6 points**",
        "without containment",
        "- Renamed.",
        "## 🟡 `f` — 2 of 5 · partly right",
        "correct version of `g`, `h`.",
        "- ✅ It adds.",
        "- ❌ It multiplies.\n  No.",
        "**What it looks like:** Exchanged.",
        "**Hint:** Look.",
        "## ⬜ `empty` — 0 of 1 · not found\n\nNothing.",
    ):
        assert words in page, words
    assert "一些" not in page
    assert page.endswith("\n")


def test_the_page_is_in_the_language_of_the_notebook() -> None:
    page = feedback(FULL, TITLE)
    for words in ("# 小实验", "- 改了名。", "- ✅ 相加。", "- ❌ 相乘。\n  不。", "交换了。", "看。", "`g`、`h`", "部分正确"):
        assert words in page, words
    for words in ("It adds", "points", "Hint", "looks like", "containment.", "Renamed", "passed", "right"):
        assert words not in page, words


def test_a_passed_question_says_no_more() -> None:
    passed = QuestionResult("f", Outcome.PASSED, 5, 5, say("Every check.", "全部。"), checks=FULL.questions[0].checks[:1])
    page = feedback(dataclasses.replace(FULL, language="en", questions=(passed,), notes=(), trusted=False), TITLE)
    assert page == "# A small lab\n\n**5 of 5 points**\n\n## ✅ `f` — 5 of 5 · passed\n"


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_outcome_has_words_and_a_page(outcome: Outcome, language: str) -> None:
    words = outcome_words(outcome)
    assert words.en != words.zh
    question = dataclasses.replace(FULL.questions[0], outcome=outcome)
    page = feedback(dataclasses.replace(FULL, language=language, questions=(question,)), TITLE)
    assert words.in_language(language) in page


def test_sentences_with_signs_of_templates_and_html_are_text() -> None:
    odd = "{{ 7 * 7 }} {% raw %} <b> & {name} %s"
    question = dataclasses.replace(FULL.questions[1], message=say(odd, odd))
    assert odd in feedback(dataclasses.replace(FULL, questions=(question,)), TITLE)


# -- table ------------------------------------------------------------------------------------------------------------------------


def shown(*results: LabResult, labs: tuple[str, ...] = ("lab01_small", "lab02_other")) -> str:
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(class_table(results, labs))
    return console.export_text()


def test_the_table_has_a_row_a_student_and_a_column_a_lab() -> None:
    missing = tuple(dataclasses.replace(one, outcome=Outcome.MISSING, points=0) for one in FULL.questions)
    text = shown(result("ann"), result("ann", lab="lab02_other", questions=missing), result("bob", lab="lab02_other"))
    for words in ("student", "lab01_small", "lab02_other", "ann", "bob", "2/6", "1 partly", "1 missing", "· f: swapped", "–"):
        assert words in text, words
    assert text.count("2/6") == 2
    assert text.index("ann") < text.index("bob")


def test_names_are_no_markup() -> None:
    assert "[bold]x[/]" in shown(result("[bold]x[/]"))
