"""The files of a graded class: `grades.csv`, `results.json`, `feedback/<student>/<lab>.md`.

Each is written beside its place and then moved there, so that a reader never sees half a file.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from autograder.reports.feedback import feedback
from autograder.results import SCHEMA, LabResult

COLUMNS = ("student", "lab", "question", "points", "max_points", "outcome", "misconception", "message")


@dataclass(frozen=True)
class Written:
    """What was written, and what about it has to be said."""

    paths: tuple[Path, ...]  # grades.csv, results.json, feedback/
    uncontained: int  # submissions whose code ran without containment


def write_reports(folder: Path, results: Iterable[LabResult], titles: dict[str, Any], language: str) -> Written:
    """Write all files of a class in one pass over its results."""
    _clear_away(folder)
    grades, everything, feedback_folder = folder / "grades.csv", folder / "results.json", folder / "feedback"
    with atomic(grades) as table, atomic(everything) as data:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(COLUMNS)
        data.write(f'{{"schema": {SCHEMA}, "results": [')
        separator, uncontained = "\n", 0
        for result in results:
            uncontained += result.trusted
            writer.writerows(_rows(result, language))
            data.write(separator + json.dumps(result.to_json(), ensure_ascii=False))
            separator = ",\n"
            _write_feedback(feedback_folder, result, titles)
        data.write("\n]}\n")
    return Written((grades, everything, feedback_folder), uncontained)


def _rows(result: LabResult, language: str) -> Iterator[tuple[object, ...]]:
    for question in result.questions:
        misconception = question.diagnosis.name if question.diagnosis else ""
        message = question.message.in_language(language)
        yield (
            *(spreadsheet_safe(text) for text in (result.student, result.lab, question.name)),
            *(question.points, question.max_points, question.outcome.value, misconception, spreadsheet_safe(message)),
        )


def spreadsheet_safe(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula: a student chooses the name of a folder."""
    text = text.replace("\r", " ")  # the csv module does not quote it, and spreadsheets begin a row there
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _write_feedback(folder: Path, result: LabResult, titles: dict[str, Any]) -> None:
    place = folder / result.student
    place.mkdir(parents=True, exist_ok=True)
    with atomic(place / f"{result.lab}.md") as file:
        file.write(feedback(result, titles[result.lab]))


def _clear_away(folder: Path) -> None:
    """Remove what runs that were killed left half written: files called as `atomic` calls them, of processes that are no more."""
    for left in (*folder.glob(".grades.csv.*"), *folder.glob(".results.json.*"), *folder.glob("feedback/*/.*.md.*")):
        number = left.suffix[1:]
        if number.isdigit() and not _is_running(int(number)):
            left.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        return True  # there is no asking without ending it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def atomic(path: Path) -> Iterator[IO[str]]:
    """Open a file for writing that takes its place only when all of it is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            yield file
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
