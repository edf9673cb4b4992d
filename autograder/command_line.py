"""The command line: verbs only. `python -m autograder --help`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder.environment import grade_quietly, own_cores
from autograder.labs import DEFAULT_COURSE, Course, CourseError

EXAMPLES_GRADE = """
Examples:

\b
  python -m autograder grade submissions --out graded
  python -m autograder grade submitted --out graded --lab lab02_rnn_cell --jobs 2
  python -m autograder grade alice.ipynb --out graded
  python -m autograder grade submissions --out graded --course ../my-course
"""

EXAMPLES_BUILD = """
Examples:

\b
  python -m autograder build
  python -m autograder build --check
  python -m autograder build --lab lab02_rnn_cell --execute
"""

EXAMPLES_VERIFY = """
Examples:

\b
  python -m autograder verify
  python -m autograder verify --lab lab02_rnn_cell
  python -m autograder verify --lab lab02_rnn_cell --answers my_answers.py
"""

course_option = click.option(
    "--course", "course", type=click.Path(path_type=Path), default=None, help="A folder shaped like this repository. Default: this one."
)


class _Commands(click.Group):
    """Commands that Ctrl-C ends with a word and the status that shells expect."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            stop("Stopped.", 130)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def main() -> None:
    """Labs on recurrent networks, and the grader under them."""
    if not __debug__:
        stop("Python runs with -O, which switches checks off. Run it without -O and without PYTHONOPTIMIZE.")


def stop(sentence: str, status: int = 2) -> NoReturn:
    """End with a sentence for the person at the terminal."""
    click.echo(sentence, err=True)
    sys.exit(status)


def open_course(path: Path | None) -> Course:
    """Return the course at `path`, or this repository's."""
    return Course(path) if path is not None else DEFAULT_COURSE


@main.command(epilog=EXAMPLES_GRADE)
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where results are written.")
@course_option
@click.option("--jobs", type=click.IntRange(1), default=None, help="Submissions graded at once. Default: one a core.")
@click.option("--lab", "labs", multiple=True, help="Grade this lab only; may be given several times.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of messages in grades.csv.")
@click.option("--trust-students", is_flag=True, help="Run students' code without containment where there is none to be had.")
def grade(
    submissions: Path, out: Path, course: Path | None, jobs: int | None, labs: tuple[str, ...], language: str, trust_students: bool
) -> None:
    """Grade a class: SUBMISSIONS is a folder of `student/lab.ipynb`, nbgrader's `submitted/`, or one notebook.

    Writes grades.csv, results.json and feedback/<student>/<lab>.md below --out. What is graded already is not graded again, and a
    run that was stopped goes on where it stopped. Exit status 0 when every submission got a result, whatever the marks.
    """
    from autograder.classroom import grade_class
    from autograder.executors import ExecutorError
    from autograder.reports.files import write_reports
    from autograder.reports.table import class_table
    from autograder.store import Store, StoreError
    from autograder.submissions import NoSubmissions

    console = Console(stderr=True)
    folder = open_course(course)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with Store(out) as store, _Bar(console) as bar:
            graded = grade_class(
                folder, submissions, store, lab_names=labs, jobs=jobs or len(own_cores()) or os.cpu_count() or 1, trust=trust_students,
                started=bar.start, advanced=lambda result: bar.advance(),
            )  # fmt: skip
            bar.stop()
            titles = {lab.name: lab.title for lab in graded.labs}
            written = write_reports(out, graded.results(store), titles, language)
            if graded.faults:
                (out / "grader-faults.log").write_text("\n".join(graded.faults), encoding="utf-8")
            if len(graded.seats) <= MAX_TABLE_ROWS:
                Console().print(class_table(graded.results(store), [lab.name for lab in graded.labs]))
    except (CourseError, NoSubmissions, ExecutorError, StoreError) as error:
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename or out}: {error.strerror or error}. What was graded is kept; put this right and run the same command again.")
    except KeyboardInterrupt:
        stop("Stopped. What was graded is kept; run the same command again to go on.", 130)
    for one in graded.unplaced:
        click.echo(f"{one.path}: {one.problem or 'belongs to no lab of this course'}")
    click.echo("Wrote " + ", ".join(str(path) for path in written.paths))
    if written.uncontained:
        click.echo(f"The code of {written.uncontained} submissions ran WITHOUT containment (--trust-students): results can be forged.")
    if graded.faults:
        click.echo(f"The grader stumbled {len(graded.faults)} times; {out / 'grader-faults.log'} has what its makers need to know.")
    changed = [f"{seat.student}/{seat.lab}" for seat in graded.not_graded if seat.key in graded.changed]
    failed = [f"{seat.student}/{seat.lab}" for seat in graded.not_graded if seat.key not in graded.changed]
    if changed:
        click.echo(f"{', '.join(changed)} changed or vanished while the class was graded.", err=True)
    if failed:
        click.echo(f"The grader itself failed on {', '.join(failed)}.", err=True)
    if graded.not_graded:
        stop("Nothing about their marks is decided. Run the same command again.", 1)


MAX_TABLE_ROWS = 200


class _Bar:
    """A progress bar with the time left; nothing where there is no terminal."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, total: int, stored: int) -> None:
        self._progress.start()
        self._task = self._progress.add_task("grading", total=total, completed=stored)

    def advance(self) -> None:
        self._progress.advance(self._task)

    def stop(self) -> None:
        self._progress.stop()


@main.command(epilog=EXAMPLES_BUILD)
@course_option
@click.option("--check", is_flag=True, help="Change nothing; fail if a file differs from a rebuild, and name file and cell.")
@click.option("--execute", is_flag=True, help="Run the solution notebooks even where their code has not changed.")
@click.option("--lab", "labs", multiple=True, help="Only this lab; may be given several times.")
def build(course: Path | None, check: bool, execute: bool, labs: tuple[str, ...]) -> None:
    """Build labs/ and the notebooks of solutions/ from the lab sources."""
    from autograder.build import build as build_course

    try:
        problems = build_course(open_course(course), check=check, execute=True if execute else None, labs=labs or None, report=click.echo)
    except CourseError as error:
        stop(str(error))
    if check and problems:
        stop("\n".join(str(problem) for problem in problems), 1)


@main.command(epilog=EXAMPLES_VERIFY)
@course_option
@click.option("--lab", "labs", multiple=True, help="Only this lab; may be given several times.")
@click.option(
    "--answers", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Grade the functions of this file, not the solution."
)
@click.option("--quiet", is_flag=True, help="Show only what does not hold.")
def verify(course: Path | None, labs: tuple[str, ...], answers: Path | None, quiet: bool) -> None:
    """Try the promises about labs, for authors: the solution earns all, the starter nothing, each misconception is named."""
    grade_quietly()
    from autograder.verify import Finding, grade_answers
    from autograder.verify import verify as verify_lab

    def show(finding: Finding) -> None:
        if not finding.held or not quiet:
            click.echo(f"{'ok  ' if finding.held else 'FAIL'} {finding.what}")

    try:
        folder = open_course(course)
        chosen = folder.select(labs or None)
        if answers is not None:
            if len(chosen) != 1:
                stop("--answers goes with one --lab.")
            _show_answers(grade_answers(folder, chosen[0], answers))
            return
        findings = [finding for lab in chosen for finding in verify_lab(folder, lab, show)]
    except CourseError as error:
        stop(str(error))
    broken = sum(not finding.held for finding in findings)
    if broken:
        stop(f"{broken} of {len(findings)} do not hold.", 1)
    click.echo(f"All {len(findings)} hold.")


def _show_answers(result: object) -> None:
    from autograder.results import LabResult

    assert isinstance(result, LabResult)
    for question in result.questions:
        named = f" [{question.diagnosis.name}]" if question.diagnosis else ""
        click.echo(f"{question.name}: {question.points}/{question.max_points} {question.outcome.value}{named}")
        for check in question.checks:
            if check.message:
                click.echo(f"    {check.name}: {check.outcome.value}: {check.message}")
    click.echo(f"{result.points}/{result.max_points}")


@main.command()
def doctor() -> None:
    """Try every layer of containment and the environment, and say what to do about what is missing."""
    from rich.markup import escape

    from autograder.sandbox.probe import probe

    console = Console()
    layers = []
    for layer in probe():
        layers.append(layer)
        mark = "[green]pass[/]" if layer.ok else "[red]FAIL[/]" if layer.required else "[yellow]lack[/]"
        console.print(f"{mark}  {escape(layer.name)}: {escape(layer.detail)}", soft_wrap=True)
        if not layer.ok and layer.remedy:
            console.print(f"      {escape(layer.remedy)}", soft_wrap=True)
    if any(layer.required and not layer.ok for layer in layers):
        sys.exit(1)
