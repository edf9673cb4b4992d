"""Feedback for one student on one lab, in Markdown, in the language of the notebook."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from autograder.results import LabResult, Outcome
from autograder.words import Words, listing, tr

MARKS = {Outcome.PASSED: "✅", Outcome.PARTLY: "🟡", Outcome.NOT_ATTEMPTED: "⬜", Outcome.MISSING: "⬜", Outcome.GRADER_ERROR: "🛠️"}


def feedback(result: LabResult, title: Mapping[str, str]) -> str:
    """Return the page that a student reads."""
    language = result.language
    return _template().render(
        result=result,
        title=title[language],
        mark=lambda outcome: MARKS.get(outcome, "❌"),
        words=lambda words: words.in_language(language),
        tr=lambda msgid, **values: tr(msgid, **values).in_language(language),
        outcome=lambda value: outcome_words(value).in_language(language),
        listing=listing,
        passed=Outcome.PASSED,
    )


def outcome_words(outcome: Outcome) -> Words:
    """Return an outcome as a student reads it."""
    return {
        Outcome.PASSED: tr("passed"),
        Outcome.PARTLY: tr("partly right"),
        Outcome.WRONG_ANSWER: tr("not right yet"),
        Outcome.NOT_ATTEMPTED: tr("not written yet"),
        Outcome.ERROR: tr("stopped with an error"),
        Outcome.TIMEOUT: tr("took too long"),
        Outcome.OUT_OF_MEMORY: tr("took too much memory"),
        Outcome.CRASHED: tr("ended the Python process"),
        Outcome.MISSING: tr("not found"),
        Outcome.GRADER_ERROR: tr("a fault of the grader; it costs no marks"),
    }[outcome]


@functools.cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown; every text in it is the course's or the engine's own
    )
    return environment.get_template("feedback.md.j2")
