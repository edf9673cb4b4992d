"""The table of a class on the terminal: students × labs, with points, outcomes and misconceptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from autograder.results import LabResult, Outcome

STYLES = {Outcome.PASSED: "green", Outcome.PARTLY: "yellow", Outcome.GRADER_ERROR: "bold magenta"}


def class_table(results: Iterable[LabResult], labs: Sequence[str]) -> Table:
    """Return one row a student, one column a lab."""
    table = Table(title=None, show_lines=True)
    table.add_column("student", no_wrap=True)
    for lab in labs:
        table.add_column(lab)
    rows: dict[str, dict[str, Text]] = {}
    for result in results:
        rows.setdefault(result.student, {})[result.lab] = _cell(result)
    for student, cells in rows.items():
        table.add_row(Text(student), *(cells.get(lab, Text("–")) for lab in labs))
    return table


def _cell(result: LabResult) -> Text:
    """Points, then how the questions ended, then what they show."""
    outcomes = Counter(question.outcome for question in result.questions)
    text = Text(f"{result.points}/{result.max_points}", style="bold")
    if set(outcomes) == {Outcome.MISSING} and result.points == 0:
        return Text("missing", style="dim")
    for outcome in Outcome:
        if outcomes[outcome]:
            text.append(f"\n{outcomes[outcome]} {outcome.value}", style=STYLES.get(outcome, "red"))
    for question in result.questions:
        if question.diagnosis:
            text.append(f"\n· {question.name}: {question.diagnosis.name}", style="cyan")
    return text
