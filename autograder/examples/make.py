"""Builds the notebooks of the example class, and keeps what grading them must give.

    python -m autograder.examples.make                    write submissions/
    python -m autograder.examples.make --check            change nothing; fail if a file differs from a rebuild
    python -m autograder.examples.make --accept graded    make graded/grades.csv the expected result, once you have read it

What a student wrote lies in `class/`; `composing.py` says in which form, and makes the notebook.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click

from autograder.examples.composing import ClassError, compose, read

FOLDER = Path(__file__).parent
WRITTEN = FOLDER / "class"
SUBMISSIONS = FOLDER / "submissions"
EXPECTED = FOLDER / "expected.csv"
COLUMNS = ("student", "lab", "question", "outcome", "points", "misconception")


def build() -> dict[str, bytes]:
    """Return every notebook of the class by its path below `submissions`. Raises ClassError."""
    everything = [read(path) for path in sorted(WRITTEN.glob("*/*.py"))]
    return {handed_in.target: compose(handed_in) for handed_in in everything}


def differences(files: Mapping[str, bytes]) -> list[str]:
    """Return a sentence for each file of `submissions` that is not what it should be."""
    found = []
    for name, content in files.items():
        path = SUBMISSIONS / name
        if not path.is_file():
            found.append(f"submissions/{name} is missing.")
        elif path.read_bytes() != content:
            found.append(f"submissions/{name} differs from what the starter and class/ build.")
    return found + [f"submissions/{name} has no source in class/." for name in _leftovers(files)]


def write(files: Mapping[str, bytes]) -> None:
    """Write all notebooks and delete those that have no source."""
    for name in _leftovers(files):
        (SUBMISSIONS / name).unlink()
    for name, content in files.items():
        path = SUBMISSIONS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def _leftovers(files: Mapping[str, bytes]) -> list[str]:
    there = (path.relative_to(SUBMISSIONS).as_posix() for path in sorted(SUBMISSIONS.glob("*/*.ipynb")))
    return [name for name in there if name not in files]


def golden(table: Path) -> list[tuple[str, ...]]:
    """Return the rows of a grades.csv, or of expected.csv, in the columns that are held fast."""
    with table.open(encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)]


def accept(table: Path) -> list[str]:
    """Make the rows of a grades.csv the expected ones; return a line for each that changed."""
    old = golden(EXPECTED) if EXPECTED.exists() else []
    rows = golden(table)
    with EXPECTED.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    return [f"- {','.join(row)}" for row in old if row not in rows] + [f"+ {','.join(row)}" for row in rows if row not in old]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--check", is_flag=True, help="Change nothing; fail if a notebook differs from a rebuild, and name it.")
@click.option("--accept", "graded", type=click.Path(path_type=Path, exists=True), help="A graded folder whose grades.csv is right.")
def main(check: bool, graded: Path | None) -> None:
    """Build submissions/ from class/ and the starters in labs/."""
    if graded is not None:
        changed = accept(graded / "grades.csv" if graded.is_dir() else graded)
        click.echo("\n".join([*changed, f"{len(changed)} lines changed in {EXPECTED.name}."]))
        return
    try:
        files = build()
    except ClassError as error:
        _stop(str(error))
    found = differences(files)
    if check and found:
        _stop("\n".join([*found, "Run python -m autograder.examples.make."]))
    if not check:
        write(files)
    students = {name.split("/")[0] for name in files}
    click.echo(f"{len(files)} notebooks of {len(students)} students, {len(found)} of them written.")


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
